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

bool is_filter(const Narrowing& narrowing) {
    return std::string_view(narrowing.key) == "filter";
}

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// No mapping's `select` can say what a saved filter says, so without it far too much would be listed.
std::string filter_id(Lookups& lookups, const Narrowing& narrowing, const std::vector<std::string>& wanted) {
    const auto id = wanted.size() == 1 ? lookups.id_of(narrowing.list, wanted.front()) : std::nullopt;
    if (id) return *id;
    // The key may list by a filter without seeing the list of them.
    if (wanted.size() == 1 && is_number(wanted.front()) && lookups.titles(narrowing.list).empty())
        return wanted.front();
    throw SyncError(Reach::side, Trouble::configuration,
                    wanted.size() == 1 ? fmt::format("Deskpro has no ticket filter '{}'", wanted.front())
                                       : "Deskpro lists by one ticket filter at a time",
                    "name one saved filter that the key's agent sees in the mapping's find, by id or title");
}

}  // namespace

Query narrowed(Lookups& lookups, const Find& find) {
    Query query;
    for (const auto& [key, values] : find) {
        const auto* narrowing = narrowing_of(key);
        if (narrowing != nullptr && is_filter(*narrowing)) {
            query.emplace_back(narrowing->parameter, filter_id(lookups, *narrowing, values));
            continue;
        }
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
        if (is_filter(*narrowing) && values.size() != 1)
            out.push_back("find: Deskpro lists by one filter at a time");
        for (const auto& value : values) {
            if (titles.empty() || value_for(lookups, *narrowing, value)) continue;
            const auto near = nearest_name(value, titles);
            out.push_back(fmt::format("find: there is no {} '{}' that the key's agent sees{}", key, value,
                                      near.empty() ? fmt::format("; there are: {}", fmt::join(titles, ", "))
                                                   : fmt::format("; did you mean '{}'?", near)));
        }
    }
    return out;
}

std::vector<std::string> unseen_departments(Client& client, Lookups& lookups, const Find& find) {
    std::vector<std::string> out;
    const auto wanted = find.find("department");
    if (wanted == find.end()) return out;
    for (const auto& name : wanted->second) {
        const auto id = lookups.id_of("ticket_departments", name);
        if (!id) continue;
        const auto page = client.get("/tickets", {{"department", *id}, {"count", "1"}, {"page", "1"}},
                                     "look for tickets of a department");
        if (rows(page["data"]).empty())
            out.push_back(fmt::format(
                "find: Deskpro shows no ticket in department '{}'; may the key's agent see it?", name));
    }
    return out;
}

}  // namespace deskbridge::deskpro
