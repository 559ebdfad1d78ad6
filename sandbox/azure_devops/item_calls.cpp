#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"
#include "sandbox/azure_devops/item_write.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_ids = 200;

// What a caller wants of each item, from a query or from a body.
struct Wanted {
    std::vector<int> ids;
    Shown shown;
    std::optional<long long> as_of;
    bool omit = false;
};

std::optional<long long> as_of_time(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const ParsedTime time = parse_time(text);
    if (!time.valid) throw bad_argument("The value of asOf is not a valid date.");
    return time.ms;
}

bool is_omit(const std::string& policy) {
    return same(policy, "omit") || policy == "2";
}

const Revision* revision_at(const WorkItem& item, std::optional<long long> as_of) {
    if (!as_of) return &item.now();
    const Revision* found = nullptr;
    for (const Revision& each : item.revisions) {
        if (each.changed_ms <= *as_of) found = &each;
    }
    return found;
}

void refuse_fields_with_expand(const Shown& shown) {
    const Expand& expand = shown.expand;
    if (!shown.fields.empty() && (expand.relations || expand.fields)) {
        throw Refusal(400, "ConflictingParametersException",
                      "The expand parameter can not be used with the fields parameter.");
    }
}

Reply many_items(const Call& call, Wanted wanted) {
    if (wanted.ids.size() > max_ids) {
        throw Refusal(400, "VssPropertyValidationException",
                      fmt::format("VS403474: You requested {} work items which exceeds the limit of {}.",
                                  wanted.ids.size(), max_ids));
    }
    refuse_fields_with_expand(wanted.shown);
    wanted.shown.single = false;
    wanted.shown.fields = known_fields(call, wanted.shown.fields);
    JsonArray rows = new_array();
    for (const int id : wanted.ids) {
        const WorkItem* item = call.state.find(id);
        const Revision* revision = item == nullptr ? nullptr : revision_at(*item, wanted.as_of);
        const bool elsewhere =
            item != nullptr && call.project != nullptr && item->project != call.project->id;
        if (revision != nullptr && !elsewhere) {
            rows->add(item_json(call, *item, *revision, wanted.shown));
        } else if (!wanted.omit) {
            throw item_not_found(id);
        } else if (call.state.switches.omitted_items_are_null) {
            rows->add(Json());
        }
    }
    return json_reply(call, counted(rows));
}

Reply one_item(const Call& call, int id) {
    const WorkItem& item = call.state.readable(id);
    Shown shown{known_fields(call, comma_list(call.asked("fields"))), parse_expand(call.asked("$expand"))};
    refuse_fields_with_expand(shown);
    const Revision* revision = revision_at(item, as_of_time(call.asked("asOf")));
    if (revision == nullptr) throw item_not_found(id);
    return json_reply(call, item_json(call, item, *revision, shown));
}

void need_patch_type(const Call& call) {
    const std::string type = call.request.header("Content-Type");
    if (same(trim(type.substr(0, type.find(';'))), "application/json-patch+json")) return;
    Refusal refusal(
        415, "VssRequestContentTypeNotSupportedException",
        fmt::format("The request indicated a Content-Type of \"{}\" for method type \"{}\" which is not "
                    "supported. Valid content types for this method are: application/json-patch+json.",
                    type, call.request.method));
    refusal.event_id = 3000;
    throw refusal;
}

// Only the hosted service knows formats, and one changes together with the value that is written in it.
void need_formats(const Call& call, const Change& change) {
    for (const auto& [name, format] : change.formats) {
        if (!is_hosted(call.options.level)) {
            throw bad_argument(
                fmt::format("You must pass a valid patch document in the body of the request. The path "
                            "'/multilineFieldsFormat/{}' is not supported.",
                            name));
        }
        const Field* field = call.state.fields().find(name);
        if (field == nullptr || !is_long_text(field->type) || (format != "markdown" && format != "html")) {
            throw bad_argument(fmt::format("The field '{}' has no format '{}'.", name, format));
        }
        const bool written =
            std::any_of(change.fields.begin(), change.fields.end(),
                        [&, &key = name](const FieldWrite& each) { return same(each.name, key); });
        if (!written)
            throw bad_argument(fmt::format("The type of field '{}' changed without a value.", name));
    }
}

