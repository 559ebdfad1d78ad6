#include "value_oracle.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using workbench::TwoSides;
using Complaints = std::vector<std::string>;

struct Field {
    std::string name, on_desk, on_work;
    std::vector<std::string> by_desk, by_work;         ///< written since both were at rest
    std::set<std::string> seen_by_desk, seen_by_work;  ///< what it was before something was written there
    std::vector<Conflict> conflicts;
};

std::vector<std::string> of_field(const Chronicle& chronicle, Side side, long long holder,
                                  const std::string& field) {
    std::vector<std::string> values;
    const auto found = chronicle.written.find({side, holder});
    if (found == chronicle.written.end()) return values;
    for (const auto& written : found->second)
        if (written.field == field) values.push_back(written.value);
    return values;
}

std::set<std::string> seen_values(const Chronicle& chronicle, Side side, long long holder,
                                  const std::string& field) {
    const auto found = chronicle.seen.find({side, holder});
    if (found == chronicle.seen.end()) return {};
    const auto values = found->second.find(field);
    return values == found->second.end() ? std::set<std::string>() : values->second;
}

std::string told(const PairSeen& pair, const Field& field) {
    std::string conflicts;
    for (const auto& conflict : field.conflicts)
        conflicts +=
            fmt::format("\n    conflict {}: desk '{}', work '{}': {}", static_cast<int>(conflict.state),
                        conflict.desk, conflict.work, conflict.reason);
    return fmt::format(
        "ticket {} / item {}: {}: '{}' / '{}'; written on the desk [{}], on the work side [{}]{}",
        pair.ticket.id, pair.item.id, field.name, field.on_desk, field.on_work,
        fmt::join(field.by_desk, ", "), fmt::join(field.by_work, ", "), conflicts);
}

bool is_named(const Field& field, const std::string& value) {
    return std::any_of(field.conflicts.begin(), field.conflicts.end(), [&](const Conflict& conflict) {
        return conflict.desk == value || conflict.work == value;
    });
}

/// States that the mapping has no word for leave the other side as it is.
bool is_unmapped(const Field& field) {
    return field.name == state && (field.on_work == "Resolved" || field.on_desk.empty());
}

bool is_open(const Field& field) {
    return std::any_of(field.conflicts.begin(), field.conflicts.end(), [&](const Conflict& conflict) {
        return conflict.state == Conflict::State::open && conflict.desk == field.on_desk &&
               conflict.work == field.on_work;
    });
}

bool keep_their_own(const Field& field) {
    return std::any_of(field.conflicts.begin(), field.conflicts.end(), [](const Conflict& conflict) {
        return conflict.reason.find("keep their own") != std::string::npos;
    });
}

/// What lost is named, unless it had reached the other side before that side wrote.
void compare_loser(const PairSeen& pair, const Field& field, Complaints& out) {
    const auto& desk = field.by_desk.back();
    const auto& work = field.by_work.back();
    if (field.on_work != desk && field.on_work != work)
        return out.push_back("nobody wrote this last: " + told(pair, field));
    // a state without a word on the desk was never a claim on it
    if (field.name == state && work == "Resolved") return;
    const bool desk_lost = desk != field.on_work && field.seen_by_work.count(desk) == 0;
    const bool work_lost = work != field.on_work && field.seen_by_desk.count(work) == 0;
    if ((desk_lost && !is_named(field, desk)) || (work_lost && !is_named(field, work)))
        out.push_back("lost, and no conflict names it: " + told(pair, field));
}

