#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::html {

/// An attribute as it was written: references in the value are not decoded, quotes are taken off.
struct RawAttribute {
    std::string_view name;
    std::string_view value;
};

/// One piece of HTML. `source` is the whole piece; `name` (in lower case) and `attributes` (everything
/// between the name and the ">") belong to tags.
struct Token {
    enum class Kind { text, start, end, comment, finish };
    Kind kind = Kind::finish;
    std::string_view source;
    std::string name;
    std::string_view attributes;
};

/// Cuts HTML into pieces in one pass without building anything, with the tag syntax of the HTML standard. It
/// knows nothing of structure, so it costs the same for hostile input. Reads the view it was given, which
/// must outlive it.
class Tokens {
public:
    explicit Tokens(std::string_view html) : html_(html) {}

    /// The next piece; `finish` at the end, and again however often it is asked.
    Token next();

    /// Where the next piece begins.
    size_t position() const { return at_; }

    /// Skips to the end tag that closes a raw text element (script, style, title, ...) whose start tag was
    /// the last piece; returns what was skipped.
    std::string_view skip_raw(std::string_view name);

private:
    Token tag(Token::Kind kind, size_t name_begin);
    Token comment(size_t end);
    Token markup();

    std::string_view html_;
    size_t at_ = 0;
};

/// Reads one attribute at `at` and moves `at` behind it. False at the end of the tag, `at` then being at the
/// ">" or at the end of the text.
bool next_attribute(std::string_view html, size_t& at, RawAttribute& out);

/// Elements whose content is text for every HTML parser, whatever it looks like.
bool is_raw_text(std::string_view name);

bool is_html_space(char c);
std::string lower(std::string_view ascii);

}  // namespace deskbridge::html
