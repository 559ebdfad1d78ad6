#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"
#include "sandbox/azure_devops/relation_type.h"

#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

const WorkItemType& type_of(const Call& call) {
    const WorkItemType* type = call.project->type(call.part("type"));
    if (type == nullptr) {
        throw Refusal(
            404, "WorkItemTypeNotFoundException",
            fmt::format("VS402323: Work item type {} does not exist in project {} or you do not have "
                        "permission to access it.",
                        call.part("type"), call.project->name));
    }
    return *type;
}

std::string field_url(const Call& call, const std::string& name) {
    return call.base + "/_apis/wit/fields/" + name;
}

JsonObject field_json(const Call& call, const Field& field) {
    JsonArray operations = new_array();
    for (const char* name : {"SupportedOperations.Equals", "SupportedOperations.NotEquals"}) {
        JsonObject operation = new_object();
        operation->set("referenceName", name);
        operations->add(operation);
    }
    JsonObject out = new_object();
    out->set("name", field.name);
    out->set("referenceName", field.reference_name);
    out->set("type", std::string(type_word(field.type)));
    out->set("usage", "workItem");
    out->set("readOnly", field.computed);
    out->set("canSortBy", !is_long_text(field.type));
    out->set("isQueryable", true);
    out->set("supportedOperations", operations);
    out->set("isIdentity", field.type == FieldType::identity);
    out->set("isPicklist", false);
    out->set("isPicklistSuggested", false);
    out->set("url", field_url(call, field.reference_name));
    return out;
}

JsonArray allowed_json(const Call& call, const FieldRule& rule, const Field& field) {
    JsonArray values = new_array();
    for (const std::string& value : rule.allowed_values) values->add(value);
    if (field.type == FieldType::identity) {
        for (const Identity& person : call.state.people().all()) values->add(person_json(call, person.id));
    }
    return values;
}

JsonObject rule_json(const Call& call, const WorkItemType& type, const FieldRule& rule, bool expanded) {
    const Field* field = call.state.fields().find(rule.field);
    JsonObject out = new_object();
    if (expanded && !call.project->xml_process) {
        out->set("defaultValue", rule.default_value.empty() ? Json() : Json(rule.default_value));
        JsonArray allowed = allowed_json(call, rule, *field);
        if (rule.field == "System.State") {
            for (const State& state : type.states) allowed->add(state.name);
        }
        out->set("allowedValues", allowed);
        out->set("dependentFields", new_array());
    }
    out->set("alwaysRequired", rule.required);
    out->set("referenceName", field->reference_name);
    out->set("name", field->name);
    out->set("url", field_url(call, field->reference_name));
    return out;
}

JsonObject transitions_json(const WorkItemType& type) {
    JsonObject out = new_object();
    const auto step = [](const State& to) {
        JsonObject row = new_object();
        row->set("to", to.name);
        row->set("actions", Json());
        return row;
    };
    for (const State& from : type.states) {
        JsonArray rows = new_array();
        for (const State& to : type.states) {
            if (type.may_go(from.name, to.name)) rows->add(step(to));
        }
        out->set(from.name, rows);
    }
    JsonArray first = new_array();
    first->add(step(type.states.front()));
    out->set("", first);
    return out;
}

JsonArray states_json(const WorkItemType& type) {
    JsonArray rows = new_array();
    for (const State& state : type.states) {
        JsonObject row = new_object();
        row->set("name", state.name);
        row->set("color", state.color);
        row->set("category", state.category);
        rows->add(row);
    }
    return rows;
}

std::string type_url(const Call& call, const WorkItemType& type) {
    return fmt::format("{}/{}/_apis/wit/workItemTypes/{}", call.base, call.project->id,
                       percent_encode(type.name));
}

JsonObject type_json(const Call& call, const WorkItemType& type) {
    JsonArray fields = new_array();
    for (const FieldRule& rule : type.fields) fields->add(rule_json(call, type, rule, false));
    JsonObject icon = new_object(), out = new_object();
    icon->set("id", type.icon);
    icon->set("url",
              fmt::format("{}/_apis/wit/workItemIcons/{}?color={}&v=2", call.base, type.icon, type.color));
    out->set("name", type.name);
    out->set("referenceName", type.reference_name);
    out->set("description", "");
    out->set("color", type.color);
    out->set("icon", icon);
    out->set("isDisabled", false);
    out->set("xmlForm", "");
    out->set("fields", fields);
    out->set("fieldInstances", fields);
    out->set("transitions", transitions_json(type));
    if (!call.project->xml_process) out->set("states", states_json(type));
    out->set("url", type_url(call, type));
    return out;
}

JsonObject category_json(const Call& call, const std::string& name) {
    JsonArray types = new_array();
    JsonObject first;
    for (const WorkItemType& type : call.project->types) {
        if (type.category != name) continue;
        JsonObject row = new_object();
        row->set("name", type.name);
        row->set("url", type_url(call, type));
        if (!first) first = row;
        types->add(row);
    }
    JsonObject out = new_object();
    if (!first) return out;
    const std::string stem = name.substr(name.find('.') + 1);
    out->set("name", stem.substr(0, stem.find("Category")) + " Category");
    out->set("referenceName", name);
    out->set("defaultWorkItemType", first);
    out->set("workItemTypes", types);
    out->set("url",
             fmt::format("{}/{}/_apis/wit/workItemTypeCategories/{}", call.base, call.project->id, name));
    return out;
}

