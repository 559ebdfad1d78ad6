// The trace in a remote object by which an intent finds its own effect again.
#pragma once

#include <cstdint>
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
    bool by_hand = false;  ///< a further link of its ticket, made by people
    bool operator==(const Mark&) const = default;
};

/// "deskbridge:1 <agent> <key> <mapping>" ("deskbridge:1+ ..." for one by hand), at most 255 bytes (the limit
/// of a link's comment), the mapping's name cut where needed.
std::string mark_text(const Mark& mark);

/// The mark in a comment; nothing when the text is no mark of this program.
std::optional<Mark> parse_mark(std::string_view text);

/// The ticket's address as a link to one of its messages. What stands in it makes the comment that holds it
/// known again, be it kept as HTML, Markdown or text. `key` is the link's.
std::string message_address(const std::string& ticket_url, const std::string& key,
                            const std::string& message_id);

/// True for a comment that holds the message's address.
bool carries_message(std::string_view comment, const std::string& key, const std::string& message_id);

/// The counterpart: the work item's address as a link to one of its comments,
/// "...deskbridge=<key>.c<comment>".
std::string comment_address(const std::string& work_item_url, const std::string& key, std::int64_t comment);

/// True for a message that holds the address of this comment; of any comment of the link.
bool carries_comment(std::string_view message, const std::string& key, std::int64_t comment);
bool carries_any_comment(std::string_view message, const std::string& key);

/// True for a comment that stands for a message of any link; for a message that stands for a comment. Only an
/// address in the first line counts, and none in a quotation: people answer above and below what they quote.
bool stands_for_message(std::string_view comment);
bool stands_for_comment(std::string_view message);

}  // namespace deskbridge
