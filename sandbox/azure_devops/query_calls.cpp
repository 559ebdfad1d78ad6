#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/wiql.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_rows = 20000;

JsonObject field_reference(const Call& call, const Field& field) {
    JsonObject out = new_object();
    out->set("referenceName", field.reference_name);
    out->set("name", field.name);
    out->set("url", call.base + "/_apis/wit/fields/" + field.reference_name);
    return out;
}

JsonObject item_reference(const Call& call, int id) {
    JsonObject out = new_object();
    out->set("id", id);
    out->set("url", fmt::format("{}/_apis/wit/workItems/{}", call.base, id));
    return out;
}

// Links get into the index behind the query after a while.
bool is_indexed(const Call& call, const Relation& relation) {
    const Switches& switches = call.state.switches;
    return switches.artifact_query == ArtifactQuery::present &&
           relation.added_ms + switches.artifact_query_lag_ms <= call.state.now();
}

JsonArray items_linked_to(const Call& call, const std::string& uri) {
    JsonArray rows = new_array();
    for (const auto& [id, item] : call.state.items()) {
        if (call.state.find(id) == nullptr) continue;
        if (call.project != nullptr && item.project != call.project->id) continue;
        const auto& links = item.now().relations;
        const bool linked = std::any_of(links.begin(), links.end(), [&](const Relation& each) {
            return each.target == 0 && each.url == uri && is_indexed(call, each);
        });
        if (linked) rows->add(item_reference(call, id));
    }
    return rows;
}

}  // namespace

Reply run_wiql(Call& call) {
    const std::string query = text_in(call.body_object(), "query");
    const WiqlContext context{call.state, call.project, call.person, call.asked_true("timePrecision")};
    WiqlResult result = run_query(query, context);
    const auto top = static_cast<std::size_t>(call.asked_number("$top", 0));
    if (top != 0 && result.ids.size() > top) result.ids.resize(top);
    if (result.ids.size() > max_rows) {
        throw Refusal(
            400, "WorkItemTrackingQueryResultSizeLimitExceededException",
            fmt::format("VS402337: The number of work items returned exceeds the size limit of {}. Change "
                        "the query to return fewer items.",
                        max_rows));
    }
    JsonArray columns = new_array(), sorting = new_array(), rows = new_array();
    for (const Field* field : result.columns) columns->add(field_reference(call, *field));
    for (const auto& sort : result.order) {
        JsonObject row = new_object();
        row->set("field", field_reference(call, *sort.field));
        row->set("descending", sort.descending);
        sorting->add(row);
    }
    for (const int id : result.ids) rows->add(item_reference(call, id));
    JsonObject out = new_object();
    out->set("queryType", "flat");
    out->set("queryResultType", "workItem");
    out->set("asOf", time_text(call.state.now()));
    out->set("columns", columns);
    if (sorting->size() != 0) out->set("sortColumns", sorting);
    out->set("workItems", rows);
    return json_reply(call, out);
}

Reply query_artifact_uris(Call& call) {
    const JsonArray uris = as_array(call.body_object()->get("artifactUris"));
    if (!uris) throw bad_argument("Parameter name: artifactUris. The value must not be null.");
    JsonObject found = new_object(), out = new_object();
    for (const Json& each : *uris) {
        const std::string uri = each.convert<std::string>();
        found->set(uri, items_linked_to(call, uri));
    }
    out->set("artifactUrisQueryResult", found);
    return json_reply(call, out);
}

}  // namespace sandbox::azure_devops