JsonObject relation_type_json(const Call& call, const RelationType& type) {
    JsonObject attributes = new_object(), out = new_object();
    attributes->set("usage", type.is_resource() ? "resourceLink" : "workItemLink");
    attributes->set("editable", type.editable);
    attributes->set("enabled", true);
    if (!type.is_resource()) {
        attributes->set("acyclic", !type.opposite.empty());
        attributes->set("directional", !type.opposite.empty());
        attributes->set("singleTarget", type.single_target);
        attributes->set("topology", type.topology);
        attributes->set("remote", type.remote);
    }
    if (!type.opposite.empty()) {
        attributes->set("isForward", type.is_forward());
        attributes->set("oppositeEndReferenceName", type.opposite);
    }
    out->set("attributes", attributes);
    out->set("referenceName", type.reference_name);
    out->set("name", type.name);
    out->set("url", call.base + "/_apis/wit/workItemRelationTypes/" + type.reference_name);
    return out;
}

JsonObject tag_json(const Call& call, const Tag& tag) {
    JsonObject row = new_object();
    row->set("id", tag.id);
    row->set("name", tag.name);
    row->set("url", fmt::format("{}/{}/_apis/wit/tags/{}", call.base, call.project->id, tag.id));
    row->set("lastUpdated", time_text(tag.used_ms));
    return row;
}

}  // namespace

Reply list_fields(Call& call) {
    if (const auto name = call.part("fieldNameOrRefName"); !name.empty()) {
        const Field* field = call.state.fields().find(name);
        if (field == nullptr) {
            throw Refusal(404, "WorkItemTrackingFieldDefinitionNotFoundException",
                          fmt::format("TF51535: Cannot find field {}.", name));
        }
        return json_reply(call, field_json(call, *field));
    }
    JsonArray rows = new_array();
    for (const Field& field : call.state.fields().all()) rows->add(field_json(call, field));
    return json_reply(call, counted(rows));
}

Reply list_types(Call& call) {
    if (!call.part("type").empty()) return json_reply(call, type_json(call, type_of(call)));
    JsonArray rows = new_array();
    for (const WorkItemType& type : call.project->types) rows->add(type_json(call, type));
    return json_reply(call, counted(rows));
}

Reply list_type_fields(Call& call) {
    const WorkItemType& type = type_of(call);
    const std::string expand = lower(call.asked("$expand"));
    const bool expanded = expand == "all" || expand == "3";
    const std::string wanted = call.part("field");
    JsonArray rows = new_array();
    for (const FieldRule& rule : type.fields) {
        const Field* field = call.state.fields().find(rule.field);
        if (!wanted.empty() && (same(field->reference_name, wanted) || same(field->name, wanted))) {
            return json_reply(call, rule_json(call, type, rule, expanded));
        }
        rows->add(rule_json(call, type, rule, expanded));
    }
    if (!wanted.empty()) {
        throw Refusal(404, "WorkItemTrackingFieldDefinitionNotFoundException",
                      fmt::format("TF51535: Cannot find field {}.", wanted));
    }
    return json_reply(call, counted(rows));
}

Reply list_type_states(Call& call) {
    const WorkItemType& type = type_of(call);
    if (call.project->xml_process) {
        if (call.state.switches.xml_states_are_absent) throw no_route(percent_decode(call.request.path));
        return json_reply(call, counted(new_array()));
    }
    return json_reply(call, counted(states_json(type)));
}

Reply list_categories(Call& call) {
    JsonArray rows = new_array();
    for (const char* name : {"Microsoft.BugCategory", "Microsoft.EpicCategory", "Microsoft.FeatureCategory",
                             "Microsoft.RequirementCategory", "Microsoft.TaskCategory"}) {
        JsonObject row = category_json(call, name);
        if (row->size() == 0) continue;
        if (same(call.part("category"), name)) return json_reply(call, row);
        rows->add(row);
    }
    if (!call.part("category").empty()) throw no_route(percent_decode(call.request.path));
    return json_reply(call, counted(rows));
}

Reply list_relation_types(Call& call) {
    JsonArray rows = new_array();
    for (const RelationType& type : relation_types()) {
        JsonObject row = relation_type_json(call, type);
        if (same(call.part("relation"), type.reference_name)) return json_reply(call, row);
        rows->add(row);
    }
    if (!call.part("relation").empty()) throw no_route(percent_decode(call.request.path));
    return json_reply(call, counted(rows));
}

// The state to which each item would go next: the following one of its type.
Reply list_transitions(Call& call) {
    JsonArray rows = new_array();
    for (const std::string& word : comma_list(call.asked("ids"))) {
        const WorkItem* item = call.state.find(trailing_id(word));
        if (item == nullptr) throw item_not_found(trailing_id(word));
        const auto& fields = item->now().fields;
        const Project* project = call.state.project(item->project);
        const WorkItemType* type = project->type(text_of(fields, "System.WorkItemType"));
        JsonObject row = new_object();
        row->set("id", item->id);
        for (std::size_t i = 0; type != nullptr && i + 1 < type->states.size(); ++i) {
            if (same(type->states[i].name, text_of(fields, "System.State"))) {
                row->set("stateOnTransition", type->states[i + 1].name);
            }
        }
        rows->add(row);
    }
    return json_reply(call, counted(rows));
}

Reply list_tags(Call& call) {
    const std::string wanted = call.part("tagIdOrName");
    JsonArray rows = new_array();
    for (const auto& [key, tag] : call.state.tags()) {
        if (same(wanted, tag.id) || same(wanted, tag.name)) return json_reply(call, tag_json(call, tag));
        rows->add(tag_json(call, tag));
    }
    if (!wanted.empty()) {
        throw Refusal(404, "TagNotFoundException", fmt::format("The tag {} does not exist.", wanted));
    }
    return json_reply(call, counted(rows));
}

}  // namespace sandbox::azure_devops