// Reported of Server 2019.1, which fails so at PATCH in 5.0 and not in a preview of it.
void need_method(const Call& call) {
    const bool released = call.version && call.version->version == 50 && !call.version->preview;
    if (!released || !call.state.switches.released_5_0_cannot_patch) return;
    Refusal refusal(500, "NotSupportedException", "Specified method is not supported.");
    refusal.event_id = 0;
    refusal.space = "System";
    throw refusal;
}

}  // namespace

JsonObject create_from(const Call& call, const std::string& type_name, const Change& change,
                       const std::map<int, int>& known_as, int* made) {
    call.need_write();
    need_formats(call, change);
    const WorkItemType* type = call.project->type(type_name);
    if (type == nullptr) {
        throw Refusal(
            404, "WorkItemTypeNotFoundException",
            fmt::format("VS402323: Work item type {} does not exist in project {} or you do not have "
                        "permission to access it.",
                        type_name, call.project->name));
    }
    const WorkItem item = call.state.create(*call.project, *type, change, call.intent(), known_as);
    if (made != nullptr) *made = item.id;
    Shown shown{{}, parse_expand(call.asked("$expand"))};
    shown.with_history = true;
    return item_json(call, item, item.now(), shown);
}

JsonObject update_from(const Call& call, int id, const Change& change, const std::map<int, int>& known_as) {
    call.need_write();
    need_method(call);
    need_formats(call, change);
    const WorkItem& before = call.state.readable(id);
    if (call.project != nullptr && before.project != call.project->id) throw item_not_found(id);
    const int old_revision = before.now().number;
    const WorkItem& item = call.state.update(id, change, call.intent(), known_as);
    Shown shown{{}, parse_expand(call.asked("$expand"))};
    shown.with_history = true;
    Revision revision = item.now();
    if (revision.number == old_revision) revision.fields.erase("System.History");
    return item_json(call, item, revision, shown);
}

Reply create_item(Call& call) {
    need_patch_type(call);
    const Change change = read_patch(parse_json(call.request.body));
    return json_reply(call, create_from(call, call.part("type"), change, {}, nullptr));
}

Reply update_item(Call& call) {
    need_patch_type(call);
    const int id = call.id();
    return json_reply(call, update_from(call, id, read_patch(parse_json(call.request.body)), {}));
}

Reply get_items(Call& call) {
    if (!call.part("id").empty()) return one_item(call, call.id());
    Wanted wanted;
    for (const std::string& word : comma_list(call.asked("ids"))) wanted.ids.push_back(trailing_id(word));
    if (wanted.ids.empty()) throw bad_argument("Parameter name: ids. The value must not be empty.");
    wanted.shown = {comma_list(call.asked("fields")), parse_expand(call.asked("$expand"))};
    wanted.as_of = as_of_time(call.asked("asOf"));
    wanted.omit = is_omit(call.asked("errorPolicy"));
    return many_items(call, std::move(wanted));
}

Reply get_items_batch(Call& call) {
    const JsonObject body = call.body_object();
    Wanted wanted;
    if (const auto ids = as_array(body->get("ids"))) {
        for (const Json& id : *ids) wanted.ids.push_back(static_cast<int>(whole_in(id).value_or(0)));
    }
    if (wanted.ids.empty()) throw bad_argument("Parameter name: ids. The value must not be empty.");
    if (const auto fields = as_array(body->get("fields"))) {
        for (const Json& name : *fields) wanted.shown.fields.push_back(name.convert<std::string>());
    }
    wanted.shown.expand = parse_expand(text_in(body, "$expand"));
    wanted.as_of = as_of_time(text_in(body, "asOf"));
    wanted.omit = is_omit(text_in(body, "errorPolicy"));
    return many_items(call, std::move(wanted));
}

}  // namespace sandbox::azure_devops
