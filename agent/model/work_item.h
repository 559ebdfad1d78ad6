// A work item as the work tracker has it, and one that is still to be made.
#pragma once

#include "model/value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge {

using WorkItemId = std::int64_t;

/// A hyperlink relation. On an item of ours, `url` is the ticket's address and `comment` the mark.
struct Hyperlink {
    std::string url;
    std::string comment;
    bool operator==(const Hyperlink&) const = default;
};

/// A file of a work item, uploaded before: `url` is what the tracker gave it.
struct Attachment {
    std::string url;
    std::string name;
    std::string comment;
    bool operator==(const Attachment&) const = default;
};

/// `fields` is keyed by reference name ("System.Title"); absent = nothing.
struct WorkItem {
    WorkItemId id = 0;
    int revision = 0;
    std::string url;  ///< the address a person opens
    Record fields;
    std::vector<Hyperlink> hyperlinks;
    std::vector<Attachment> files;
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

/// What one update carries, as one revision: fields ("System.History" holds a comment) and files that are
/// added. It takes effect only while the item is at `revision`.
struct WorkItemChange {
    WorkItemId id = 0;
    int revision = 0;
    Record fields;
    std::vector<Attachment> files;
};

}  // namespace deskbridge
