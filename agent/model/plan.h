// What should be done for one ticket, and why: the value between deciding and doing.
#pragma once

#include "model/link.h"
#include "model/message.h"
#include "model/work_item.h"

#include <string>
#include <vector>

namespace deskbridge {

/// What the mapping says of one work field. set: travels as it is. cut: travels shortened. left: not written.
/// problem: cannot be written; the ticket waits until data or mapping change.
struct FieldVerdict {
    enum class Kind { set, cut, left, problem };
    std::string field;  ///< reference name; as written in the mapping where the process has no such field
    Kind kind = Kind::left;
    Value value;
    std::string reason;
    std::string hint;    ///< of a problem: the fix
    bool noted = false;  ///< the reason is for people on the work side to read
};

/// A text that is carried as a file beside what was cut.
struct TextFile {
    std::string name;
    std::string content;
};

/// nothing: the reason says why not. create: `item` is complete but for its mark. hold: the ticket is parked
/// with `reason` and `hint`.
struct Plan {
    enum class Kind { nothing, create, hold };
    Kind kind = Kind::nothing;
    std::string ticket_id;
    std::string ticket_ref;
    std::string ticket_url;
    std::string mapping;
    std::string reason;
    std::string hint;
    NewWorkItem item;
    Base base;
    LinkBackState link_back = LinkBackState::not_wanted;
    bool talk = false;                ///< the ticket's further messages are wanted on the item
    std::vector<File> files;          ///< of the ticket, to be carried over before the item is made
    std::vector<TextFile> originals;  ///< of rich text that was cut
    bool pictures = false;            ///< those in rich text go along
    std::vector<std::string> notes;   ///< sentences that people on the work side should read on the item
    std::vector<FieldVerdict> fields;
};

}  // namespace deskbridge
