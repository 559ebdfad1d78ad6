// What has to be true at every end, by the states of the stand-ins themselves.
#include "model/mark.h"
#include "store/sqlite_link_store.h"
#include "workbench/messages.h"
#include "workbench/two_sides.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace deskbridge::workbench {

namespace {

using sandbox::azure_devops::ItemSeen;
using End = Expected::End;
using Complaints = std::vector<std::string>;

struct Marked {
    ItemSeen item;
    Mark mark;
    std::string url;
};
using ByTicket = std::map<std::string, std::vector<Marked>>;

/// Every work item under the ticket that its hyperlink names; what no ticket explains is complained of.
ByTicket items_by_ticket(TwoSides& sides, Complaints& out) {
    ByTicket found;
    for (const auto& item : sides.work.items()) {
        std::size_t marks = 0;
        for (const auto& link : item.links) {
            const auto mark = parse_mark(link.comment);
            const auto ticket = sides.tenant().desk.ticket_id_of(link.url);
            if (link.rel != "Hyperlink" || !mark || !ticket) continue;
            ++marks;
            found[*ticket].push_back({item, *mark, link.url});
        }
        if (marks != 1) out.push_back(fmt::format("work item {} carries {} marks", item.id, marks));
    }
    return found;
}

/// Tags in the order that the server gives them are the same tags.
std::set<std::string> tags_of(const std::string& text) {
    std::set<std::string> tags;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find("; ", from), text.size());
        tags.insert(text.substr(from, end - from));
        from = end + 2;
    }
    return tags;
}

bool same_value(const std::string& field, const std::string& a, const std::string& b) {
    return field == "System.Tags" ? tags_of(a) == tags_of(b) : a == b;
}

void compare_fields(const std::string& ticket, const ItemSeen& item, const Expected& expected,
                    Complaints& out) {
    for (const auto& [field, value] : expected.fields) {
        const auto found = item.fields.find(field);
        const auto& seen = found == item.fields.end() ? std::string() : found->second;
        if (!same_value(field, seen, value))
            out.push_back(fmt::format("ticket {}: {} is '{}' and not '{}'", ticket, field, seen, value));
    }
    if (item.deleted) out.push_back(fmt::format("work item {} is deleted", item.id));
}

void compare_link(const std::string& ticket, const Marked& made, const Link* link, Complaints& out) {
    if (link == nullptr) {
        out.push_back(fmt::format("ticket {}: no link to work item {}", ticket, made.item.id));
        return;
    }
    const bool same = link->work_item == made.item.id && link->key == made.mark.key &&
                      link->ticket_url == made.url && link->revision == made.item.rev &&
                      link->project == made.item.project && !link->base.empty();
    if (!same)
        out.push_back(fmt::format("ticket {}: the link to work item {} is not that of work item {}", ticket,
                                  link->work_item, made.item.id));
}

void compare_notes(const sandbox::deskpro::TicketView& ticket, const Marked& made, Complaints& out) {
    const auto notes =
        std::count_if(ticket.messages.begin(), ticket.messages.end(), [&](const auto& message) {
            return message.is_note && message.html.find(made.mark.key) != std::string::npos;
        });
    if (notes != 1) out.push_back(fmt::format("ticket {}: was told {} times", ticket.id, notes));
}

/// What no work item is named by.
void compare_names(const sandbox::deskpro::TicketView& ticket, Complaints& out) {
    const auto field = ticket.fields.find("Work item");
    if (field != ticket.fields.end() && !field->second.empty())
        out.push_back(
            fmt::format("ticket {}: names work item {} where none is wanted", ticket.id, field->second));
}

/// One note with the mark, one label, the field.
void compare_ticket(TwoSides& sides, long long id, const Marked& made, Complaints& out) {
    const auto ticket = sides.desk.ticket(id).value();
    compare_notes(ticket, made, out);
    if (sides.scene().notes_only) return compare_names(ticket, out);
    const auto field = ticket.fields.find("Work item");
    const auto number = std::to_string(made.item.id);
    if (field == ticket.fields.end() || field->second != number)
        out.push_back(fmt::format("ticket {}: its field does not name work item {}", id, number));
    const auto labels = std::count(ticket.labels.begin(), ticket.labels.end(), "azure-devops");
    if (labels != 1) out.push_back(fmt::format("ticket {}: has the label {} times", id, labels));
}

