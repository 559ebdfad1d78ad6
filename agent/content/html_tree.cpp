#include "content/html_tree.h"

#include "content/utf8.h"

#include <array>
#include <csetjmp>
#include <gumbo.h>
#include <memory_resource>
#include <new>

namespace deskbridge::html {
namespace {

// Gumbo 0.10.1 turns control characters and noncharacters that stand in a text into U+FFFD, though it keeps
// them when they come as references. They go through it as a pair of private characters instead: the shield,
// then one that names the character. A shield in the text goes as two. (One that is written as
// a reference before one of those private characters is mistaken; both are characters that mean nothing.)
constexpr char32_t shield = 0x10FFFD;
constexpr char32_t shielded_first = 0x10F000;
constexpr char32_t noncharacter_first = 0xFDD0, noncharacter_last = 0xFDEF;
constexpr char32_t controls = 0xA0;

bool is_plane_end(char32_t c) {
    return (c & 0xFFFEu) == 0xFFFEu;
}

bool needs_shield(char32_t c) {
    if (c < 0x20) return c != U'\t' && c != U'\n' && c != U'\f' && c != U'\r';
    if (c < 0x7F) return false;
    return c < controls || (c >= noncharacter_first && c <= noncharacter_last) || is_plane_end(c);
}

// controls first, then U+FDD0 to U+FDEF, then the last two of each plane
char32_t shielded(char32_t c) {
    if (c < controls) return shielded_first + c;
    if (c <= noncharacter_last && c >= noncharacter_first) {
        return shielded_first + controls + (c - noncharacter_first);
    }
    return shielded_first + 0xC0 + 2 * (c >> 16u) + (c & 1u);
}

char32_t unshielded(char32_t c) {
    const char32_t index = c - shielded_first;
    if (index < controls) return index;
    if (index < 0xC0) return noncharacter_first + (index - controls);
    return ((index - 0xC0) / 2) * 0x10000 + 0xFFFE + (index & 1u);
}

bool is_shielded(char32_t c) {
    return c >= shielded_first && c < shielded_first + 0xC0 + 34;
}

bool is_plain_byte(char c) {
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

std::string with_shields(std::string_view html) {
    // the doctype keeps the parser out of quirks mode, the body keeps it from dropping blanks at the front
    std::string out = "<!DOCTYPE html><body>";
    out.reserve(out.size() + html.size());
    size_t kept = 0;
    for (size_t at = 0; at < html.size();) {
        if (is_plain_byte(html[at])) {
            ++at;
            continue;
        }
        const CodePoint c = code_point_at(html, at);
        if (needs_shield(c.value) || c.value == shield) {
            out.append(html, kept, at - kept);
            append_utf8(out, shield);
            append_utf8(out, c.value == shield ? shield : shielded(c.value));
            kept = at + c.bytes;
        }
        at += c.bytes;
    }
    return out.append(html, kept);
}

std::string without_shields(std::string_view text) {
    constexpr std::string_view shield_bytes = "\xF4\x8F\xBF\xBD";
    std::string out;
    size_t kept = 0;
    for (size_t at = text.find(shield_bytes); at != text.npos; at = text.find(shield_bytes, kept)) {
        out.append(text, kept, at - kept);
        kept = at + shield_bytes.size();
        const CodePoint c = kept < text.size() ? code_point_at(text, kept) : CodePoint{};
        const bool pair = c.value == shield || is_shielded(c.value);
        append_utf8(out, is_shielded(c.value) ? unshielded(c.value) : shield);
        if (pair) kept += c.bytes;
    }
    return out.append(text, kept);
}

/// The memory of one parse, given back as a whole: Gumbo's own clean-up recurses as deep as the tree. Gumbo
/// does not know an allocation that fails, so the way out is the one of its C callers, a long jump over C
/// frames.
struct Memory {
    explicit Memory(size_t bytes_max) : left(bytes_max) {}

    std::array<std::byte, 16'384> first;
    std::pmr::monotonic_buffer_resource pool{first.data(), first.size()};
    size_t left;
    std::jmp_buf way_out{};
};

void* take(Memory& memory, size_t bytes) noexcept {
    if (bytes > memory.left) return nullptr;
    memory.left -= bytes;
    try {
        return memory.pool.allocate(bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

void* allocate(void* memory, size_t bytes) {
    void* taken = take(*static_cast<Memory*>(memory), bytes);
    if (taken == nullptr) std::longjmp(static_cast<Memory*>(memory)->way_out, 1);
    return taken;
}

void keep(void*, void*) {}

const GumboOutput* parse(const std::string& html, Memory& memory) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = &memory;
    options.max_errors = 0;
    if (setjmp(memory.way_out) != 0) return nullptr;
    return gumbo_parse_with_options(&options, html.data(), html.size());
}

const GumboNode* child(const GumboVector& children, size_t index) {
    return static_cast<const GumboNode*>(children.data[index]);
}

const GumboNode* body_of(const GumboOutput& output) {
    const GumboVector& children = output.root->v.element.children;
    for (size_t i = 0; i < children.length; ++i) {
        const GumboNode* node = child(children, i);
        if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_BODY) return node;
    }
    return nullptr;
}

std::string_view name_of(const GumboNode& node) {
    if (node.type == GUMBO_NODE_TEMPLATE) return "template";
    if (node.v.element.tag_namespace == GUMBO_NAMESPACE_SVG) return "svg";
    if (node.v.element.tag_namespace == GUMBO_NAMESPACE_MATHML) return "math";
    return gumbo_normalized_tagname(node.v.element.tag);
}

std::vector<Attribute> attributes_of(const GumboNode& node) {
    const GumboVector& all = node.v.element.attributes;
    std::vector<Attribute> attributes;
    for (unsigned i = 0; i < all.length; ++i) {
        const auto* each = static_cast<const GumboAttribute*>(all.data[i]);
        attributes.push_back({each->name, without_shields(each->value)});
    }
    return attributes;
}

// <isindex> becomes a form with English text that nobody wrote
bool is_invented(const GumboNode& node) {
    return (node.parse_flags & GUMBO_INSERTION_FROM_ISINDEX) != 0;
}

struct Place {
    const GumboNode* node;
    size_t next_child;
};

void tell(const GumboNode& node, std::vector<Place>& open, HtmlEvents& events) {
    if (is_invented(node)) return;
    switch (node.type) {
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE:
            events.open(name_of(node), attributes_of(node));
            open.push_back({&node, 0});
            return;
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_CDATA:
        case GUMBO_NODE_WHITESPACE: return events.text(without_shields(node.v.text.text));
        default: return;
    }
}

void walk(const GumboNode& body, HtmlEvents& events) {
    std::vector<Place> open = {{&body, 0}};
    while (true) {
        Place& place = open.back();
        const GumboVector& children = place.node->v.element.children;
        if (place.next_child < children.length) {
            tell(*child(children, place.next_child++), open, events);
            continue;
        }
        open.pop_back();
        if (open.empty()) return;
        events.close();
    }
}

}  // namespace

bool walk_html(std::string_view html, HtmlEvents& events, size_t bytes_max) {
    const std::string prepared = with_shields(html);
    Memory memory(bytes_max);
    const GumboOutput* output = parse(prepared, memory);
    const GumboNode* body = output == nullptr ? nullptr : body_of(*output);
    if (body == nullptr) return false;
    walk(*body, events);
    return true;
}

}  // namespace deskbridge::html
