#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::html {

/// An attribute with its name in lower case and its value decoded.
struct Attribute {
    std::string name;
    std::string value;
};

/// Receives a tree in document order. Every open is followed by its close, also for elements like br.
class HtmlEvents {
public:
    HtmlEvents() = default;
    HtmlEvents(const HtmlEvents&) = delete;
    HtmlEvents& operator=(const HtmlEvents&) = delete;
    virtual ~HtmlEvents() = default;

    /// `name` in lower case; empty for an element that HTML does not know.
    virtual void open(std::string_view name, const std::vector<Attribute>& attributes) = 0;
    virtual void close() = 0;
    virtual void text(std::string_view decoded) = 0;
};

/// What parsing may use: the parser is cut off beyond it. Some short texts make it rebuild elements without
/// end.
constexpr size_t parser_bytes_max = 32'000'000;

/// Parses HTML as the content of a body, as browsers do, and tells the tree. Needs valid UTF-8 without
/// U+0000 and CR. Comments are left out. Never recurses. False when the parser needed more than `bytes_max`
/// bytes of memory; nothing was told then.
bool walk_html(std::string_view html, HtmlEvents& events, size_t bytes_max = parser_bytes_max);

}  // namespace deskbridge::html
