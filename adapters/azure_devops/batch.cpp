#include "adapters/azure_devops/batch.h"

namespace deskbridge::azure_devops {

namespace {

bool is_about_a_project(const ServerError& error) {
    return error.is("TF200016") || error.is("VS800075") || error.is("ProjectDoesNotExist");
}

bool is_about_an_item(const ServerError& error) {
    return error.is("TF401232") || error.is("WorkItemUnauthorizedAccess") || error.is("WorkItemNotFound");
}

}  // namespace

bool is_no_route(const HttpResponse& answer) {
    if (answer.status == 405 || answer.status == 501) return true;
    if (answer.status != 404) return false;
    const auto error = read_server_error(answer);
    return !is_about_a_project(error) && !is_about_an_item(error);
}

bool may_be_an_items_fault(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 409:
        case 412:
        case 413:
        case 422:
        case 500: return !read_server_error(answer).is("TF400733");
        case 404: return !is_no_route(answer);
        default: return false;
    }
}

bool had_no_effect(const SyncError& error) {
    return error.fate == Fate::refused || error.fate == Fate::not_sent;
}

std::string batch_body(std::span<const Part> parts, const std::string& version, bool quiet) {
    const auto query = "?api-version=" + version + (quiet ? "&suppressNotifications=true" : "");
    json::Writer out;
    out.array();
    for (const auto& part : parts) {
        out.object().member("method", "PATCH").member("uri", part.path + query);
        out.key("headers").object().member("Content-Type", std::string(patch_type)).end();
        out.key("body").raw(part.document).end();
    }
    return out.end().take();
}

}  // namespace deskbridge::azure_devops
