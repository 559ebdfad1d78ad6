// A work item as the work tracker has it, and one that is still to be made.
#pragma once

#include "model/value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge {

using WorkItemId = std::int64_t;

/// A hyperlink relation. On an item of ours, `url` is the ticket's address and `comment` the mark. `place` is
/// where it stood among the item's relations when it was read (-1 = it was not): two are the same wherever
/// they stand.
struct Hyperlink {
    std::string url;
    std::string comment;
    int place = -1;
    bool operator==(const Hyperlink& other) const { return url == other.url && comment == other.comment; }
};

/// A file of a work item, uploaded before: `url` is what the tracker gave it.
struct Attachment {
    std::string url;
    std::string name;
    std::string comment;
    bool operator==(const Attachment&) const = default;
};

/// A link to another work item, as this one has it. parent: the other one is its parent. `comment`: a mark,
/// on one of ours. `place` as of a hyperlink.
struct ItemLink {
    enum class Kind { parent, child, related };
    Kind kind = Kind::related;
    WorkItemId item = 0;
    std::string comment;
    int place = -1;
    bool operator==(const ItemLink& other) const { return kind == other.kind && item == other.item; }
};

/// `fields` is keyed by reference name ("System.Title"); absent = nothing.
struct WorkItem {
    WorkItemId id = 0;
    int revision = 0;
    std::string url;  ///< the address a person opens
    Record fields;
    std::vector<Hyperlink> hyperlinks;
    std::vector<Attachment> files;
    std::vector<ItemLink> items = {};  ///< parent, children and related ones
};

/// What the change feed says of one item: it was at this revision, or it is in the recycle bin.
struct ItemNews {
    WorkItemId id = 0;
    int revision = 0;
    bool deleted = false;
};

/// What is said on a work item.
struct Comment {
    std::int64_t id = 0;  ///< the tracker's; the revision that carries it where comments have no ids
    std::string text;     ///< HTML or Markdown, as it is kept
    bool markdown = false;
    Person author;
    Time created{};
};

/// What one create request carries: everything travels in that one request.
struct NewWorkItem {
    std::string project;
    std::string type;
    Record fields;     ///< by reference name; Html for rich text, Person for identities, Words for tags
    Hyperlink origin;  ///< back to the ticket, with the mark as comment
    std::vector<Attachment> files;
};

/// What one update carries, as one revision: fields ("System.History" holds a comment), files and hyperlinks
/// that are added, and hyperlinks, as read at this revision, that are taken away; the same of links to other
/// items, which make no revision. It takes effect only while the item is at `revision`.
struct WorkItemChange {
    WorkItemId id = 0;
    int revision = 0;
    Record fields;
    std::vector<Attachment> files;
    std::vector<Hyperlink> links = {};
    std::vector<Hyperlink> unlinks = {};
    std::vector<ItemLink> relate = {};
    std::vector<ItemLink> unrelate = {};
};

}  // namespace deskbridge
