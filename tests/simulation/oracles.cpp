#include "oracles.h"

#include "decide/discussion.h"
#include "model/mark.h"
#include "store/sqlite_link_store.h"
#include "value_oracle.h"
#include "word_oracle.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace deskbridge::simulation {

namespace {

using workbench::TwoSides;
using Complaints = std::vector<std::string>;

/// One work item for each ticket that is there, one mark and one link for each work item.
void compare_numbers(TwoSides& sides, const std::vector<Link>& links, Complaints& out) {
    std::map<std::string, int> linked;
    std::map<WorkItemId, int> named;
    for (const auto& link : links) {
        ++linked[link.ticket_id];
        ++named[link.work_item];
    }
    std::map<std::string, int> origins;
    for (const auto& item : sides.work.items()) {
        int marks = 0;
        for (const auto& hyperlink : item.links) {
            const auto ticket = sides.tenant().desk.ticket_id_of(hyperlink.url);
            if (hyperlink.rel != "Hyperlink" || !parse_mark(hyperlink.comment) || !ticket) continue;
            ++marks;
            ++origins[*ticket];
        }
        if (marks != 1) out.push_back(fmt::format("work item {} carries {} marks", item.id, marks));
        if (named[item.id] != 1)
            out.push_back(fmt::format("work item {} has {} links", item.id, named[item.id]));
    }
    for (const auto& [ticket, count] : origins)
        if (count != 1) out.push_back(fmt::format("ticket {} has {} work items", ticket, count));
    for (const auto& ticket : sides.desk.tickets()) {
        const bool hidden = ticket.status.rfind("hidden", 0) == 0;
        if (!hidden && linked[std::to_string(ticket.id)] == 0)
            out.push_back(fmt::format("ticket {} has no link", ticket.id));
    }
}

void compare_state(TwoSides& sides, Complaints& out) {
    for (const auto& left : sides.left_over()) out.push_back("left over: " + left);
    SqliteLinkStore beside(sides.state());
    for (const auto& problem : beside.check()) out.push_back("state file: " + problem);
    for (const auto& request : sides.traffic.too_early) out.push_back("before its time: " + request);
}

std::vector<Link> all_links(TwoSides& sides) {
    auto& tenant = sides.tenant();
    return tenant.store.links(tenant.record.id, 0, 1'000'000);
}

/// Of the links both of whose ends are there.
template <class Look>
void for_each_pair(TwoSides& sides, const std::vector<Link>& links, const Look& look) {
    for (const auto& link : links) {
        const auto ticket = sides.desk.ticket(std::stoll(link.ticket_id));
        const auto item = sides.work.item(static_cast<int>(link.work_item));
        if (!ticket || !item || item->deleted || ticket->status.rfind("hidden", 0) == 0) continue;
        look(PairSeen{link, *ticket, *item});
    }
}

}  // namespace

std::vector<std::string> leaks(TwoSides& sides, const World& world, const Chronicle& chronicle) {
    std::string open;
    for (const auto& ticket : sides.desk.tickets())
        for (const auto& message : ticket.messages)
            if (!message.is_note) open += message.html + "\n";
    Complaints out;
    for (const auto& said : chronicle.said) {
        const bool marked = world.comments.from_work == CommentRules::FromWork::marked;
        if (!said.internal && (said.side == Side::desk || marked)) continue;
        auto tokens = said.former;
        tokens.push_back(said.token);
        for (const auto& token : tokens)
            if (open.find(token) != std::string::npos)
                out.push_back(fmt::format("{} is internal and stands where customers read", token));
    }
    return out;
}

std::vector<std::string> complaints_at_rest(TwoSides& sides, const World& world, Chronicle& chronicle) {
    Complaints out = leaks(sides, world, chronicle);
    const auto links = all_links(sides);
    compare_numbers(sides, links, out);
    compare_state(sides, out);
    std::map<std::pair<Side, long long>, Values> agreed;
    for_each_pair(sides, links, [&](const PairSeen& pair) {
        compare_values(sides, world, chronicle, pair, out);
        compare_words(sides, world, chronicle, pair, out);
        agreed[{Side::desk, pair.ticket.id}] = {};
        agreed[{Side::work, pair.item.id}] = {};
    });
    chronicle.close(agreed);
    return out;
}

std::vector<std::string> complaints_beside(TwoSides& sides, const World& world, const Chronicle& chronicle,
                                           int bad_item) {
    Complaints out = leaks(sides, world, chronicle);
    for_each_pair(sides, all_links(sides), [&](const PairSeen& pair) {
        if (pair.item.id == bad_item) return;
        compare_values(sides, world, chronicle, pair, out);
        compare_words(sides, world, chronicle, pair, out);
    });
    return out;
}

}  // namespace deskbridge::simulation
