// What a mapping says, as plain data: which tickets become work items, and how their fields correspond.
#pragma once

#include "model/value.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

enum class Flow { to_work, to_desk, both };
enum class When { create, update, always };
enum class OnConflict { desk, work, newest, ask };
enum class OnDeselect { keep, unlink };

/// What follows when something happens to a ticket or a work item as a whole. follow: the link goes on. note:
/// the other side is told; of what is gone nothing is carried until it is back. unlink: it is told, and the
/// link ends for good. recreate: the ticket gets another work item. recycle: the work item goes to the
/// recycle bin.
enum class OnEvent { follow, note, unlink, recreate, recycle };

struct EventRules {
    OnEvent ticket_deleted = OnEvent::note;   ///< note, unlink, recycle
    OnEvent ticket_spam = OnEvent::note;      ///< the same
    OnEvent ticket_merged = OnEvent::follow;  ///< follow, note, unlink
    OnEvent item_deleted = OnEvent::note;     ///< note, unlink, recreate
    OnEvent item_moved = OnEvent::follow;     ///< follow, note, unlink
    OnEvent item_retyped = OnEvent::follow;   ///< the same
};

/// Which links between tickets become links between their work items.
struct ItemLinkRules {
    bool parents = false;  ///< parent and children
    bool related = false;  ///< tickets that are linked to each other
};

/// A named change of a value on its way to the work item. `argument` is nothing where the name takes none.
struct Transform {
    std::string name;
    std::optional<std::int64_t> argument;
};

/// One row of a value map: this desk value is that work value. Order matters on the way back.
struct ValuePair {
    std::string desk;
    Value work;
};

/// What a value that stands in no row of the value map becomes. error: the ticket is parked, with the value
/// and the map named. keep: the work field stays as it is (at creation: is not set). pass: the value itself.
/// fixed: `value`.
struct Otherwise {
    enum class Kind { error, keep, pass, fixed };
    Kind kind = Kind::error;
    Value value;
};

/// A word that joins those of the ticket; a template, which may give nothing.
struct Addition {
    std::string text;
    std::string place;
};

/// Where a value comes from and what happens to it: the source, then the transforms in order; a value that is
/// nothing by then becomes the default, any other goes through the value map, and what is added joins it.
/// Only a desk source without transforms and additions can be followed back to the ticket.
struct Source {
    enum class Kind {
        desk,           ///< `text` is a path: "subject", "assignee.email", "custom[\"Version\"]"
        template_text,  ///< `text` with {{ expressions }}; text without any is a template too
        value,          ///< `fixed`
        compute         ///< `text` is an expression
    };
    Kind kind = Kind::desk;
    std::string text;
    Value fixed;
    std::vector<ValuePair> values;     ///< empty = no value map
    Otherwise otherwise;               ///< of the value map
    std::optional<Value> when_absent;  ///< "default": a work value for a ticket that says nothing
    std::vector<Transform> transforms;
    std::vector<Addition> added;  ///< "add"; for fields of words only
    std::string place;            ///< "mappings/acme.json:14:7", for messages; empty when not from a file
};

/// One correspondence. `work` is a reference name or a display name, as written. `enforce`: a value changed
/// on the side that does not rule is put back, also while the ruling side is unchanged.
struct FieldMapping {
    std::string work;
    Source source;
    Flow flow = Flow::to_work;
    When when = When::always;
    OnConflict on_conflict = OnConflict::newest;
    bool enforce = false;
};

/// What becomes of messages. `from_work` says what a work item's comment is on the ticket; marked: those that
/// begin with `public_marker` are replies that the customer reads, the rest internal notes.
struct CommentRules {
    enum class FromWork { note, marked, none };
    bool replies_to_work = true;
    bool notes_to_work = true;
    FromWork from_work = FromWork::note;
    std::string public_marker = "#reply";
};

enum class AttachmentFlow { none, to_work, to_desk, both };

/// How a ticket is told of its work item. Empty parts are not wanted.
struct LinkBackRule {
    std::string field;  ///< a field of the desk that takes the work item's id
    std::string label;
    bool note = false;
    std::string count;  ///< a field of the desk that takes how many work items the ticket has
};

/// Whole: whatever it extends is merged in. Nothing here is checked against a process or a desk.
struct Mapping {
    std::string name;
    std::string select = "true";
    std::map<std::string, std::vector<std::string>, std::less<>> find;  ///< narrows what the desk lists
    Source project;
    Source type;
    std::optional<Source> area;
    std::optional<Source> iteration;
    std::vector<FieldMapping> fields;
    std::optional<CommentRules> comments;  ///< nothing = none are carried
    AttachmentFlow attachments = AttachmentFlow::none;
    std::optional<LinkBackRule> link_back;  ///< nothing = the ticket is not written
    OnDeselect on_deselect = OnDeselect::keep;
    EventRules events;
    ItemLinkRules item_links;
    std::string place;         ///< of the file
    std::string select_place;  ///< of the expression
};

}  // namespace deskbridge
