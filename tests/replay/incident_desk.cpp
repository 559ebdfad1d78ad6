#include "incident_desk.h"

#include <fmt/format.h>
#include <set>

namespace deskbridge::replay {

namespace {

std::string value_of(const std::map<std::string, std::string>& shown, const std::string& column) {
    const auto found = shown.find(column);
    return found == shown.end() ? std::string() : found->second;
}

std::string status_of(const std::map<std::string, std::string>& shown) {
    const auto state = value_of(shown, "incident_state");
    if (state == "New") return "pending";
    if (state == "Resolved" || state == "Closed") return "resolved";
    return state.rfind("Awaiting", 0) == 0 ? "awaiting_user" : "awaiting_agent";
}

std::string priority_of(const std::map<std::string, std::string>& shown) {
    static const std::map<std::string, std::string> names{{"1", "Urgent"}, {"2", "High"}, {"4", "Low"}};
    const auto found = names.find(value_of(shown, "priority"));
    return found == names.end() ? "Normal" : found->second;
}

std::vector<std::string> labels_of(const std::map<std::string, std::string>& shown) {
    std::vector<std::string> labels;
    for (const auto& [column, value] : shown) labels.push_back(column + " " + value);
    return labels;
}

std::set<std::string> tags_of(const sandbox::azure_devops::ItemSeen& item) {
    std::set<std::string> tags;
    const auto found = item.fields.find("System.Tags");
    if (found == item.fields.end()) return tags;
    const auto& text = found->second;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find("; ", from), text.size());
        tags.insert(text.substr(from, end - from));
        from = end + 2;
    }
    return tags;
}

}  // namespace

void IncidentDesk::take(const Update& update) {
    auto& known = tickets_[update.incident];
    if (known.id == 0) {
        sandbox::deskpro::NewTicket ticket;
        ticket.subject = "Incident " + update.incident;
        ticket.person_name = "Ines Rahm";
        ticket.person_email = "ines@nordhafen.example";
        ticket.messages = {{.html = "<p>Reported</p>", .by = "ines@nordhafen.example"}};
        ticket.status = status_of(update.shown);
        ticket.priority = priority_of(update.shown);
        ticket.labels = labels_of(update.shown);
        known.id = sides_.add(ticket, {});
    } else {
        sandbox::deskpro::TicketEdit edit;
        if (known.shown != update.shown) {
            edit.status = status_of(update.shown);
            edit.priority = priority_of(update.shown);
            edit.labels = labels_of(update.shown);
            // the label that tells of the link stays, as it does when people edit the others
            const auto labels = sides_.desk.ticket(known.id)->labels;
            for (const auto& label : labels)
                if (label == "azure-devops") edit.labels->push_back(label);
        } else {
            edit.urgency = 1 + ++known.touched % 9;
        }
        sides_.desk.edit(known.id, edit);
    }
    known.shown = update.shown;
}

std::vector<std::string> IncidentDesk::differences() {
    std::vector<std::string> out;
    for (auto& [incident, known] : tickets_) compare(incident, known, out);
    return out;
}

void IncidentDesk::compare(const std::string& incident, Known& known, std::vector<std::string>& out) {
    const auto links =
        sides_.tenant().store.links_of(sides_.tenant().record.id, std::vector{std::to_string(known.id)});
    if (links.size() != 1) {
        out.push_back(fmt::format("incident {} has {} links", incident, links.size()));
        return;
    }
    const auto item = sides_.work.item(static_cast<int>(links.front().work_item));
    const int added = item->rev - known.revisions;
    const bool first = known.settled.empty();
    const int wanted = known.settled == known.shown ? 0 : 1;
    if (!first && added != wanted)
        out.push_back(fmt::format("incident {}: {} revisions for {} changes", incident, added, wanted));
    std::set<std::string> labels;
    for (auto& label : labels_of(known.shown)) labels.insert(std::move(label));
    if (tags_of(*item) != labels) out.push_back(fmt::format("incident {}: other tags than labels", incident));
    known.revisions = item->rev;
    known.settled = known.shown;
}

}  // namespace deskbridge::replay
