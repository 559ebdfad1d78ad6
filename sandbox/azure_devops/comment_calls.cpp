#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

JsonObject comment_json(const Call& call, const WorkItem& item, const Comment& comment) {
    JsonObject out = new_object();
    out->set("workItemId", item.id);
    out->set("id", comment.id);
    out->set("version", comment.version);
    out->set("text", comment.text);
    out->set("createdBy", person_json(call, comment.created_by));
    out->set("createdDate", time_text(comment.created_ms));
    out->set("modifiedBy", person_json(call, comment.changed_by));
    out->set("modifiedDate", time_text(comment.changed_ms));
    if (comment.deleted) out->set("isDeleted", true);
    if (highest(call.options.level) >= 71) out->set("format", comment.format);
    out->set("url", fmt::format("{}/comments/{}", item_url(call, item), comment.id));
    return out;
}

JsonObject old_comment_json(const Call& call, const WorkItem& item, const Comment& comment) {
    JsonObject row = new_object();
    row->set("revision", comment.revision);
    row->set("text", comment.text);
    row->set("revisedBy", person_json(call, comment.created_by));
    row->set("revisedDate", time_text(comment.created_ms));
    row->set("url", fmt::format("{}/comments/{}", item_url(call, item), comment.revision));
    return row;
}

WorkItem& item_of(const Call& call, const char* name = "workItemId") {
    WorkItem& item = call.state.readable(call.id(name));
    if (call.project != nullptr && item.project != call.project->id) throw item_not_found(item.id);
    return item;
}

std::string text_of_body(const Call& call) {
    const std::string text = text_in(call.body_object(), "text");
    if (text.empty()) throw bad_argument("Parameter name: text. The value must not be empty.");
    return text;
}

// Newest first unless asc was asked for.
std::vector<const Comment*> chosen(const Call& call, const WorkItem& item) {
    const std::string order = call.asked("order");
    std::vector<const Comment*> comments;
    for (const Comment& each : item.comments) {
        if (!each.deleted || call.asked_true("includeDeleted")) comments.push_back(&each);
    }
    if (!same(order, "asc") && order != "1") std::reverse(comments.begin(), comments.end());
    return comments;
}

}  // namespace

Reply list_comments(Call& call) {
    const WorkItem& item = item_of(call);
    const auto comments = chosen(call, item);
    if (!call.part("commentId").empty()) {
        for (const Comment* each : comments) {
            if (each->id == call.id("commentId")) return json_reply(call, comment_json(call, item, *each));
        }
        throw Refusal(404, "WorkItemCommentNotFoundException", "The comment does not exist.");
    }
    const std::size_t most = call.state.switches.comments_page;
    const auto top = static_cast<std::size_t>(call.asked_number("$top", static_cast<long long>(most)));
    const auto begin = static_cast<std::size_t>(call.asked_number("continuationToken", 0));
    const std::size_t end = std::min(comments.size(), begin + std::min(top, most));
    JsonArray rows = new_array();
    for (std::size_t i = begin; i < end; ++i) rows->add(comment_json(call, item, *comments[i]));
    JsonObject out = new_object();
    out->set("totalCount", comments.size());
    out->set("count", rows->size());
    out->set("comments", rows);
    if (end < comments.size()) {
        out->set("nextPage",
                 fmt::format("{}/comments?continuationToken={}&$top={}", item_url(call, item), end, top));
        out->set("continuationToken", std::to_string(end));
    }
    return json_reply(call, out);
}

Reply add_comment(Call& call) {
    call.need_write();
    const std::string format = call.asked("format").empty() ? "html" : lower(call.asked("format"));
    const int id = item_of(call).id;
    const Comment& made = call.state.add_comment(id, text_of_body(call), format, call.person);
    return json_reply(call, comment_json(call, call.state.readable(id), made));
}

Reply change_comment(Call& call) {
    call.need_write();
    const int id = item_of(call).id;
    const Comment& changed =
        call.state.change_comment(id, call.id("commentId"), text_of_body(call), call.person);
    return json_reply(call, comment_json(call, call.state.readable(id), changed));
}

Reply delete_comment(Call& call) {
    call.need_write();
    call.state.remove_comment(item_of(call).id, call.id("commentId"), call.person);
    Reply reply;
    reply.status = 204;
    return reply;
}

// What Server 2019 offers: read only, one entry per revision that carries a comment, oldest first unless
// desc was asked for.
Reply list_old_comments(Call& call) {
    const WorkItem& item = item_of(call, "id");
    std::vector<const Comment*> said;
    const auto from = call.asked_number("fromRevision", 1);
    for (const Comment& each : item.comments) {
        if (call.part("revision") == std::to_string(each.revision)) {
            return json_reply(call, old_comment_json(call, item, each));
        }
        if (!each.deleted && each.revision >= from) said.push_back(&each);
    }
    if (!call.part("revision").empty()) {
        throw Refusal(404, "WorkItemCommentNotFoundException", "The comment does not exist.");
    }
    if (same(call.asked("order"), "desc") || call.asked("order") == "2") {
        std::reverse(said.begin(), said.end());
    }
    const std::size_t most = call.state.switches.comments_page;
    const auto top = static_cast<std::size_t>(call.asked_number("$top", static_cast<long long>(most)));
    JsonArray rows = new_array();
    for (std::size_t i = 0; i < std::min({said.size(), top, most}); ++i) {
        rows->add(old_comment_json(call, item, *said[i]));
    }
    JsonObject out = new_object();
    const auto all = std::count_if(item.comments.begin(), item.comments.end(),
                                   [](const Comment& each) { return !each.deleted; });
    out->set("totalCount", static_cast<Poco::Int64>(all));
    out->set("fromRevisionCount", said.size());
    out->set("count", rows->size());
    out->set("comments", rows);
    return json_reply(call, out);
}

}  // namespace sandbox::azure_devops
