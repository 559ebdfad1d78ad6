#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

struct Page {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Page page_of(const Call& call, std::size_t size) {
    const std::size_t most = call.state.switches.revisions_page;
    const auto top = static_cast<std::size_t>(call.asked_number("$top", static_cast<long long>(most)));
    const auto skip = static_cast<std::size_t>(call.asked_number("$skip", 0));
    const std::size_t begin = std::min(skip, size);
    return {begin, std::min(size, begin + std::min(top, most))};
}

JsonObject change_json(const Call& call, const FieldChange& change) {
    JsonObject out = new_object();
    if (change.before) out->set("oldValue", value_json(call, *change.before));
    if (change.after) out->set("newValue", value_json(call, *change.after));
    return out;
}

JsonObject relations_json(const Call& call, const Update& update) {
    JsonObject out = new_object();
    for (const auto& [key, list] : {std::pair{"added", &update.added}, {"removed", &update.removed}}) {
        if (list->empty()) continue;
        JsonArray rows = new_array();
        for (const Relation& each : *list) rows->add(relation_json(call, each));
        out->set(key, rows);
    }
    return out;
}

JsonObject update_json(const Call& call, const WorkItem& item, const Update& update) {
    const Revision& revision = item.revisions[static_cast<std::size_t>(update.revision) - 1];
    JsonObject fields = new_object(), out = new_object();
    for (const auto& [name, change] : update.fields) fields->set(name, change_json(call, change));
    out->set("id", update.id);
    out->set("workItemId", item.id);
    out->set("rev", update.revision);
    out->set("revisedBy", person_json(call, update.person));
    out->set("revisedDate", time_text(revision.revised_ms));
    if (fields->size() != 0) out->set("fields", fields);
    if (JsonObject links = relations_json(call, update); links->size() != 0) out->set("relations", links);
    out->set("url", fmt::format("{}/updates/{}", item_url(call, item), update.id));
    return out;
}

JsonObject revision_json(const Call& call, const WorkItem& item, const Revision& revision) {
    Shown shown{{}, parse_expand(call.asked("$expand"))};
    shown.with_history = true;
    JsonObject out = item_json(call, item, revision, shown);
    out->remove("commentVersionRef");
    out->remove("_links");
    out->set("url", fmt::format("{}/revisions/{}", item_url(call, item), revision.number));
    return out;
}

}  // namespace

Reply list_revisions(Call& call) {
    const WorkItem& item = call.state.readable(call.id());
    if (!call.part("revisionNumber").empty()) {
        const auto number = static_cast<std::size_t>(call.id("revisionNumber"));
        if (number > item.revisions.size()) throw item_not_found(item.id);
        return json_reply(call, revision_json(call, item, item.revisions[number - 1]));
    }
    const Page page = page_of(call, item.revisions.size());
    JsonArray rows = new_array();
    for (std::size_t i = page.begin; i < page.end; ++i)
        rows->add(revision_json(call, item, item.revisions[i]));
    return json_reply(call, counted(rows));
}

Reply list_updates(Call& call) {
    const WorkItem& item = call.state.readable(call.id());
    if (!call.part("updateNumber").empty()) {
        const auto number = static_cast<std::size_t>(call.id("updateNumber"));
        if (number > item.updates.size()) throw item_not_found(item.id);
        return json_reply(call, update_json(call, item, item.updates[number - 1]));
    }
    const Page page = page_of(call, item.updates.size());
    JsonArray rows = new_array();
    for (std::size_t i = page.begin; i < page.end; ++i) rows->add(update_json(call, item, item.updates[i]));
    return json_reply(call, counted(rows));
}

}  // namespace sandbox::azure_devops
