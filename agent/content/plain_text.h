#pragma once
#include <string>
#include <string_view>

namespace deskbridge {

/// Rich text as people read it: blocks on lines of their own, paragraphs with an empty line between, lists
/// with
/// "- " or "1. ", quotes with "> ", cells with " | " between, links as "words (address)", preformatted text
/// as it stands. Takes any HTML; total.
std::string plain_text(std::string_view html);

/// Plain text as canonical HTML: empty lines part paragraphs, line breaks become <br>, everything is
/// escaped. Nothing in it is read as a tag or a link. Empty for an empty text.
std::string html_from_text(std::string_view text);

}  // namespace deskbridge
