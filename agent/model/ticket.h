// A ticket as its help desk has it, in words that are the same for every desk.
#pragma once

#include "model/message.h"
#include "model/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// What became of a ticket, as far as the desk tells.
enum class Presence { there, deleted, spam };

/// `fields` holds the common names (subject, description, status, status_category, priority, type,
/// department, category, product, assignee, requester, organization, labels, language, created, updated,
/// due) and what else an adapter documents; `custom` the desk's own fields under the names that people see.
/// `description` is the first public message and stays absent until `described`.
struct Ticket {
    std::string id;      ///< the desk's, as text: some exceed 64 bits
    std::string ref;     ///< what people quote
    std::string url;     ///< the address a person opens; names the ticket in a work item's hyperlink
    std::string merged;  ///< the id that was asked for, when this is what it was merged into
    Presence presence = Presence::there;
    bool described = false;
    Record fields;
    Record custom;
    std::vector<File> files;    ///< of the first message; known once described
    bool more_messages = true;  ///< false: described, and seen to have no message but the first

    /// A value by the path that mappings use: `subject`, `assignee.email`, `custom["Affected version"]` (or
    /// with single quotes), `id`, `ref`, `url`. Nothing for a name that is not there.
    Value get(std::string_view path) const;
};

}  // namespace deskbridge
