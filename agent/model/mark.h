// The trace in a remote object by which an intent finds its own effect again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// `agent` is the state file's own id, `key` is random and belongs to one intent; both are hexadecimal.
/// The key alone is never guessed by a person, so a copied mark is one that was copied on purpose.
struct Mark {
    std::string agent;
    std::string key;
    std::string mapping;
    bool operator==(const Mark&) const = default;
};

/// "deskbridge:1 <agent> <key> <mapping>", at most 255 bytes (the limit of a link's comment), the mapping's
/// name cut where needed.
std::string mark_text(const Mark& mark);

/// The mark in a comment; nothing when the text is no mark of this program.
std::optional<Mark> parse_mark(std::string_view text);

/// The ticket's address as a link to one of its messages. What stands in it makes the comment that holds it
/// known again, be it kept as HTML, Markdown or text. `key` is the link's.
std::string message_address(const std::string& ticket_url, const std::string& key,
                            const std::string& message_id);

/// True for a comment that holds the message's address.
bool carries_message(std::string_view comment, const std::string& key, const std::string& message_id);

}  // namespace deskbridge
