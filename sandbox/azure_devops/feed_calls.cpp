#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

// What a reader of the revision feed wants, from the address and, for POST, from the body.
struct FeedRequest {
    std::vector<std::string> fields;
    std::vector<std::string> types;
    bool deleted = false;
    bool people_as_objects = false;
    bool latest_only = false;
    bool long_text = false;
    long long after = 0;
    long long since_ms = 0;
    std::size_t page = 200;
};

bool flag(const Call& call, const JsonObject& body, const char* name) {
    return call.asked_true(name) || same(text_in(body, name), "true");
}

std::vector<std::string> list(const Call& call, const JsonObject& body, const char* name) {
    std::vector<std::string> words = comma_list(call.asked(name));
    if (const auto values = as_array(body->get(name))) {
        for (const Json& each : *values) words.push_back(each.convert<std::string>());
    }
    return words;
}

FeedRequest read_request(const Call& call) {
    const JsonObject body = call.request.method == "POST" ? call.body_object() : new_object();
    FeedRequest wanted;
    wanted.fields = known_fields(call, list(call, body, "fields"));
    wanted.types = list(call, body, "types");
    wanted.deleted = flag(call, body, "includeDeleted");
    wanted.people_as_objects = flag(call, body, "includeIdentityRef");
    wanted.latest_only = flag(call, body, "includeLatestOnly");
    const std::string expand = lower(call.asked("$expand"));
    wanted.long_text = expand == "fields" || expand == "1";
    const auto most = static_cast<long long>(call.state.switches.feed_page);
    wanted.page = static_cast<std::size_t>(std::clamp(call.asked_number("$maxPageSize", most), 1LL, most));
    const std::string token = call.asked("continuationToken"), start = call.asked("startDateTime");
    if (!token.empty() && !start.empty()) {
        throw bad_argument("startDateTime and continuationToken cannot be used together.");
    }
    wanted.after = std::strtoll(token.c_str(), nullptr, 10);
    if (!start.empty()) {
        const ParsedTime time = parse_time(start);
        if (!time.valid) throw bad_argument("The value of startDateTime is not a valid date.");
        wanted.since_ms = time.ms;
    }
    return wanted;
}

bool is_wanted(const Call& call, const FeedRequest& wanted, const WorkItem& item, std::size_t index) {
    const Revision& revision = item.revisions[index];
    const auto& fields = revision.fields;
    const Switches& switches = call.state.switches;
    if (switches.unreadable_ids.count(item.id) != 0 || switches.feed_late_ids.count(item.id) != 0) {
        return false;
    }
    if (item.deleted && !wanted.deleted) return false;
    if (revision.changed_ms < wanted.since_ms) return false;
    if (wanted.latest_only && index + 1 != item.revisions.size()) return false;
    if (call.project != nullptr && text_of(fields, "System.TeamProject") != call.project->name) return false;
    return wanted.types.empty() ||
           std::any_of(wanted.types.begin(), wanted.types.end(), [&](const std::string& type) {
               return same(type, text_of(fields, "System.WorkItemType"));
           });
}

JsonObject entry_json(const Call& call, const FeedRequest& wanted, const WorkItem& item,
                      const Revision& revision) {
    Shown shown;
    shown.fields = wanted.fields;
    shown.expand.fields = true;
    shown.single = false;
    shown.people_as_text = !wanted.people_as_objects;
    shown.with_history = wanted.long_text;
    JsonObject out = item_json(call, item, revision, shown);
    for (const char* key : {"url", "relations", "multilineFieldsFormat", "commentVersionRef"})
        out->remove(key);
    if (wanted.long_text || !wanted.fields.empty()) return out;
    JsonObject fields = as_object(out->get("fields"));
    for (const Field& field : call.state.fields().all()) {
        if (is_long_text(field.type)) fields->remove(field.reference_name);
    }
    return out;
}

}  // namespace

Reply read_feed(Call& call) {
    const Switches& switches = call.state.switches;
    if (switches.feed_refusal != 0) {
        throw Refusal(switches.feed_refusal, "AccessDeniedException", "Access to the resource was denied.");
    }
    if (switches.feed_token_refusal != 0 && !call.asked("continuationToken").empty()) {
        throw Refusal(switches.feed_token_refusal, "VssPropertyValidationException",
                      "The continuation token is not valid or has expired.");
    }
    const FeedRequest wanted = read_request(call);
    const auto& feed = call.state.feed();
    auto at = std::find_if(feed.begin(), feed.end(),
                           [&](const FeedEntry& each) { return each.watermark > wanted.after; });
    JsonArray rows = new_array();
    std::string token = call.asked("continuationToken");
    for (; at != feed.end() && rows->size() < wanted.page; ++at) {
        const WorkItem& item = call.state.items().at(at->item);
        token = fmt::format("{};{};{}", at->watermark, item.id, item.revisions[at->revision].number);
        if (!is_wanted(call, wanted, item, at->revision)) continue;
        rows->add(entry_json(call, wanted, item, item.revisions[at->revision]));
    }
    if (token.empty()) token = "0;0;0";
    JsonObject out = new_object();
    out->set("values", rows);
    const std::string scope = call.project == nullptr ? "" : "/" + call.project->id;
    out->set("nextLink", fmt::format("{}{}/_apis/wit/reporting/workItemRevisions?continuationToken={}",
                                     call.base, scope, percent_encode(token)));
    if (!switches.feed_tells_next_link_only) out->set("continuationToken", token);
    out->set("isLastBatch", at == feed.end() && !switches.feed_never_ends);
    return json_reply(call, out);
}

}  // namespace sandbox::azure_devops
