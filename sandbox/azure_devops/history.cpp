#include "sandbox/azure_devops/collection.h"
#include "sandbox/azure_devops/refusal.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>

namespace sandbox::azure_devops {

namespace {

bool same_end(const Relation& left, const Relation& right) {
    return left.rel == right.rel && left.target == right.target && left.url == right.url;
}

std::vector<Relation> missing_in(const std::vector<Relation>& all, const std::vector<Relation>& known) {
    std::vector<Relation> rest;
    std::copy_if(all.begin(), all.end(), std::back_inserter(rest), [&](const Relation& each) {
        return std::none_of(known.begin(), known.end(),
                            [&](const Relation& other) { return same_end(each, other); });
    });
    return rest;
}

std::map<std::string, FieldChange> differences(const Fields& before, const Fields& after) {
    std::map<std::string, FieldChange> changes;
    for (const auto& [name, value] : after) {
        const auto old = before.find(name);
        if (old == before.end()) {
            changes[name].after = value;
        } else if (old->second != value) {
            changes[name] = {old->second, value};
        }
    }
    for (const auto& [name, value] : before) {
        if (after.count(name) == 0) changes[name].before = value;
    }
    return changes;
}

// Undone transitions take their dates back.
void put_pair(Fields& fields, const std::string& stem, bool reached, Moment when, const Person& who) {
    if (reached) {
        fields[stem + "Date"] = when;
        fields[stem + "By"] = who;
    } else {
        fields.erase(stem + "Date");
        fields.erase(stem + "By");
    }
}

Refusal comment_not_found(int id) {
    return {404, "WorkItemCommentNotFoundException",
            "Comment " + std::to_string(id) + " does not exist, or it was deleted."};
}

}  // namespace

Revision next_revision(const Revision& before, const std::string& person) {
    Revision revision = before;
    revision.fields.erase("System.History");
    revision.fields.erase("System.ChangedDate");
    revision.fields["System.ChangedBy"] = Person{person};
    return revision;
}

void Collection::stamp(Revision& revision, const Revision& before, const std::string& person) const {
    const auto written = revision.fields.find("System.ChangedDate");
    const long long earliest = before.number == 0 ? 0 : before.changed_ms + 1;
    revision.changed_ms = std::max(now(), earliest);
    if (written != revision.fields.end()) {
        revision.changed_ms = std::get<Moment>(written->second).ms;
        if (revision.changed_ms < earliest) {
            throw Refusal(400, "WorkItemDatesOutOfOrderException",
                          "VS402625: Dates must be increasing with each revision.");
        }
    }
    revision.fields["System.ChangedDate"] = Moment{revision.changed_ms};
    stamp_state(revision, before, person);
}

void Collection::stamp_state(Revision& revision, const Revision& before, const std::string& person) const {
    const std::string state_name = text_of(revision.fields, "System.State");
    const bool moved = state_name != text_of(before.fields, "System.State");
    const Project* home = project(text_of(revision.fields, "System.TeamProject"));
    const WorkItemType* type =
        home == nullptr ? nullptr : home->type(text_of(revision.fields, "System.WorkItemType"));
    const State* state = type == nullptr ? nullptr : type->state(state_name);
    if (state == nullptr || (!moved && before.number > 0)) return;
    revision.fields["System.State"] = state->name;
    const Moment when{revision.changed_ms};
    const Person who{person};
    revision.fields["Microsoft.VSTS.Common.StateChangeDate"] = when;
    if (before.number == 0 && state == &type->states.front()) return;
    const bool resolved = state->category == "Resolved", done = state->category == "Completed";
    if (state->category == "InProgress") {
        put_pair(revision.fields, "Microsoft.VSTS.Common.Activated", true, when, who);
    }
    if (!done) put_pair(revision.fields, "Microsoft.VSTS.Common.Resolved", resolved, when, who);
    put_pair(revision.fields, "Microsoft.VSTS.Common.Closed", done, when, who);
}

void Collection::commit(WorkItem& item, Revision revision, const std::string& person,
                        const std::string& comment_format) {
    const Revision before = item.now();
    stamp(revision, before, person);
    revision.number = before.number + 1;
    revision.revised_ms = never_ms;
    revision.watermark = ++watermark_;
    ++revisions_made_;
    for (Relation& each : revision.relations) {
        if (each.resource_id == 0 && each.target == 0) each.resource_id = next_resource_id_++;
    }
    if (const std::string said = text_of(revision.fields, "System.History"); !said.empty()) {
        item.comments.push_back({next_comment_id_++, 1, revision.number, said, comment_format, person, person,
                                 revision.changed_ms, revision.changed_ms});
        const auto kept = std::count_if(item.comments.begin(), item.comments.end(),
                                        [](const Comment& each) { return !each.deleted; });
        revision.fields["System.CommentCount"] = static_cast<long long>(kept);
    }
    if (before.number == 0) {
        item.revisions.back() = std::move(revision);
    } else {
        item.now().revised_ms = revision.changed_ms;
        item.revisions.push_back(std::move(revision));
    }
    feed_.push_back({watermark_, item.id, item.revisions.size() - 1});
    remember_tags(item.now().fields);
    note_update(item, before, person);
    mirror_links(item, before.relations, person);
}

void Collection::note_update(WorkItem& item, const Revision& before, const std::string& person) {
    Update update;
    update.id = static_cast<int>(item.updates.size()) + 1;
    update.revision = item.now().number;
    update.person = person;
    update.changed_ms = item.now().number == before.number ? now() : item.now().changed_ms;
    update.fields = differences(before.number == 0 ? Fields{} : before.fields, item.now().fields);
    update.added = missing_in(item.now().relations, before.relations);
    update.removed = missing_in(before.relations, item.now().relations);
    item.updates.push_back(std::move(update));
}

// The other end of a link between items sees it too; that makes an update there, but no revision.
void Collection::mirror_links(const WorkItem& item, const std::vector<Relation>& before,
                              const std::string& person) {
    const auto reflect = [&](const Relation& relation, bool add) {
        const RelationType* type = relation_type(relation.rel);
        const auto found = items_.find(relation.target);
        if (type == nullptr || relation.target == 0 || found == items_.end()) return;
        const std::string back = type->opposite.empty() ? relation.rel : type->opposite;
        const Relation mirrored{back, "", item.id, relation.comment, relation_type(back)->name};
        WorkItem& other = found->second;
        const Revision old = other.now();
        std::erase_if(other.now().relations, [&](const Relation& each) { return same_end(each, mirrored); });
        if (add) other.now().relations.push_back(mirrored);
        note_update(other, old, person);
    };
    for (const Relation& gone : missing_in(before, item.now().relations)) reflect(gone, false);
    for (const Relation& made : missing_in(item.now().relations, before)) reflect(made, true);
}

void Collection::remember_tags(const Fields& fields) {
    const std::string all = text_of(fields, "System.Tags");
    std::size_t begin = 0;
    while (begin < all.size()) {
        const auto end = std::min(all.find(';', begin), all.size());
        const std::string name = trim(std::string_view(all).substr(begin, end - begin));
        Tag& tag = tags_[lower(name)];
        if (tag.id.empty()) tag = {guid_of("tag:" + lower(name)), name, 0};
        tag.used_ms = now();
        begin = end + 1;
    }
}

void Collection::remove(int id, const std::string& person) {
    WorkItem& item = readable(id);
    Revision revision = next_revision(item.now(), person);
    revision.fields["System.IsDeleted"] = true;
    commit(item, std::move(revision), person);
    item.deleted = true;
    item.deleted_ms = item.now().changed_ms;
    item.deleted_by = person;
}

void Collection::restore(int id, const std::string& person) {
    WorkItem* item = in_recycle_bin(id);
    if (item == nullptr) throw item_not_found(id);
    item->deleted = false;
    Revision revision = next_revision(item->now(), person);
    revision.fields.erase("System.IsDeleted");
    commit(*item, std::move(revision), person);
}

void Collection::destroy(int id) {
    if (items_.erase(id) == 0) throw item_not_found(id);
    std::erase_if(feed_, [&](const FeedEntry& entry) { return entry.item == id; });
}

const Comment& Collection::add_comment(int id, const std::string& text, const std::string& format,
                                       const std::string& person) {
    Change change;
    change.fields.push_back({"System.History", text});
    change.comment_format = format;
    update(id, change, {person});
    return readable(id).comments.back();
}

const Comment& Collection::change_comment(int id, int comment, const std::string& text,
                                          const std::string& person) {
    WorkItem& item = readable(id);
    for (Comment& each : item.comments) {
        if (each.id != comment || each.deleted) continue;
        if (each.created_by != person) {
            throw Refusal(403, "AccessDeniedException", "Only the author of a comment may change it.");
        }
        refuse_poison(id, item.now().fields);
        const bool revision = switches.comment_changes_make_revisions;
        if (revision) commit(item, next_revision(item.now(), person), person);
        each.text = text;
        ++each.version;
        each.changed_by = person;
        each.changed_ms = revision ? item.now().changed_ms : now();
        return each;
    }
    throw comment_not_found(comment);
}

void Collection::remove_comment(int id, int comment, const std::string& person) {
    change_comment(id, comment, "", person);
    WorkItem& item = readable(id);
    long long kept = 0;
    for (Comment& each : item.comments) {
        if (each.id == comment) each.deleted = true;
        if (!each.deleted) ++kept;
    }
    item.now().fields["System.CommentCount"] = kept;
}

}  // namespace sandbox::azure_devops
