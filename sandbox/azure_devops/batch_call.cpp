#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_write.h"
#include "sandbox/azure_devops/routes.h"

#include <fmt/format.h>
#include <optional>
#include <utility>

namespace sandbox::azure_devops {

namespace {

using KnownAs = std::map<int, int>;

JsonObject row(int code, const std::string& body) {
    JsonObject headers = new_object(), out = new_object();
    headers->set("Content-Type", "application/json; charset=utf-8");
    out->set("code", code);
    out->set("headers", headers);
    out->set("body", body);
    return out;
}

JsonObject whole_batch_failed() {
    JsonObject value = new_object(), wrapped = new_object();
    value->set("Message",
               "TF401349: An unexpected error has occurred, please verify your request and try again.");
    wrapped->set("count", 1);
    wrapped->set("value", value);
    return row(500, json_text(wrapped));
}

// The inner address as a call of its own: its path leads to a project and an item or type.
Call inner_call(const Call& outer, const std::string& uri) {
    Call call = outer;
    const auto mark = uri.find('?');
    call.query = query_pairs(mark == std::string::npos ? "" : uri.substr(mark + 1));
    call.captured.clear();
    call.project = nullptr;
    const auto found = matches(path_segments(uri.substr(0, mark)));
    if (found.empty() || !same(found.front().location->resource, "workItems")) throw no_route(uri);
    const Location& location = *found.front().location;
    call.captured = found.front().captured;
    const std::string version = call.asked("api-version");
    if (!version.empty()) {
        call.version = parse_version(version);
        check_version(*call.version, location.offer, call.options.level);
    }
    if (const auto name = call.part("project"); !name.empty()) {
        call.project = call.state.project(name);
        if (call.project == nullptr) throw project_not_found(name);
    }
    return call;
}

JsonObject carry_out(const Call& outer, const JsonObject& request, KnownAs& known_as) {
    if (!same(text_in(request, "method"), "PATCH") && !same(text_in(request, "method"), "POST")) {
        throw bad_argument("A request of a batch must be a PATCH.");
    }
    const Call call = inner_call(outer, text_in(request, "uri"));
    const Change change = read_patch(request->get("body"));
    if (call.part("type").empty()) return update_from(call, call.id(), change, known_as);
    int made = 0;
    JsonObject item = create_from(call, call.part("type"), change, known_as, &made);
    if (change.temporary_id) known_as[*change.temporary_id] = made;
    return item;
}

// The row of one request and whether it did what it was asked to.
std::pair<JsonObject, bool> answer(const Call& call, const Json& each, KnownAs& known_as) {
    try {
        const JsonObject request = as_object(each);
        if (!request) throw bad_argument("A request of a batch must be an object.");
        return {row(200, json_text(carry_out(call, request, known_as))), true};
    } catch (const Refusal& refusal) {
        const Reply reply = error_reply(refusal, call.state.switches.localized_errors);
        return {row(reply.status, reply.body), false};
    }
}

}  // namespace

Reply write_batch(Call& call) {
    call.need_write();
    const JsonArray requests = as_array(parse_json(call.request.body));
    if (!requests || requests->size() == 0) throw bad_argument("The batch holds no request.");
    const Switches& switches = call.state.switches;
    if (requests->size() > switches.batch_limit) {
        throw bad_argument(fmt::format("The batch holds {} requests, which exceeds the limit of {}.",
                                       requests->size(), switches.batch_limit));
    }
    const BatchMode mode = switches.batch;
    std::optional<Collection::Mark> mark;
    if (mode == BatchMode::all_or_nothing) mark = call.state.mark();
    KnownAs known_as;
    JsonArray rows = new_array();
    for (const Json& each : *requests) {
        const auto [reply, done] = answer(call, each, known_as);
        rows->add(reply);
        if (done || mode == BatchMode::independent) continue;
        if (mark) call.state.go_back(std::move(*mark));
        // A batch of one has nothing to hide its reason behind.
        if (requests->size() > 1) {
            rows = new_array();
            rows->add(whole_batch_failed());
        }
        break;
    }
    return json_reply(call, counted(rows));
}

}  // namespace sandbox::azure_devops
