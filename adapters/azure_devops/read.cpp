#include "adapters/azure_devops/read.h"

#include <algorithm>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t most_ids = 200;
constexpr std::string_view doing = "read work items";

bool hides_an_item(const HttpResponse& answer) {
    if (answer.status != 403 && answer.status != 404) return false;
    const auto error = read_server_error(answer);
    return error.is("TF401232") || error.is("WorkItemUnauthorizedAccess") || error.is("WorkItemNotFound");
}

std::string post_body(std::span<const WorkItemId> ids) {
    json::Writer out;
    out.object().key("ids").array();
    for (const auto id : ids) out.integer(id);
    out.end().member("$expand", "relations").member("errorPolicy", "omit").end();
    return out.take();
}

std::string get_path(std::span<const WorkItemId> ids) {
    std::string list;
    for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
    return "/_apis/wit/workitems?ids=" + list + "&$expand=relations&errorPolicy=omit";
}

}  // namespace

HttpResponse Reading::request(std::span<const WorkItemId> ids) {
    if (has_post_) {
        auto answer = client_.send({"POST", resource::read, "/_apis/wit/workitemsbatch", post_body(ids)});
        const bool no_route = answer.status == 405 || (answer.status == 404 && !hides_an_item(answer));
        if (!no_route) return answer;
        has_post_ = false;
    }
    return client_.send({"GET", resource::list, get_path(ids)});
}

void Reading::read_some(std::span<const WorkItemId> ids, std::vector<WorkItem>& out) {
    if (ids.empty()) return;
    const auto answer = request(ids);
    if (hides_an_item(answer)) {
        // a server that does not omit: one hidden item must not hide the others
        if (ids.size() == 1) return;
        read_some(ids.first(ids.size() / 2), out);
        read_some(ids.subspan(ids.size() / 2), out);
        return;
    }
    const auto document = Client::read(answer, doing);
    for (const auto& row : list_of(document.root())) {
        auto item = read_work_item(row, client_.base(), kinds_);
        if (item.id > 0) out.push_back(std::move(item));
    }
}

std::vector<WorkItem> Reading::read(std::span<const WorkItemId> ids) {
    std::vector<WorkItem> out;
    for (std::size_t begin = 0; begin < ids.size(); begin += most_ids)
        read_some(ids.subspan(begin, std::min(most_ids, ids.size() - begin)), out);
    const auto place = [&](const WorkItem& item) {
        return std::find(ids.begin(), ids.end(), item.id) - ids.begin();
    };
    if (!std::is_sorted(out.begin(), out.end(),
                        [&](const WorkItem& a, const WorkItem& b) { return place(a) < place(b); }))
        std::stable_sort(out.begin(), out.end(),
                         [&](const WorkItem& a, const WorkItem& b) { return place(a) < place(b); });
    return out;
}

}  // namespace deskbridge::azure_devops
