#include "adapters/request_tracker/query.h"

#include "model/process.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskbridge::request_tracker {

namespace {

/// The column of RT for a key of find; empty when it is none.
std::string column_of(Lookups& lookups, const std::string& key) {
    if (key == "department") return "Queue";
    if (key == "status") return "Status";
    if (key == "labels") return "'CF.{" + lookups.settings().labels_field + "}'";
    return {};
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string sql_time(Time time) {
    auto text = iso8601(std::chrono::floor<std::chrono::seconds>(time));
    text[10] = ' ';
    text.resize(19);
    return text;
}

std::string any_of_ids(const char* column, std::span<const std::string> ids) {
    std::string out = "(";
    for (const auto& id : ids) out += fmt::format("{}{} = {}", out.size() > 1 ? " OR " : "", column, id);
    return out + ")";
}

/// A search for a custom field or a queue that is not there finds nothing without a word, so those are left
/// to the mapping's `select`.
std::string narrowed(Lookups& lookups, const Find& find) {
    std::string out;
    for (const auto& [key, values] : find) {
        const auto column = column_of(lookups, key);
        const bool known =
            key != "labels" || lookups.custom_field_named(lookups.settings().labels_field) != nullptr;
        if (column.empty() || values.empty() || !known) continue;
        std::string any;
        for (const auto& value : values)
            if (key != "department" || lookups.queue_named(value) != nullptr)
                any += fmt::format("{}{} = {}", any.empty() ? "" : " OR ", column, quoted(value));
        if (!any.empty()) out += " AND (" + any + ")";
    }
    return out;
}

std::vector<std::string> find_doubts(Lookups& lookups, const Find& find) {
    std::vector<std::string> out;
    for (const auto& [key, values] : find) {
        if (column_of(lookups, key).empty())
            out.push_back(
                fmt::format("find: Request Tracker does not list by '{}'; it can list by "
                            "department, labels, status",
                            key));
        if (key != "department") continue;
        std::vector<std::string> names;
        for (const auto& queue : lookups.queues()) names.push_back(queue.name);
        for (const auto& value : values) {
            if (lookups.queue_named(value) != nullptr) continue;
            const auto near = nearest_name(value, names);
            out.push_back(fmt::format("find: there is no queue '{}' that the account sees{}", value,
                                      near.empty() ? fmt::format("; there are: {}", fmt::join(names, ", "))
                                                   : fmt::format("; did you mean '{}'?", near)));
        }
    }
    return out;
}

}  // namespace deskbridge::request_tracker
