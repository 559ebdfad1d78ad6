#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"
#include "sandbox/azure_devops/relation_type.h"
#include "sandbox/azure_devops/snapshot.h"

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

// What the server computes for each revision changes with it: Rev, Watermark, dates, places. Links are not
// counted here, and the text said belongs to one revision only.
void add_computed(const Call& call, const WorkItem& item, const Revision& revision,
                  std::map<std::string, FieldChange>& changes) {
    const auto number = static_cast<std::size_t>(revision.number);
    const Fields before = number < 2 ? Fields{} : full_fields(call.state, item, item.revisions[number - 2]);
    for (const auto& [name, value] : full_fields(call.state, item, revision)) {
        const auto old = before.find(name);
        const bool counted = name == "System.HyperLinkCount" || name == "System.AttachedFileCount";
        if (counted || name == "System.Parent" || changes.count(name) != 0) continue;
        if (old == before.end()) {
            changes[name].after = value;
        } else if (old->second != value) {
            changes[name] = {old->second, value};
        }
    }
    if (number < 2) changes["System.IsDeleted"].after = Value(false);
}

JsonObject revised_by(const Call& call, const std::string& id) {
    JsonObject person = person_json(call, id);
    const Identity* known = call.state.people().by_id(id);
    if (known != nullptr) person->set("name", known->text());
    return person;
}

JsonObject update_json(const Call& call, const WorkItem& item, const Update& update) {
    const Revision& revision = item.revisions[static_cast<std::size_t>(update.revision) - 1];
    JsonObject fields = new_object(), out = new_object();
    auto changes = update.fields;
    // an update of links between items has no fields, and a date of its own
    const bool of_links = changes.empty();
    if (!of_links) add_computed(call, item, revision, changes);
    for (const auto& [name, change] : changes) fields->set(name, change_json(call, change));
    out->set("id", update.id);
    out->set("workItemId", item.id);
    out->set("rev", update.revision);
    out->set("revisedBy", revised_by(call, update.person));
    out->set("revisedDate", time_text(of_links ? update.changed_ms : revision.revised_ms));
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
