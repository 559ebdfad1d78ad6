#include "sync/handing.h"

#include "content/canonical_html.h"
#include "content/digest.h"
#include "decide/discussion.h"
#include "decide/hearing.h"
#include "mapping/coercion.h"
#include "sync/desk_round.h"
#include "sync/files.h"
#include "sync/handover.h"

#include <charconv>
#include <deque>
#include <fmt/format.h>
#include <set>

namespace deskbridge {

namespace {

struct HandStep : DeskStep {
    HandingIntent what;
};

/// One number for a set of files, below 0.
std::int64_t number_of(const std::vector<std::string>& files) {
    std::string all;
    for (const auto& file : files) all += file + "\n";
    std::int64_t number = 0;
    const auto text = digest(all).substr(0, 12);
    std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return -number - 1;
}

Html files_message(const Link& link, std::int64_t number, const Handover& handover) {
    const bool any = !handover.names.empty();
    std::string html = fmt::format("<p>Files of <a href=\"{}\">work item {}</a>{}:</p>",
                                   escape_html(comment_address(link, number)), link.work_item,
                                   any ? "" : " that could not be carried");
    if (any) html += "<ul>";
    for (const auto& name : handover.names) html += "<li>" + escape_html(name) + "</li>";
    if (any) html += "</ul>";
    return {canonical_html(html + notes_html(handover.notes))};
}

std::vector<Attachment> new_files(Tenant& tenant, const DeskErrand& errand) {
    std::vector<Attachment> fresh;
    if (errand.files.empty()) return fresh;
    const auto& link = errand.link;
    const auto known = tenant.store.handed(tenant.record.id, link.ticket_id, link.work_item);
    for (const auto& file : errand.files)
        if (known.count(file.url) == 0 && file.comment != carried_from_ticket) fresh.push_back(file);
    return fresh;
}

/// Keeps the files at the desk and puts the message that brings them to the ticket together.
void prepare(Tenant& tenant, DeskErrand& errand, std::vector<HandStep>& steps,
             std::vector<NewMessage>& messages) {
    const auto files = new_files(tenant, errand);
    if (files.empty()) return;
    HandStep step;
    step.errand = &errand;
    Handover handover(tenant, errand.attempts >= tries_for_handing);
    for (const auto& file : files) {
        step.what.files.push_back(file.url);
        handover.hand(file);
    }
    step.what.number = number_of(step.what.files);
    step.intent_text = handing_text(step.what);
    messages.push_back({errand.link.ticket_id, Visibility::internal,
                        files_message(errand.link, step.what.number, handover), handover.files});
    steps.push_back(std::move(step));
}

/// One message on each ticket; further work items of it are for later.
void hand_one_each(Tenant& tenant, const std::deque<DeskErrand*>& errands, std::deque<DeskErrand*>& later,
                   CycleReport& report) {
    DeskRound round(tenant, report);
    std::vector<HandStep> steps;
    std::vector<NewMessage> messages;
    std::set<std::string> tickets;
    for (auto* errand : errands) {
        if (errand->busy) continue;
        if (!tickets.insert(errand->link.ticket_id).second) {
            later.push_back(errand);
            continue;
        }
        try {
            prepare(tenant, *errand, steps, messages);
        } catch (const SyncError& error) {
            if (error.reach != Reach::item) throw;
            errand->problem = error;
        }
    }
    if (!round.intend(steps, Intent::Kind::reply)) return;
    const auto outcomes = round.call(steps, [&] { return tenant.desk.say(messages); });
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!round.took_effect(steps[i], outcomes[i].error)) continue;
        ++report.heard;
        round.arrived(
            {.intent = steps[i].intent.id, .link = steps[i].errand->link, .handed = steps[i].what.files});
    }
    round.write();
}

}  // namespace

void hand_files(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report) {
    std::deque<DeskErrand*> waiting;
    for (auto& errand : errands)
        if (!errand.files.empty()) waiting.push_back(&errand);
    while (!waiting.empty() && !tenant.clock.stopping()) {
        std::deque<DeskErrand*> later;
        hand_one_each(tenant, waiting, later, report);
        waiting = std::move(later);
    }
}

std::string handing_text(const HandingIntent& intent) {
    Base text{{"number", std::to_string(intent.number)}};
    for (std::size_t i = 0; i < intent.files.size(); ++i) text[fmt::format("file{:04}", i)] = intent.files[i];
    return base_text(text);
}

HandingIntent parse_handing(const std::string& text) {
    HandingIntent intent;
    for (const auto& [name, value] : parse_base(text)) {
        if (name == "number")
            std::from_chars(value.data(), value.data() + value.size(), intent.number);
        else if (name.rfind("file", 0) == 0)
            intent.files.push_back(value);
    }
    return intent;
}

}  // namespace deskbridge
