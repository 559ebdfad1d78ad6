#include "adapters/deskpro/find.h"

#include "model/process.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace deskbridge::deskpro {

namespace {

/// Deskpro's parameter for a key, and the list that knows the names.
struct Narrowing {
    const char* key;
    const char* parameter;
    const char* list;  ///< null: values are taken as they are
};
constexpr Narrowing narrowings[] = {{"labels", "labels[]", nullptr},
                                    {"status", "status", "ticket_statuses"},
                                    {"department", "department", "ticket_departments"},
                                    {"language", "language", "languages"},
                                    {"filter", "filter", "ticket_filters"}};

const Narrowing* narrowing_of(std::string_view key) {
    const auto* found = std::find_if(std::begin(narrowings), std::end(narrowings),
                                     [&](const auto& n) { return n.key == key; });
    return found == std::end(narrowings) ? nullptr : found;
}

/// The value as the parameter takes it; nothing when the desk does not have it.
std::optional<std::string> value_for(Lookups& lookups, const Narrowing& narrowing,
                                     const std::string& wanted) {
    if (narrowing.list == nullptr) return wanted;
    // These have been there from the first version on.
    for (const auto* code : {"awaiting_agent", "awaiting_user", "pending", "resolved", "archived"})
        if (std::string_view(narrowing.key) == "status" && wanted == code) return wanted;
    return lookups.id_of(narrowing.list, wanted);
}

}  // namespace

Query narrowed(Lookups& lookups, const Find& find) {
    Query query;
    for (const auto& [key, values] : find) {
        const auto* narrowing = narrowing_of(key);
        // Of several labels one instance may want any, another all of them.
        if (narrowing == nullptr || values.size() != 1) continue;
        if (const auto value = value_for(lookups, *narrowing, values.front()))
            query.emplace_back(narrowing->parameter, *value);
    }
    return query;
}

std::vector<std::string> find_doubts(Lookups& lookups, const Find& find) {
    std::vector<std::string> out;
    std::vector<std::string> keys;
    for (const auto& narrowing : narrowings) keys.emplace_back(narrowing.key);
    for (const auto& [key, values] : find) {
        const auto* narrowing = narrowing_of(key);
        if (narrowing == nullptr) {
            out.push_back(fmt::format("find: Deskpro does not list by '{}'; it can list by {}", key,
                                      fmt::join(keys, ", ")));
            continue;
        }
        if (narrowing->list == nullptr) continue;
        const auto titles = lookups.titles(narrowing->list);
        for (const auto& value : values) {
            if (titles.empty() || value_for(lookups, *narrowing, value)) continue;
            const auto near = nearest_name(value, titles);
            out.push_back(fmt::format("find: there is no {} '{}'{}", key, value,
                                      near.empty() ? fmt::format("; there are: {}", fmt::join(titles, ", "))
                                                   : fmt::format("; did you mean '{}'?", near)));
        }
    }
    return out;
}

}  // namespace deskbridge::deskpro
