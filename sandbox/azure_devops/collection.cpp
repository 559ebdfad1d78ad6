#include "sandbox/azure_devops/collection.h"

#include "sandbox/azure_devops/draft.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_revisions = 10000;

bool is_item_link(const Relation& relation) {
    return relation.target != 0;
}

bool same_relation(const Relation& left, const Relation& right) {
    return left.rel == right.rel && left.target == right.target && left.url == right.url &&
           left.comment == right.comment;
}

std::vector<Relation> without(const std::vector<Relation>& all, const std::vector<Relation>& known) {
    std::vector<Relation> rest;
    for (const Relation& each : all) {
        const bool there = std::any_of(known.begin(), known.end(),
                                       [&](const Relation& other) { return same_relation(each, other); });
        if (!there) rest.push_back(each);
    }
    return rest;
}

bool resources_differ(const std::vector<Relation>& before, const std::vector<Relation>& after) {
    const auto is_resource = [](const Relation& each) { return !is_item_link(each); };
    const auto added = without(after, before), removed = without(before, after);
    return std::any_of(added.begin(), added.end(), is_resource) ||
           std::any_of(removed.begin(), removed.end(), is_resource);
}

std::vector<WorkItemType> renamed(std::vector<WorkItemType> types,
                                  const std::map<std::string, std::string>& names) {
    const auto rename = [&](std::string& name) {
        if (const auto found = names.find(name); found != names.end()) name = found->second;
    };
    for (WorkItemType& type : types) {
        rename(type.name);
        for (State& state : type.states) rename(state.name);
    }
    return types;
}

// What counts when a patch is asked whether it changes anything.
Fields content(Fields fields) {
    for (const char* name : {"System.History", "System.ChangedDate", "System.ChangedBy"}) fields.erase(name);
    return fields;
}

}  // namespace

std::string text_of(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return "";
    if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
    if (const auto* whole = std::get_if<long long>(&found->second)) return std::to_string(*whole);
    return "";
}

Collection::Collection(const Options& options, Clock clock)
    : switches(options.switches), clock_(std::move(clock)), next_id_(options.first_id) {
    for (const User& user : options.users) people_.add(user);
    for (const Token& token : options.tokens) people_.add({token.unique_name, token.unique_name});
    for (const ProjectOptions& wanted : options.projects) {
        for (const CustomField& field : wanted.fields) {
            catalogue_.add({field.reference_name, field.name, type_from_word(field.type)});
        }
        Project project{guid_of("project:" + wanted.name),
                        wanted.name,
                        wanted.process,
                        renamed(types_of(wanted.process, wanted.fields), wanted.renamed),
                        {},
                        {},
                        now(),
                        wanted.xml_process};
        for (WorkItemType& type : project.types) {
            const auto found = wanted.transitions.find(type.name);
            if (found != wanted.transitions.end()) type.transitions = found->second;
        }
        project.areas.add_root(wanted.name, next_node_id_);
        project.iterations.add_root(wanted.name, next_node_id_);
        for (const std::string& path : wanted.areas) project.areas.add(path, next_node_id_);
        for (const std::string& path : wanted.iterations) project.iterations.add(path, next_node_id_);
        projects_.push_back(std::move(project));
    }
}

const Project* Collection::project(std::string_view name_or_id) const {
    for (const Project& each : projects_) {
        if (same(each.name, name_or_id) || same(each.id, name_or_id)) return &each;
    }
    return nullptr;
}

Project* Collection::project(std::string_view name_or_id) {
    for (Project& each : projects_) {
        if (same(each.name, name_or_id) || same(each.id, name_or_id)) return &each;
    }
    return nullptr;
}

const Node& Collection::add_node(NodeTree& tree, std::string_view path_below_root) {
    return tree.add(path_below_root, next_node_id_);
}

WorkItem& Collection::readable(int id) {
    const auto found = items_.find(id);
    if (found == items_.end() || found->second.deleted || switches.unreadable_ids.count(id) != 0) {
        throw item_not_found(id);
    }
    return found->second;
}

const WorkItem* Collection::find(int id) const {
    const auto found = items_.find(id);
    if (found == items_.end() || found->second.deleted || switches.unreadable_ids.count(id) != 0) {
        return nullptr;
    }
    return &found->second;
}

