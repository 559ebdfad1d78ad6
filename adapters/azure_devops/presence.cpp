#include "adapters/azure_devops/presence.h"

#include "adapters/azure_devops/verdict.h"
#include "adapters/azure_devops/wire.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr std::string_view doing = "look into the recycle bin";

/// Not in the bin, no bin, or a bin that the account may not look into.
bool shows_nothing(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 403:
        case 404:
        case 405: return true;
        default: return false;
    }
}

/// A row may say by its `code` that there is no such item in the bin.
bool lies_there(json::View row) {
    return row["code"].missing() || is_success(static_cast<int>(row["code"].integer().value_or(0)));
}

}  // namespace

bool Whereabouts::ask_for_all(std::span<const WorkItemId> ids, std::set<WorkItemId>& found) {
    std::string list;
    for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
    const auto answer = client_.send({"GET", resource::recycle_bin, "/_apis/wit/recyclebin?ids=" + list});
    if (shows_nothing(answer)) return false;
    const auto document = Client::read(answer, doing);
    for (const auto& row : list_of(document.root()))
        if (lies_there(row)) found.insert(row["id"].integer().value_or(0));
    return true;
}

bool Whereabouts::is_in_bin(WorkItemId id) {
    const auto answer =
        client_.send({"GET", resource::recycle_bin, fmt::format("/_apis/wit/recyclebin/{}", id)});
    if (shows_nothing(answer)) return false;
    return Client::read(answer, doing)["id"].integer() == id;
}

std::set<WorkItemId> Whereabouts::in_bin(std::span<const WorkItemId> ids) {
    std::set<WorkItemId> found;
    if (ids.empty() || ask_for_all(ids, found)) return found;
    // one that is not in the bin may hide those that are
    for (const auto id : ids)
        if (is_in_bin(id)) found.insert(id);
    return found;
}

std::vector<ItemPresence> Whereabouts::of(std::span<const WorkItemId> ids) {
    const auto deleted = in_bin(ids);
    std::vector<WorkItemId> rest;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(rest),
                 [&](WorkItemId id) { return deleted.count(id) == 0; });
    std::set<WorkItemId> there;
    for (const auto& item : reading_.read(rest)) there.insert(item.id);
    std::vector<ItemPresence> out;
    for (const auto id : ids) {
        if (deleted.count(id) != 0) {
            out.push_back(ItemPresence::deleted);
        } else {
            out.push_back(there.count(id) != 0 ? ItemPresence::there : ItemPresence::hidden);
        }
    }
    return out;
}

}  // namespace deskbridge::azure_devops
