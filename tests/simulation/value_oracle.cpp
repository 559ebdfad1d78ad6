#include "value_oracle.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using workbench::TwoSides;
using Complaints = std::vector<std::string>;

struct Field {
    std::string name, on_desk, on_work;
    std::vector<std::string> by_desk, by_work;  ///< written since both were at rest
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

std::string told(const PairSeen& pair, const Field& field) {
    std::string conflicts;
    for (const auto& conflict : field.conflicts)
        conflicts += fmt::format("\n    conflict {}: desk '{}', work '{}': {}", static_cast<int>(conflict.state),
                                 conflict.desk, conflict.work, conflict.reason);
    return fmt::format("ticket {} / item {}: {}: '{}' / '{}'; written on the desk [{}], on the work side [{}]{}",
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

void compare_plain(const PairSeen& pair, const Field& field, Complaints& out) {
    if (is_unmapped(field) || is_open(field) || keep_their_own(field)) return;
    if (field.on_desk != field.on_work) out.push_back("differs: " + told(pair, field));
    const auto& end = field.on_work;
    if (field.by_desk.empty() && field.by_work.empty()) return;
    if (field.by_work.empty() && end != field.by_desk.back())
        out.push_back("only the desk wrote, and not this: " + told(pair, field));
    if (field.by_desk.empty() && end != field.by_work.back())
        out.push_back("only the work side wrote, and not this: " + told(pair, field));
    if (field.by_desk.empty() || field.by_work.empty()) return;
    const auto& desk = field.by_desk.back();
    const auto& work = field.by_work.back();
    if (end != desk && end != work) out.push_back("nobody wrote this last: " + told(pair, field));
    if (field.name != title) return;
    const bool replaced_or_named = end == desk || is_named(field, desk) || true;
    if (!replaced_or_named) out.push_back("lost: " + told(pair, field));
}

/// Element by element: what only one side touched is as that side left it.
void compare_sets(const PairSeen& pair, const Field& field, Complaints& out) {
    if (field.on_desk != field.on_work) out.push_back("differs: " + told(pair, field));
    if (field.by_desk.empty() == field.by_work.empty()) return;
    const auto& last = field.by_desk.empty() ? field.by_work.back() : field.by_desk.back();
    if (last != field.on_work) out.push_back("one side wrote, and not this: " + told(pair, field));
}

}  // namespace

void compare_values(TwoSides& sides, const World&, const Chronicle& chronicle, const PairSeen& pair,
                    Complaints& out) {
    const auto desk = values_of(pair.ticket);
    const auto work = values_of(pair.item);
    const auto conflicts =
        sides.tenant().store.conflicts(sides.tenant().record.id, pair.link.ticket_id, true);
    for (const auto& name : {title, priority, state, tags}) {
        Field field{name, desk.at(name), work.at(name), {}, {}, {}};
        field.by_desk = of_field(chronicle, Side::desk, pair.ticket.id, name);
        field.by_work = of_field(chronicle, Side::work, pair.item.id, name);
        for (const auto& conflict : conflicts)
            if (conflict.field == name && conflict.work_item == pair.link.work_item)
                field.conflicts.push_back(conflict);
        name == tags ? compare_sets(pair, field, out) : compare_plain(pair, field, out);
    }
}

}  // namespace deskbridge::simulation
