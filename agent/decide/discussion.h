// What is said on a ticket, as it is to stand on its work item.
#pragma once

#include "mapping/mapping.h"
#include "model/link.h"
#include "model/message.h"

#include <span>
#include <string>
#include <string_view>

namespace deskbridge {

/// True when the mapping says anything about messages towards the work item.
bool wants_discussion(const Mapping& mapping);

/// True when files of the ticket go to the work item.
bool wants_files(const Mapping& mapping);

/// True when this message goes to the work item. One whose visibility is not known is internal; a note by
/// which a ticket was told of its work item stays, and so does what stands for a work item's comment.
bool is_wanted(const Message& message, const CommentRules& rules);

/// Messages of the agent's own about what happened to a ticket go by ids of this form.
std::string event_id(const std::string& what, int revision);
bool is_event(std::string_view message_id);

/// The form in which a message is compared.
std::string message_digest(const Message& message);

/// A comment that shows who said it, when, and to whom, with the address by which it is known again; then
/// `body` (canonical HTML) and the `notes`. A text that is longer than the tracker takes is shortened, and
/// says so. Pure; the result is canonical HTML.
Html comment_on(const Message& message, const Link& link, const std::string& body,
                std::span<const std::string> notes);

/// How a text begins that holds nothing but sentences of the agent's own.
constexpr std::string_view note_heading = "Note of deskbridge:";

/// Sentences of the agent's own as canonical HTML; empty for none.
std::string notes_html(std::span<const std::string> notes);

}  // namespace deskbridge
