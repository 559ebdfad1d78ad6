#pragma once
#include <string>
#include <string_view>

namespace deskbridge::html {

/// Decodes the character references that mean the same everywhere: &amp; &lt; &gt; &quot; &apos; &nbsp; and
/// numbers of ordinary characters. False, with `out` unspecified, where any other "&" stands in the text:
/// only a full parser knows what that means.
bool decode_references(std::string_view text, std::string& out);

/// Appends text as HTML text: & < > escaped, U+00A0 as &nbsp;, CR LF and CR as LF, everything else as it is.
void append_escaped(std::string& out, std::string_view text);

/// The same for the inside of a quoted attribute value.
void append_escaped_value(std::string& out, std::string_view value);

}  // namespace deskbridge::html
