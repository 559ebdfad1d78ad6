#include "adapters/azure_devops/query.h"

#include "adapters/azure_devops/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace deskbridge::azure_devops {

namespace {

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

/// A day earlier than the time, because a date alone is read in the account's own time zone.
std::string day_before(Time time) {
    return iso8601(time - std::chrono::hours(24)).substr(0, 10);
}

HttpResponse send(Client& client, const Query& query, bool with_times) {
    const auto root = query.project.empty() ? std::string() : "/" + url_encode(query.project);
    const auto path =
        fmt::format("{}/_apis/wit/wiql?{}$top={}", root, with_times ? "timePrecision=true&" : "", query.top);
    json::Writer body;
    body.object().member("query", wiql_of(query, with_times)).end();
    return client.send({"POST", resource::wiql, path, body.take()});
}

bool is_about_size(const HttpResponse& answer) {
    const auto error = read_server_error(answer);
    return error.is("VS402337") || error.is("VS402335") || error.is("VS402490") || error.is("VS402491");
}

}  // namespace

std::string wiql_of(const Query& query, bool with_times) {
    std::vector<std::string> terms;
    if (!query.project.empty()) terms.push_back("[System.TeamProject] = " + quoted(query.project));
    if (query.after > 0) terms.push_back(fmt::format("[System.Id] > {}", query.after));
    for (const auto& [field, since] :
         {std::pair{"System.CreatedDate", query.created_since}, {"System.ChangedDate", query.changed_since}})
        if (since)
            terms.push_back(
                fmt::format("[{}] >= '{}'", field, with_times ? iso8601(*since) : day_before(*since)));
    const auto text = fmt::format("SELECT [System.Id] FROM WorkItems WHERE {}", fmt::join(terms, " AND "));
    return text + (query.newest_first ? " ORDER BY [System.Id] DESC" : " ORDER BY [System.Id]");
}

std::vector<WorkItemId> query_ids(Client& client, const Query& query) {
    const auto doing = query.project.empty() ? std::string("query the work items")
                                             : fmt::format("query the work items of \"{}\"", query.project);
    const bool with_times = query.created_since || query.changed_since;
    auto answer = send(client, query, with_times);
    if (with_times && answer.status == 400 && !is_about_size(answer)) answer = send(client, query, false);
    auto ids = read_ids(Client::read(answer, doing)["workItems"].items());
    if (query.newest_first) {
        std::sort(ids.rbegin(), ids.rend());
    } else {
        std::sort(ids.begin(), ids.end());
    }
    if (ids.size() > static_cast<std::size_t>(query.top)) ids.resize(static_cast<std::size_t>(query.top));
    return ids;
}

}  // namespace deskbridge::azure_devops
