#include "sync/dress.h"

#include "content/picture.h"
#include "decide/discussion.h"
#include "sync/files.h"

namespace deskbridge {

namespace {

void add(std::vector<std::string>& texts, std::vector<std::string> more) {
    for (auto& text : more) texts.push_back(std::move(text));
}

/// Pictures in one field's text. `shown` gains their addresses on the desk.
void dress_text(Tenant& tenant, const Task& task, Html& text, std::vector<std::string>& shown,
                std::vector<std::string>& notes) {
    add(shown, picture_addresses(text.markup));
    FileOrder order;
    order.project = task.plan.item.project;
    order.html = text.markup;
    order.give_up = task.row.attempts >= tries_for_files;
    auto carried = carry_files(tenant, order);
    text.markup = std::move(carried.html);
    add(notes, std::move(carried.notes));
}

/// Those that the texts do not show.
void attach_files(Tenant& tenant, Task& task, std::vector<std::string> shown,
                  std::vector<std::string>& notes) {
    FileOrder order;
    order.shown = std::move(shown);
    order.project = task.plan.item.project;
    order.files = task.plan.files;
    order.give_up = task.row.attempts >= tries_for_files;
    auto carried = carry_files(tenant, order);
    task.plan.item.files = std::move(carried.attachments);
    add(notes, std::move(carried.notes));
}

}  // namespace

void dress(Tenant& tenant, Task& task) {
    auto& plan = task.plan;
    std::vector<std::string> notes = plan.notes;
    std::vector<std::string> shown;
    if (plan.pictures)
        for (auto& [field, value] : plan.item.fields)
            if (auto* html = std::get_if<Html>(&value)) dress_text(tenant, task, *html, shown, notes);
    if (!plan.files.empty()) attach_files(tenant, task, std::move(shown), notes);
    for (const auto& text : plan.originals)
        if (auto file = carry_text(tenant, plan.item.project, text, notes))
            plan.item.files.push_back(std::move(*file));
    if (!notes.empty()) plan.item.fields["System.History"] = Html{notes_html(notes)};
}

}  // namespace deskbridge
