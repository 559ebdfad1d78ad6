#include "sandbox/pages/work_side.h"

#include "sandbox/azure_devops/value.h"
#include "sandbox/pages/page_json.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sandbox {

namespace {

using azure_devops::ItemSeen;

std::string field_of(const ItemSeen& seen, const std::string& name) {
    const auto found = seen.fields.find(name);
    return found == seen.fields.end() ? std::string() : found->second;
}

std::vector<std::string> tags_of(const std::string& text) {
    std::vector<std::string> tags;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto to = std::min(text.find(';', from), text.size());
        const auto tag = azure_devops::trim(std::string_view(text).substr(from, to - from));
        if (!tag.empty()) tags.push_back(tag);
        from = to + 1;
    }
    return tags;
}

bool is_shown_elsewhere(const std::string& field) {
    static constexpr std::array names{
        "System.Id",   "System.Rev",     "System.Title",        "System.State",        "System.TeamProject",
        "System.Tags", "System.History", "System.WorkItemType", "System.CommentCount", "System.Watermark"};
    return std::find(names.begin(), names.end(), field) != names.end();
}

template <typename Act>
std::optional<std::string> refusal_of(Act act) {
    try {
        act();
        return std::nullopt;
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

WorkSide::WorkSide(azure_devops::AzureDevOps& system, WorkSideOptions options)
    : system_(system), options_(std::move(options)) {}

std::vector<ItemView> WorkSide::items() const {
    std::vector<ItemView> views;
    for (const auto& seen : system_.items()) {
        if (!seen.deleted) views.push_back(summary(seen));
    }
    return views;
}

std::optional<ItemView> WorkSide::item(int id) const {
    const auto seen = system_.item(id);
    if (!seen || seen->deleted) return std::nullopt;
    ItemView view = summary(*seen);
    view.states = states_of(view.project, view.type);
    add_fields(*seen, view);
    for (const auto& link : seen->links) {
        const auto url = link.url.empty() ? "#" + std::to_string(link.target) : link.url;
        view.links.push_back({link.rel, url, link.comment});
    }
    for (const auto& comment : seen->comments) {
        if (!comment.deleted)
            view.comments.push_back({comment.author, utc_text(comment.created_ms), comment.text});
    }
    return view;
}

ItemView WorkSide::summary(const ItemSeen& seen) const {
    ItemView view;
    view.id = seen.id;
    view.rev = seen.rev;
    view.project = seen.project;
    view.type = seen.type;
    view.title = field_of(seen, "System.Title");
    view.state = field_of(seen, "System.State");
    view.tags = tags_of(field_of(seen, "System.Tags"));
    for (const auto& link : seen.links) {
        if (link.rel == "Hyperlink" && view.ticket == 0) {
            view.ticket = ticket_of_address(link.url, options_.desk_address);
        }
    }
    return view;
}

void WorkSide::add_fields(const ItemSeen& seen, ItemView& view) const {
    for (const auto& [name, value] : seen.fields) {
        if (is_shown_elsewhere(name)) continue;
        const auto* field = fields_.find(name);
        const bool is_html = field && field->type == azure_devops::FieldType::html;
        const auto shown_name = field ? field->name : name;
        (is_html ? view.texts : view.fields).emplace_back(shown_name, value);
    }
}

std::vector<std::string> WorkSide::states_of(const std::string& project, const std::string& type) const {
    std::vector<std::string> names;
    for (const auto& known : options_.projects) {
        if (known.name != project) continue;
        for (const auto& candidate : azure_devops::types_of(known.process, known.fields)) {
            if (candidate.name != type) continue;
            for (const auto& state : candidate.states) names.push_back(state.name);
        }
    }
    return names;
}

std::optional<std::string> WorkSide::edit(int id, const std::optional<std::string>& title,
                                          const std::optional<std::string>& state) {
    const auto present = item(id);
    if (!present) return "There is no such work item.";
    std::map<std::string, std::string> fields;
    if (title && *title != present->title) fields.emplace("System.Title", *title);
    if (state && *state != present->state) fields.emplace("System.State", *state);
    if (fields.empty()) return std::nullopt;
    return refusal_of([&] { system_.edit(id, options_.person, fields); });
}

std::optional<std::string> WorkSide::comment(int id, const std::string& html) {
    return refusal_of([&] { system_.comment(id, options_.person, html); });
}

}  // namespace sandbox
