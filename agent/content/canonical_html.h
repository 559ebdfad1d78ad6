#pragma once
#include <string>
#include <string_view>

namespace deskbridge {

struct Canonical {
    std::string html;
    /// The text was too large, too deeply nested or never came to rest: only its words and line breaks are
    /// left, so the original is worth keeping as a file.
    bool simplified = false;
};

/// The one form in which rich text is sent and compared: parsed as a browser would, reduced to an allow-list
/// of elements, attributes and address schemes, and written again in one fixed way. Safe to show to anybody.
/// Total: every input has a canonical form, and canonical(canonical(x).html).html is the same again. Text is
/// kept character by character, control characters, bidi marks and private use included; only what HTML
/// cannot carry is changed (invalid UTF-8 and U+0000 become U+FFFD, CR LF and CR become LF). Links to other
/// schemes than http, https and mailto, and relative ones, lose the link and keep their words; a picture from
/// elsewhere is replaced by its description.
Canonical canonical(std::string_view html);

/// The same without the report.
std::string canonical_html(std::string_view html);

}  // namespace deskbridge
