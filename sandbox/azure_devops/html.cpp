#include "sandbox/azure_devops/html.h"

#include "sandbox/azure_devops/value.h"

#include <algorithm>
#include <array>
#include <gumbo.h>

namespace sandbox::azure_devops {

namespace {

constexpr unsigned max_depth = 200;

std::string escape(std::string_view text, bool attribute) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"' && attribute)
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

bool is_dropped(GumboTag tag) {
    static constexpr std::array dropped = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME,
                                           GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_FORM,
                                           GUMBO_TAG_META,   GUMBO_TAG_LINK,  GUMBO_TAG_TITLE};
    return std::find(dropped.begin(), dropped.end(), tag) != dropped.end();
}

bool is_void(GumboTag tag) {
    return tag == GUMBO_TAG_BR || tag == GUMBO_TAG_IMG || tag == GUMBO_TAG_HR || tag == GUMBO_TAG_INPUT ||
           tag == GUMBO_TAG_COL || tag == GUMBO_TAG_WBR;
}

bool is_kept(const GumboAttribute& attribute) {
    const std::string name = lower(attribute.name), value = lower(trim(attribute.value));
    return name.rfind("on", 0) != 0 && value.rfind("javascript:", 0) != 0;
}

void write_children(const GumboVector& children, unsigned depth, std::string& out);

void write_element(const GumboElement& element, unsigned depth, std::string& out) {
    if (is_dropped(element.tag)) return;
    std::string name = gumbo_normalized_tagname(element.tag);
    if (name.empty()) return write_children(element.children, depth, out);
    out += "<" + name;
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
        if (is_kept(attribute)) {
            out += " " + lower(attribute.name) + "=\"" + escape(attribute.value, true) + "\"";
        }
    }
    out += ">";
    if (is_void(element.tag)) return;
    write_children(element.children, depth, out);
    out += "</" + name + ">";
}

void write_children(const GumboVector& children, unsigned depth, std::string& out) {
    if (depth > max_depth) return;
    for (unsigned i = 0; i < children.length; ++i) {
        const auto* node = static_cast<const GumboNode*>(children.data[i]);
        if (node->type == GUMBO_NODE_ELEMENT) write_element(node->v.element, depth + 1, out);
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
            node->type == GUMBO_NODE_CDATA) {
            out += escape(node->v.text.text, false);
        }
    }
}

const GumboNode* body_of(const GumboNode& root) {
    for (unsigned i = 0; i < root.v.element.children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(root.v.element.children.data[i]);
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY) return child;
    }
    return nullptr;
}

}  // namespace

std::size_t utf16_length(std::string_view utf8) {
    std::size_t units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) ++units;
        if (byte >= 0xf0) ++units;
    }
    return units;
}

std::string rewrite_html(const std::string& html) {
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    std::string out;
    if (const GumboNode* body = body_of(*output->root)) write_children(body->v.element.children, 0, out);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return out;
}

}  // namespace sandbox::azure_devops
