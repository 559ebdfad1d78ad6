#include "adapters/azure_devops/comment_edit.h"

#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/verdict.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

std::string path_of(const std::string& project, WorkItemId item, std::int64_t comment) {
    const auto root = project.empty() ? std::string() : "/" + url_encode(project);
    return fmt::format("{}/_apis/wit/workItems/{}/comments/{}", root, item, comment);
}

SyncError of_the_comment(Trouble trouble, const std::string& doing, std::string_view why, std::string hint) {
    return SyncError(Reach::item, trouble, fmt::format("Azure DevOps: cannot {}: {}", doing, why),
                     std::move(hint));
}

SyncError no_such_way(const std::string& doing) {
    return of_the_comment(Trouble::forbidden, doing, "comments cannot be edited there",
                          "Azure DevOps Server 2019.1 or later is needed; the comment stays as it is.");
}

SyncError not_ours(const std::string& doing, const HttpResponse& answer) {
    const auto told = read_server_error(answer).message;
    const auto why = fmt::format("the account may not change this comment (HTTP {}{}{})", answer.status,
                                 told.empty() ? "" : ", ", told);
    return of_the_comment(Trouble::forbidden, doing, why,
                          "Only its author may: sign in as the account that wrote it, or change it by hand.");
}

SyncError gone(const std::string& doing) {
    return of_the_comment(Trouble::data, doing, "the comment is gone",
                          "Somebody deleted it there; nothing needs to be done.");
}

bool is_about_a_project(const ServerError& error) {
    return error.is("TF200016") || error.is("VS800075") || error.is("ProjectDoesNotExist");
}

bool hides_the_item(const ServerError& error) {
    return error.is("TF401232") || error.is("WorkItemUnauthorizedAccess") || error.is("WorkItemNotFound");
}

/// An address that nobody knows is told in plain text or without a word.
bool knows_no_resource(const HttpResponse& answer, const ServerError& error) {
    if (answer.status == 405 || answer.status == 501) return true;
    if (answer.status == 400) return error.is("VssVersion") || error.is("VssInvalidPreviewVersion");
    return answer.status == 404 && !answer.is_json();
}

/// A deletion is answered without content.
bool is_done(const HttpResponse& answer) {
    const bool empty = answer.body.find_first_not_of(" \r\n") == std::string::npos;
    return is_json_answer(answer) || (is_success(answer.status) && empty);
}

/// Refusals and failures that another comment would not have met.
bool is_about_the_comment(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 404:
        case 409:
        case 412:
        case 413:
        case 422:
        case 500: return true;
        default: return false;
    }
}

std::string json_text(const Html& text) {
    json::Writer out;
    out.object().member("text", text.markup).end();
    return out.take();
}

}  // namespace

WriteOutcome CommentEditing::outcome_of(const HttpResponse& answer, const std::string& doing,
                                        bool gone_is_done) const {
    if (is_done(answer)) return {};
    const auto error = read_server_error(answer);
    if (error.is("TF400733")) throw error_of(answer, doing);
    if (knows_no_resource(answer, error)) return {no_such_way(doing)};
    if (answer.status == 403) return {not_ours(doing, answer)};
    const bool is_gone = answer.status == 404 && !is_about_a_project(error) && !hides_the_item(error);
    if (is_gone && gone_is_done) return {};
    if (is_gone) return {gone(doing)};
    if (is_about_the_comment(answer)) return {error_of(answer, doing, Reach::item)};
    throw error_of(answer, doing);
}

WriteOutcome CommentEditing::edit(const CommentEdit& edit) {
    const auto doing = fmt::format("edit comment {} of work item {}", edit.comment, edit.item);
    if (!client_.may_have(resource::comments)) return {no_such_way(doing)};
    const auto answer = client_.send(
        {"PATCH", resource::comments, path_of(edit.project, edit.item, edit.comment), json_text(edit.text)});
    auto outcome = outcome_of(answer, doing, false);
    if (!outcome.error) return outcome;
    // the service likes to quote what it refuses
    Record words;
    words["text"] = edit.text;
    SyncError told(outcome.error->reach, outcome.error->trouble, without_values(outcome.error->what(), words),
                   outcome.error->hint);
    return {told.with(outcome.error->fate)};
}

WriteOutcome CommentEditing::remove(const std::string& project, WorkItemId item, std::int64_t comment) {
    const auto doing = fmt::format("delete comment {} of work item {}", comment, item);
    if (!client_.may_have(resource::comments)) return {no_such_way(doing)};
    return outcome_of(client_.send({"DELETE", resource::comments, path_of(project, item, comment)}), doing,
                      true);
}

}  // namespace deskbridge::azure_devops
