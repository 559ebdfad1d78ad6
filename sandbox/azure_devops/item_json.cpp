#include "sandbox/azure_devops/item_json.h"

#include "sandbox/azure_devops/relation_type.h"
#include "sandbox/azure_devops/snapshot.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

JsonObject href(const std::string& url) {
    JsonObject link = new_object();
    link->set("href", url);
    return link;
}

JsonObject item_links(const Call& call, const WorkItem& item, const Revision& revision) {
    const std::string url = item_url(call, item);
    const std::string home = call.base + "/" + item.project;
    JsonObject links = new_object();
    links->set("self", href(url));
    links->set("workItemUpdates", href(url + "/updates"));
    links->set("workItemRevisions", href(url + "/revisions"));
    links->set("workItemComments", href(url + "/comments"));
    links->set("html", href(fmt::format("{}/_workitems/edit/{}", home, item.id)));
    links->set("workItemType", href(home + "/_apis/wit/workItemTypes/" +
                                    percent_encode(text_of(revision.fields, "System.WorkItemType"))));
    links->set("fields", href(home + "/_apis/wit/fields"));
    return links;
}

bool is_shown(const Call& call, const std::string& name, const Shown& shown) {
    if (!shown.fields.empty()) {
        return std::any_of(shown.fields.begin(), shown.fields.end(),
                           [&](const std::string& each) { return same(each, name); });
    }
    const Field* field = call.state.fields().find(name);
    return shown.expand.fields || field == nullptr || !field->expanded_only;
}

JsonObject fields_json(const Call& call, const WorkItem& item, const Revision& revision, const Shown& shown) {
    Fields fields = full_fields(call.state, item, revision);
    if (shown.with_history) {
        if (const auto said = text_of(revision.fields, "System.History"); !said.empty()) {
            fields["System.History"] = said;
        }
    }
    JsonObject out = new_object();
    for (const auto& [name, value] : fields) {
        if (is_shown(call, name, shown)) out->set(name, value_json(call, value, shown.people_as_text));
    }
    return out;
}

JsonObject comment_reference(const Call& call, const WorkItem& item, const Comment& comment) {
    JsonObject reference = new_object();
    reference->set("commentId", comment.id);
    reference->set("version", comment.version);
    reference->set("createdInRevision", comment.revision);
    reference->set("text", comment.text);
    reference->set(
        "url", fmt::format("{}/comments/{}/versions/{}", item_url(call, item), comment.id, comment.version));
    return reference;
}

}  // namespace

std::string item_url(const Call& call, const WorkItem& item, bool with_project) {
    const std::string project = with_project ? "/" + item.project : "";
    return fmt::format("{}{}/_apis/wit/workItems/{}", call.base, project, item.id);
}

JsonObject person_json(const Call& call, const std::string& id) {
    const Identity* person = call.state.people().by_id(id);
    JsonObject out = new_object();
    if (person == nullptr) return out;
    const std::string avatar = call.base + "/_apis/GraphProfile/MemberAvatars/" + person->descriptor;
    JsonObject links = new_object();
    links->set("avatar", href(avatar));
    out->set("displayName", person->display_name);
    out->set("url", call.base + "/_apis/Identities/" + person->id);
    out->set("_links", links);
    out->set("id", person->id);
    out->set("uniqueName", person->unique_name);
    out->set("imageUrl", avatar);
    out->set("descriptor", person->descriptor);
    return out;
}

Json value_json(const Call& call, const Value& value, bool people_as_text) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<long long>(&value)) return static_cast<Poco::Int64>(*whole);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    if (const auto* moment = std::get_if<Moment>(&value)) return time_text(moment->ms);
    const std::string& id = std::get<Person>(value).id;
    const Identity* person = call.state.people().by_id(id);
    if (people_as_text && person != nullptr) return person->text();
    return person_json(call, id);
}

JsonObject relation_json(const Call& call, const Relation& relation) {
    JsonObject out = new_object(), attributes = new_object();
    out->set("rel", relation.rel);
    if (relation.target != 0) {
        const WorkItem* target = call.state.find(relation.target);
        const std::string home = target == nullptr ? "" : "/" + target->project;
        out->set("url", fmt::format("{}{}/_apis/wit/workItems/{}", call.base, home, relation.target));
        attributes->set("isLocked", false);
        if (!relation.comment.empty()) attributes->set("comment", relation.comment);
        attributes->set("name", relation.name);
        out->set("attributes", attributes);
        return out;
    }
    out->set("url", relation.url);
    attributes->set("authorizedDate", time_text(relation.added_ms));
    attributes->set("id", relation.resource_id);
    attributes->set("resourceCreatedDate", time_text(relation.added_ms));
    attributes->set("resourceModifiedDate", time_text(relation.added_ms));
    attributes->set("revisedDate", time_text(never_ms));
    if (relation.rel == "AttachedFile")
        attributes->set("resourceSize", static_cast<Poco::Int64>(relation.size));
    if (!relation.comment.empty()) attributes->set("comment", relation.comment);
    if (!relation.name.empty()) attributes->set("name", relation.name);
    out->set("attributes", attributes);
    return out;
}

JsonObject item_json(const Call& call, const WorkItem& item, const Revision& revision, const Shown& shown) {
    JsonObject out = new_object();
    out->set("id", item.id);
    out->set("rev", revision.number);
    out->set("fields", fields_json(call, item, revision, shown));
    if (is_hosted(call.options.level) && (shown.single || call.state.switches.lists_tell_formats)) {
        JsonObject formats = new_object();
        for (const auto& [field, format] : item.formats) formats->set(field, format);
        out->set("multilineFieldsFormat", formats);
    }
    if (shown.with_history && !text_of(revision.fields, "System.History").empty() && !item.comments.empty()) {
        out->set("commentVersionRef", comment_reference(call, item, item.comments.back()));
    }
    if ((shown.expand.relations || shown.with_history) && !revision.relations.empty()) {
        JsonArray relations = new_array();
        for (const Relation& each : revision.relations) relations->add(relation_json(call, each));
        out->set("relations", relations);
    }
    if (shown.fields.empty() && (shown.single || shown.expand.links)) {
        out->set("_links", item_links(call, item, revision));
    }
    out->set("url", item_url(call, item, shown.single && shown.fields.empty()));
    return out;
}

std::vector<std::string> known_fields(const Call& call, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const std::string& name : names) {
        const Field* field = call.state.fields().find(name);
        if (field == nullptr) {
            throw Refusal(400, "WorkItemTrackingFieldDefinitionNotFoundException",
                          fmt::format("TF51535: Cannot find field {}.", name));
        }
        known.push_back(field->reference_name);
    }
    return known;
}

}  // namespace sandbox::azure_devops
