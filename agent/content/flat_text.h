#pragma once
#include <string>
#include <string_view>

namespace deskbridge::html {

/// The words of any HTML, in time linear in its length: tags are cut out, blocks and <br> become line breaks,
/// scripts and styles vanish. For texts that a parser must not see. Takes valid UTF-8 without U+0000 and CR.
std::string flat_text(std::string_view html);

/// Plain lines as HTML: escaped, line breaks as <br>. flat_text() of the result is the text again.
std::string html_of_lines(std::string_view text);

}  // namespace deskbridge::html
