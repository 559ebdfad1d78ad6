// What is said on a work item, as it is to stand on its ticket.
#pragma once

#include "mapping/mapping.h"
#include "model/link.h"
#include "model/message.h"
#include "model/work_item.h"

#include <cstdint>
#include <span>
#include <string>

namespace deskbridge {

/// True when the mapping says anything about comments towards the ticket.
bool wants_comments(const Mapping& mapping);

/// True when files of the work item go to the ticket.
bool wants_item_files(const Mapping& mapping);

/// True when a comment is one that we wrote for this link, or for any other: it stands for a message, or
/// holds notes of ours. One that only quotes such a comment is somebody's own.
bool is_copy(const Comment& comment);

/// Who may read it on the ticket. Everyone only with `marked`, and only when its text begins with the
/// marker (blanks and markup before it do not matter; case of A-Z ignored; a longer word that begins so is
/// none).
Visibility visibility_of(const Comment& comment, const CommentRules& rules);

/// The form in which a comment is compared.
std::string comment_digest(const Comment& comment);

/// The address of the work item with which a message on the ticket shows whose copy it is; "comment 7" of the
/// link. The message is known by it again: see carries_comment and stands_for_comment in model/mark.h.
std::string comment_address(const Link& link, std::int64_t comment);

/// A message that shows who said it and when, with the address by which it is known again, then `body`
/// (canonical HTML) and the `notes`. One for everyone reads like a reply: the body alone, without the marker
/// of `rules`, and, unseen by a reader, the address; notes are left out. Pure; the result is canonical HTML.
Html message_on(const Comment& comment, const Link& link, Visibility visibility, const std::string& body,
                std::span<const std::string> notes, const CommentRules& rules);

/// Canonical HTML without the marker that it begins with, and without what parts the two.
std::string without_marker(const std::string& body, const std::string& marker);

/// A comment's text as canonical HTML, whichever way it is kept.
std::string body_of(const Comment& comment);

}  // namespace deskbridge
