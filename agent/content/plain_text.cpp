#include "content/plain_text.h"

#include "content/canonical_html.h"
#include "content/element.h"
#include "content/plain_writer.h"
#include "content/reference.h"
#include "content/tokens.h"
#include "content/utf8.h"

#include <algorithm>

namespace deskbridge {
namespace {

using namespace html;

std::string attribute(std::string_view attributes, std::string_view name) {
    std::string value;
    RawAttribute raw;
    for (size_t at = 0; next_attribute(attributes, at, raw);) {
        if (raw.name == name && decode_references(raw.value, value)) return value;
    }
    return {};
}

/// Reads canonical HTML, in which every tag is closed and nothing else needs to be expected.
class PlainReader {
public:
    explicit PlainReader(std::string_view canonical) : tokens_(canonical) {}

    std::string read() {
        for (Token token = tokens_.next(); token.kind != Token::Kind::finish; token = tokens_.next()) {
            const Element* element = find_element(token.name);
            if (token.kind == Token::Kind::text)
                text(token.source);
            else if (element == nullptr)
                continue;
            else if (token.kind == Token::Kind::start)
                start(*element, token.attributes);
            else
                end(*element);
        }
        return writer_.take();
    }

private:
    struct Link {
        std::string address;
        size_t begin;
    };

    void text(std::string_view source) {
        std::string decoded;
        if (!decode_references(source, decoded)) decoded = source;
        if (preformatted_ == 0) return writer_.words(decoded);
        // the line break right behind <pre> belongs to the tag
        const bool owned = after_pre_ && decoded[0] == '\n';
        after_pre_ = false;
        writer_.verbatim(std::string_view(decoded).substr(owned ? 1 : 0));
    }

    void start(const Element& element, std::string_view attributes) {
        after_pre_ = false;
        switch (element.part) {
            case Part::mark: return mark(element, attributes);
            case Part::link: links_.push_back({attribute(attributes, "href"), writer_.size()}); return;
            case Part::list:
                writer_.part(numbers_.empty() ? 2 : 1);
                numbers_.push_back(element.as == "ol" ? 1 : 0);
                return;
            case Part::item: return writer_.begin_item(bullet());
            case Part::quote: return writer_.begin_quote();
            case Part::row: return writer_.begin_row();
            case Part::cell: return writer_.begin_cell();
            case Part::preformatted:
                ++preformatted_;
                after_pre_ = true;
                return writer_.part(2);
            case Part::rule:
                writer_.part(2);
                writer_.words("---");
                return writer_.part(2);
            default: return writer_.part(breaks_around(element));
        }
    }

    void end(const Element& element) {
        after_pre_ = false;
        switch (element.part) {
            case Part::link: return end_link();
            case Part::list:
                if (!numbers_.empty()) numbers_.pop_back();
                return writer_.part(numbers_.empty() ? 2 : 1);
            case Part::item: writer_.end_indent(); return writer_.part(1);
            case Part::quote: writer_.end_indent(); return writer_.part(2);
            case Part::row: return writer_.end_row();
            case Part::cell: return;
            case Part::preformatted:
                if (preformatted_ > 0) --preformatted_;
                return writer_.part(2);
            default: return writer_.part(breaks_around(element));
        }
    }

    // paragraphs in a list stay together
    size_t breaks_around(const Element& element) const {
        switch (element.part) {
            case Part::paragraph:
            case Part::heading:
            case Part::table:
            case Part::terms: return numbers_.empty() ? 2 : 1;
            case Part::phrase: return 0;
            default: return 1;
        }
    }

    std::string bullet() {
        if (numbers_.empty() || numbers_.back() == 0) return "- ";
        return std::to_string(numbers_.back()++) + ". ";
    }

    void mark(const Element& element, std::string_view attributes) {
        if (element.as == "br") return writer_.line_break();
        const std::string alt = attribute(attributes, "alt"), address = attribute(attributes, "src");
        writer_.words(alt);
        writer_.words(alt.empty() ? address : " (" + address + ")");
    }

    void end_link() {
        if (links_.empty()) return;
        const Link link = std::move(links_.back());
        links_.pop_back();
        const std::string_view shown = writer_.since(link.begin);
        if (shown == link.address || "mailto:" + std::string(shown) == link.address) return;
        writer_.words(shown.empty() ? link.address : " (" + link.address + ")");
    }

    Tokens tokens_;
    PlainWriter writer_;
    std::vector<Link> links_;
    std::vector<size_t> numbers_;
    size_t preformatted_ = 0;
    bool after_pre_ = false;
};

// the text with one kind of line break
std::string with_line_feeds(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            out += text[i];
        else if (text.substr(i + 1, 1) != "\n")
            out += '\n';
    }
    return out;
}

void append_paragraph(std::string& out, std::string_view lines) {
    out += "<p>";
    for (size_t begin = 0; begin < lines.size();) {
        const size_t end = std::min(lines.find('\n', begin), lines.size());
        append_escaped(out, lines.substr(begin, end - begin));
        if (end < lines.size()) out += "<br>";
        begin = end + 1;
    }
    out += "</p>";
}

}  // namespace

std::string plain_text(std::string_view html) {
    return PlainReader(canonical_html(html)).read();
}

std::string html_from_text(std::string_view text) {
    const std::string clean = with_line_feeds(mend_utf8(text));
    const std::string_view all = clean;
    std::string out;
    for (size_t begin = all.find_first_not_of('\n'); begin < all.size();
         begin = all.find_first_not_of('\n', begin)) {
        const size_t end = std::min(all.find("\n\n", begin), all.size());
        std::string_view lines = all.substr(begin, end - begin);
        begin = end;
        if (lines.back() == '\n') lines.remove_suffix(1);
        append_paragraph(out, lines);
    }
    // what is beyond the bounds of rich text has one form only
    return canonical_html(out);
}

}  // namespace deskbridge
