#include "adapters/azure_devops/read.h"

#include "adapters/azure_devops/rules.h"

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

/// A text may be rich text, a time or a person's name: only its kind tells.
bool has_unknown_text(json::View row, const Kinds& kinds) {
    const auto fields = row["fields"].members();
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
        return field.second.is_text() && kind_in(kinds, field.first) == FieldKind::other;
    });
}

}  // namespace

void Reading::learn_kinds(const std::vector<json::View>& rows) {
    if (asked_for_fields_ || !kinds_.empty()) return;
    if (std::none_of(rows.begin(), rows.end(), [&](json::View row) { return has_unknown_text(row, kinds_); }))
        return;
    const auto answer = client_.send({"GET", resource::fields, "/_apis/wit/fields"});
    asked_for_fields_ = true;
    if (answer.status == 403 || answer.status == 404) return;
    kinds_ = read_catalogue(Client::read(answer, "read the fields").root()).kinds;
}

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
    const auto rows = list_of(document.root());
    learn_kinds(rows);
    for (const auto& row : rows) {
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