WorkItem* Collection::in_recycle_bin(int id) {
    const auto found = items_.find(id);
    return found == items_.end() || !found->second.deleted ? nullptr : &found->second;
}

void Collection::refuse_poison(int id, const Fields& fields) const {
    const bool by_title = !switches.poison_title.empty() &&
                          text_of(fields, "System.Title").find(switches.poison_title) != std::string::npos;
    if (!by_title && switches.poison_ids.count(id) == 0) return;
    if (switches.poison_status >= 500) {
        throw Refusal(
            switches.poison_status, "WorkItemTrackingServiceException",
            "TF401349: An unexpected error has occurred, please verify your request and try again.");
    }
    Refusal refusal(switches.poison_status, "RuleValidationException",
                    "TF401320: Rule Error for field Title. Error code: InvalidFormat.");
    refusal.rule_errors = {{"System.Title", "invalidFormat", refusal.what()}};
    throw refusal;
}

WorkItem Collection::create(const Project& project, const WorkItemType& type, const Change& change,
                            const Intent& intent, const std::map<int, int>& known_as) {
    const Revision blank = Draft::blank(*this, project, type, intent);
    Draft draft(*this, project, -1, blank, intent);
    draft.apply(change, known_as);
    draft.check();
    refuse_poison(-1, draft.revision().fields);
    WorkItem item;
    item.id = -1;
    item.project = draft.project().id;
    item.formats = change.formats;
    if (intent.validate_only) {
        item.revisions.push_back(draft.revision());
        item.revisions.back().number = -1;
        return item;
    }
    item.id = next_id_++;
    ++items_created_;
    Revision revision = draft.revision();
    revision.number = 0;
    revision.relations.clear();
    item.revisions.push_back(revision);
    WorkItem& kept = items_.emplace(item.id, std::move(item)).first->second;
    commit(kept, draft.revision(), intent.person, change.comment_format);
    return kept;
}

const WorkItem& Collection::update(int id, const Change& change, const Intent& intent,
                                   const std::map<int, int>& known_as) {
    WorkItem& item = readable(id);
    Draft draft(*this, *project(item.project), id, item.now(), intent);
    draft.apply(change, known_as);
    draft.check();
    refuse_poison(id, draft.revision().fields);
    if (intent.validate_only) return item;
    const auto& before = item.now();
    const bool new_revision = content(draft.revision().fields) != content(before.fields) ||
                              draft.revision().fields.count("System.History") != 0 ||
                              draft.revision().fields.count("System.ChangedDate") != 0 ||
                              switches.empty_patch_makes_revision || !change.formats.empty() ||
                              (switches.resource_links_make_revisions &&
                               resources_differ(before.relations, draft.revision().relations));
    if (new_revision && item.revisions.size() >= max_revisions) {
        throw bad_argument(
            fmt::format("Work item {} has reached the limit of {} revisions.", id, max_revisions));
    }
    item.project = draft.project().id;
    for (const auto& [field, format] : change.formats) item.formats[field] = format;
    if (new_revision) {
        commit(item, draft.revision(), intent.person, change.comment_format);
    } else {
        const Revision old = before;
        item.now().relations = draft.revision().relations;
        for (Relation& each : item.now().relations) {
            if (each.resource_id == 0 && !is_item_link(each)) each.resource_id = next_resource_id_++;
        }
        note_update(item, old, intent.person);
        mirror_links(item, old.relations, intent.person);
    }
    return item;
}

void Collection::go_back(Mark mark) {
    items_ = std::move(mark.items);
    feed_ = std::move(mark.feed);
    tags_ = std::move(mark.tags);
    items_created_ = mark.items_created;
    revisions_made_ = mark.revisions_made;
}

Attachment& Collection::attach(const std::string& name, std::string bytes, const std::string& project) {
    const std::string id = guid_of("attachment:" + std::to_string(attachments_.size() + 1) + name);
    return attachments_[id] = {id, name, std::move(bytes), project};
}

Attachment* Collection::attachment(const std::string& id) {
    const auto found = attachments_.find(lower(id));
    return found == attachments_.end() ? nullptr : &found->second;
}

const Attachment* Collection::attachment(const std::string& id) const {
    const auto found = attachments_.find(lower(id));
    return found == attachments_.end() ? nullptr : &found->second;
}

}  // namespace sandbox::azure_devops
