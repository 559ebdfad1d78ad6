#include "adapters/azure_devops/find.h"

#include "adapters/azure_devops/card.h"
#include "adapters/azure_devops/query.h"
#include "model/mark.h"

#include <algorithm>
#include <map>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t most_addresses = 200;
constexpr int page = 10'000;

/// The Date header has whole seconds, and the clock of the database may be another.
constexpr auto slack = std::chrono::minutes(5);

bool holds(const WorkItem& item, const std::string& url) {
    return std::any_of(item.hyperlinks.begin(), item.hyperlinks.end(),
                       [&](const Hyperlink& link) { return same_address(link.url, url); });
}

/// Marks count too: a server may have rewritten the address.
bool is_of_interest(const WorkItem& item, std::span<const Trace> traces) {
    const bool marked =
        std::any_of(item.hyperlinks.begin(), item.hyperlinks.end(),
                    [](const Hyperlink& link) { return parse_mark(link.comment).has_value(); });
    return marked || std::any_of(traces.begin(), traces.end(),
                                 [&](const Trace& trace) { return holds(item, trace.ticket_url); });
}

std::string addresses_body(std::span<const Trace> traces) {
    json::Writer out;
    out.object().key("artifactUris").array();
    for (const auto& trace : traces) out.text(trace.ticket_url);
    out.end().end();
    return out.take();
}

}  // namespace

bool Search::ask(std::span<const Trace> traces, const std::string& root, std::set<WorkItemId>& found) {
    const auto answer = client_.send(
        {"POST", resource::artifacts, root + "/_apis/wit/artifacturiquery", addresses_body(traces)});
    if (answer.status == 400 || answer.status == 404 || answer.status == 405 || answer.status == 501)
        return false;
    const auto document = Client::read(answer, "look for tickets' addresses");
    for (const auto& [url, rows] : document["artifactUrisQueryResult"].members())
        for (const auto id : read_ids(rows.items())) found.insert(id);
    return true;
}

std::set<WorkItemId> Search::by_address(std::span<const Trace> traces) {
    std::set<WorkItemId> found;
    for (std::size_t begin = 0; route_ == Route::collection && begin < traces.size();
         begin += most_addresses) {
        const auto some = traces.subspan(begin, std::min(most_addresses, traces.size() - begin));
        if (!ask(some, {}, found)) route_ = Route::project;
    }
    if (route_ != Route::project) return found;
    std::map<std::string, std::vector<Trace>> projects;
    for (const auto& trace : traces)
        if (!trace.project.empty()) projects[trace.project].push_back(trace);
    for (const auto& [project, own] : projects)
        for (std::size_t begin = 0; route_ == Route::project && begin < own.size(); begin += most_addresses) {
            const auto some = std::span(own).subspan(begin, std::min(most_addresses, own.size() - begin));
            if (!ask(some, "/" + url_encode(project), found)) route_ = Route::none;
        }
    return found;
}

void Search::by_date(const std::string& project, Time since, std::vector<WorkItem>& found) {
    Query query{project, 0, {}, false, page};
    // without a time of the server's own there is no window
    if (since.time_since_epoch().count() > 0) query.created_since = since - slack;
    while (true) {
        // until nothing comes: a server may cap a page without a word
        const auto ids = query_ids(client_, query);
        if (ids.empty()) return;
        auto items = reading_.read(ids);
        std::move(items.begin(), items.end(), std::back_inserter(found));
        query.after = ids.back();
    }
}

std::vector<WorkItem> Search::find(std::span<const Trace> traces) {
    const auto ids = by_address(traces);
    const std::vector<WorkItemId> list(ids.begin(), ids.end());
    auto found = reading_.read(list);
    std::map<std::string, Time> windows;
    for (const auto& trace : traces) {
        if (trace.project.empty()) continue;
        const bool seen = std::any_of(found.begin(), found.end(),
                                      [&](const WorkItem& item) { return holds(item, trace.ticket_url); });
        if (seen) continue;
        const auto [at, fresh] = windows.emplace(trace.project, trace.since);
        if (!fresh) at->second = std::min(at->second, trace.since);
    }
    for (const auto& [project, since] : windows) by_date(project, since, found);
    std::erase_if(found, [&](const WorkItem& item) { return !is_of_interest(item, traces); });
    std::sort(found.begin(), found.end(), [](const WorkItem& a, const WorkItem& b) { return a.id < b.id; });
    const auto same = [](const WorkItem& a, const WorkItem& b) { return a.id == b.id; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    return found;
}

}  // namespace deskbridge::azure_devops