void compare_plain(const Chronicle& chronicle, const PairSeen& pair, const Field& field, Complaints& out) {
    if (is_unmapped(field) || is_open(field) || keep_their_own(field)) return;
    if (field.on_desk != field.on_work) out.push_back("differs: " + told(pair, field));
    const auto& end = field.on_work;
    if (chronicle.power_was_cut || chronicle.run_over.count(pair.ticket.id) != 0 ||
        (field.by_desk.empty() && field.by_work.empty()))
        return;
    if (field.by_work.empty() && end != field.by_desk.back())
        return out.push_back("only the desk wrote, and not this: " + told(pair, field));
    if (field.by_desk.empty() && end != field.by_work.back())
        return out.push_back("only the work side wrote, and not this: " + told(pair, field));
    if (!field.by_desk.empty() && !field.by_work.empty()) compare_loser(pair, field, out);
}

/// What flows one way is as the ruling side has it once that side wrote; enforced: always.
void compare_one_way(const Chronicle& chronicle, const PairSeen& pair, const Field& field, const World& world,
                     Complaints& out) {
    if (chronicle.power_was_cut || chronicle.run_over.count(pair.ticket.id) != 0) return;
    // what an item begins with is the process's own, and does not go to the ticket
    if (chronicle.rested.count({Side::desk, pair.ticket.id}) == 0) return;
    const bool to_work = world.priority == Flow::to_work;
    const auto& ruler = to_work ? field.by_desk : field.by_work;
    const auto& other = to_work ? field.by_work : field.by_desk;
    // what it was before is no change that anybody could see
    const auto& before = to_work ? field.seen_by_desk : field.seen_by_work;
    const auto& others_before = to_work ? field.seen_by_work : field.seen_by_desk;
    if (!world.enforce && !ruler.empty() && before.count(ruler.back()) != 0) return;
    if (ruler.empty() && !other.empty() && others_before.count(other.back()) != 0) return;
    const bool written = !ruler.empty() || !other.empty();
    const bool has_to = (world.enforce && written) || (!ruler.empty() && other.empty());
    if (has_to && field.on_desk != field.on_work) out.push_back("differs: " + told(pair, field));
    if (!ruler.empty() && (to_work ? field.on_desk : field.on_work) != ruler.back())
        out.push_back("the ruling side was written: " + told(pair, field));
}

/// Element by element: what only one side touched is as that side left it.
void compare_sets(const Chronicle& chronicle, const PairSeen& pair, const Field& field, Complaints& out) {
    if (field.on_desk != field.on_work) out.push_back("differs: " + told(pair, field));
    if (chronicle.power_was_cut || chronicle.run_over.count(pair.ticket.id) != 0 ||
        field.by_desk.empty() == field.by_work.empty())
        return;
    const auto& last = field.by_desk.empty() ? field.by_work.back() : field.by_desk.back();
    if (last != field.on_work) out.push_back("one side wrote, and not this: " + told(pair, field));
}

}  // namespace

void compare_values(TwoSides& sides, const World& world, const Chronicle& chronicle, const PairSeen& pair,
                    Complaints& out) {
    const auto desk = values_of(pair.ticket);
    const auto work = values_of(pair.item);
    const auto conflicts =
        sides.tenant().store.conflicts(sides.tenant().record.id, pair.link.ticket_id, true);
    for (const auto& name : {title, priority, state, tags}) {
        Field field{name, desk.at(name), work.at(name), {}, {}, {}, {}, {}};
        field.seen_by_desk = seen_values(chronicle, Side::desk, pair.ticket.id, name);
        field.seen_by_work = seen_values(chronicle, Side::work, pair.item.id, name);
        field.by_desk = of_field(chronicle, Side::desk, pair.ticket.id, name);
        field.by_work = of_field(chronicle, Side::work, pair.item.id, name);
        for (const auto& conflict : conflicts)
            if (conflict.field == name && conflict.work_item == pair.link.work_item)
                field.conflicts.push_back(conflict);
        if (name == tags)
            compare_sets(chronicle, pair, field, out);
        else if (name == priority && world.priority != Flow::both)
            compare_one_way(chronicle, pair, field, world, out);
        else
            compare_plain(chronicle, pair, field, out);
    }
}

}  // namespace deskbridge::simulation
