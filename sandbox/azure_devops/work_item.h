// A work item with everything that ever happened to it.
#pragma once

#include "sandbox/azure_devops/value.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sandbox::azure_devops {

/// A link. For links between work items `target` is the other item's id and `url` is empty; for a
/// Hyperlink, AttachedFile or ArtifactLink it is the other way round.
struct Relation {
    std::string rel;
    std::string url;
    int target = 0;
    std::string comment;
    std::string name;
    long long size = 0;
    int resource_id = 0;
    long long added_ms = 0;
};

/// The item as it was from one revision to the next. `fields` holds what people see and System.History of
/// exactly this revision.
struct Revision {
    int number = 1;
    long long changed_ms = 0;
    long long revised_ms = never_ms;
    long long watermark = 0;
    Fields fields;
    std::vector<Relation> relations;
};

struct FieldChange {
    std::optional<Value> before;
    std::optional<Value> after;
};

/// One update; links between items make an update without a new revision.
struct Update {
    int id = 1;
    int revision = 1;
    std::string person;
    long long changed_ms = 0;
    std::map<std::string, FieldChange> fields;
    std::vector<Relation> added;
    std::vector<Relation> removed;
};

struct Comment {
    int id = 0;
    int version = 1;
    int revision = 0;
    std::string text;
    std::string format = "html";
    std::string created_by;
    std::string changed_by;
    long long created_ms = 0;
    long long changed_ms = 0;
    bool deleted = false;
};

/// Invariant: `revisions` is never empty; the last one is the present.
struct WorkItem {
    int id = 0;
    std::string project;
    std::vector<Revision> revisions;
    std::vector<Update> updates;
    std::vector<Comment> comments;
    std::map<std::string, std::string> formats;
    bool deleted = false;
    long long deleted_ms = 0;
    std::string deleted_by;

    const Revision& now() const { return revisions.back(); }
    Revision& now() { return revisions.back(); }
};

/// A revision to be made on top of `before`: same content, changed by `person`, date and history open.
Revision next_revision(const Revision& before, const std::string& person);

/// Text of a field that is a string; "" when it is empty or of another type.
std::string text_of(const Fields& fields, const std::string& name);

}  // namespace sandbox::azure_devops
