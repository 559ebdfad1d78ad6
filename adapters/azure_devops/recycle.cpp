#include "adapters/azure_devops/recycle.h"

#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/verdict.h"

#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

std::string path_of(const std::string& project, WorkItemId item) {
    const auto root = project.empty() ? std::string() : "/" + url_encode(project);
    return fmt::format("{}/_apis/wit/workitems/{}", root, item);
}

/// A deletion is answered with what lies in the bin then, or without content.
bool is_done(const HttpResponse& answer) {
    const bool empty = answer.body.find_first_not_of(" \r\n") == std::string::npos;
    return is_json_answer(answer) || (is_success(answer.status) && empty);
}

/// To delete work items is a right of its own in each project.
SyncError not_allowed(const HttpResponse& answer, const std::string& doing) {
    auto error = error_of(answer, doing, Reach::item);
    error.hint = "Give the account the permission \"Delete and restore work items\" in the project.";
    return error;
}

bool is_about_the_item(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 404:
        case 409:
        case 412:
        case 422:
        case 500: return true;
        default: return false;
    }
}

}  // namespace

WriteOutcome Recycling::recycle(const std::string& project, WorkItemId item) {
    const auto doing = fmt::format("move work item {} to the recycle bin", item);
    const auto answer = client_.send({"DELETE", resource::list, path_of(project, item)});
    if (is_done(answer)) return {};
    if (answer.status == 403 && !read_server_error(answer).is("TF400733"))
        return {not_allowed(answer, doing)};
    const std::vector<WorkItemId> ids{item};
    if (answer.status == 404 && whereabouts_.of(ids).front() == ItemPresence::deleted) return {};
    if (is_about_the_item(answer)) return {error_of(answer, doing, Reach::item)};
    throw error_of(answer, doing);
}

}  // namespace deskbridge::azure_devops