/// A ticket without a work item is as it was.
void compare_untouched(TwoSides& sides, long long id, Complaints& out) {
    const auto ticket = sides.desk.ticket(id).value();
    compare_names(ticket, out);
    for (const auto& message : ticket.messages)
        if (message.is_note) out.push_back(fmt::format("ticket {}: was told of something", id));
}

std::map<std::string, Link> links_of(TwoSides& sides, Complaints& out) {
    std::map<std::string, Link> links;
    auto& tenant = sides.tenant();
    for (auto& link : tenant.store.links(tenant.record.id, 0, 1'000'000)) {
        const auto id = link.ticket_id;
        if (!links.emplace(id, std::move(link)).second)
            out.push_back(fmt::format("ticket {}: two links", id));
    }
    return links;
}

void compare_one(TwoSides& sides, long long id, const Expected& expected, const ByTicket& items,
                 const std::map<std::string, Link>& links, Complaints& out) {
    const auto text = std::to_string(id);
    const auto made = items.find(text);
    const std::size_t count = made == items.end() ? 0 : made->second.size();
    const std::size_t wanted = expected.end == End::item ? 1 : 0;
    if (count != wanted) out.push_back(fmt::format("ticket {}: has {} work items", id, count));
    if (count == 0) return compare_untouched(sides, id, out);
    const auto& first = made->second.front();
    if (first.mark.agent != sides.tenant().store.agent_id())
        out.push_back(fmt::format("ticket {}: the mark names another agent", id));
    const auto link = links.find(text);
    compare_link(text, first, link == links.end() ? nullptr : &link->second, out);
    compare_fields(text, first.item, expected, out);
    compare_ticket(sides, id, first, out);
    if (link != links.end()) compare_messages(sides.desk.ticket(id).value(), first.item, link->second, out);
}

}  // namespace

std::vector<std::string> TwoSides::complaints() {
    Complaints out = left_over();
    const auto items = items_by_ticket(*this, out);
    const auto links = links_of(*this, out);
    for (const auto& [id, expected] : expected_) compare_one(*this, id, expected, items, links, out);
    for (const auto& [ticket, marked] : items)
        if (expected_.count(std::stoll(ticket)) == 0)
            out.push_back(fmt::format("work item {} is of ticket {}, which nobody made",
                                      marked.front().item.id, ticket));
    for (const auto& [ticket, link] : links)
        if (items.count(ticket) == 0)
            out.push_back(
                fmt::format("ticket {}: the linked work item {} is not there", ticket, link.work_item));
    std::set<std::string> parked;
    for (const auto& row : tenant().store.parked(tenant().record.id)) parked.insert(row.ticket_id);
    for (const auto& [id, expected] : expected_)
        if (expected.end == End::set_aside && parked.count(std::to_string(id)) == 0)
            out.push_back(fmt::format("ticket {}: is not set aside", id));
    for (const auto& intent : tenant().store.intents(tenant().record.id))
        if (parked.count(intent.ticket_id) == 0)
            out.push_back(fmt::format("ticket {}: an intent is left", intent.ticket_id));
    SqliteLinkStore beside(state());
    for (const auto& problem : beside.check()) out.push_back("state file: " + problem);
    for (const auto& request : traffic.too_early) out.push_back("before its time: " + request);
    return out;
}

std::vector<std::string> TwoSides::complaints_of_more_runs(int count, bool with_backfill) {
    const auto items = work.counters();
    const auto writes = desk.counters().writes;
    if (with_backfill) backfill();
    cycles(count);
    const auto after = work.counters();
    Complaints out;
    if (after.items_created != items.items_created) out.emplace_back("more runs made work items");
    if (after.revisions != items.revisions) out.emplace_back("more runs changed work items");
    if (desk.counters().writes != writes) out.emplace_back("more runs wrote to tickets");
    const bool any_parked = !tenant().store.parked(tenant().record.id).empty();
    if (!any_parked && after.writes != items.writes) out.emplace_back("more runs asked for writes");
    return out;
}

}  // namespace deskbridge::workbench
