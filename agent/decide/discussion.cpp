#include "decide/discussion.h"

#include "content/canonical_html.h"
#include "content/clip_html.h"
#include "content/digest.h"
#include "content/plain_text.h"
#include "decide/heading.h"
#include "mapping/coercion.h"
#include "model/mark.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string head_of(const Message& message, const Link& link) {
    const bool is_internal = message.visibility == Visibility::internal;
    return heading(message.author, is_internal ? "internal note" : "public message",
                   message_address(link.ticket_url, link.key, message.id), message.created);
}

/// Desks change the blanks of a text, so they are left out.
bool is_link_note(const Message& message) {
    if (message.visibility != Visibility::internal) return false;
    std::string words = plain_text(message.text.markup);
    std::erase_if(words, [](unsigned char c) { return c <= ' ' || c == 0xC2 || c == 0xA0; });
    return words.find("deskbridge:1") != std::string::npos;
}

}  // namespace

bool wants_discussion(const Mapping& mapping) {
    return mapping.comments && (mapping.comments->replies_to_work || mapping.comments->notes_to_work);
}

bool wants_files(const Mapping& mapping) {
    return mapping.attachments == AttachmentFlow::to_work || mapping.attachments == AttachmentFlow::both;
}

bool is_wanted(const Message& message, const CommentRules& rules) {
    if (is_link_note(message) || stands_for_comment(message.text.markup)) return false;
    return message.visibility == Visibility::everyone ? rules.replies_to_work : rules.notes_to_work;
}

std::string event_id(const std::string& what, int revision) {
    return fmt::format("event-{}-{}", what, revision);
}

bool is_event(std::string_view message_id) {
    return message_id.rfind("event-", 0) == 0;
}

std::string message_digest(const Message& message) {
    return digest(canonical_html(message.text.markup) +
                  (message.visibility == Visibility::internal ? "\nnote" : "\npublic"));
}

Html comment_on(const Message& message, const Link& link, const std::string& body,
                std::span<const std::string> notes) {
    const auto text = clip_html(body, longest_text,
                                "<p><i>The message is longer than this; all of it is on the ticket.</i></p>");
    return {canonical_html(head_of(message, link) + text.text + notes_html(notes))};
}

std::string notes_html(std::span<const std::string> notes) {
    if (notes.empty()) return {};
    std::string html = "<p><i>" + std::string(note_heading) + "</i></p><ul>";
    for (const auto& note : notes) html += "<li>" + escape_html(note) + "</li>";
    return canonical_html(html + "</ul>");
}

}  // namespace deskbridge
