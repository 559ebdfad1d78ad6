#include "content/tidy_html.h"

#include "content/canonical_writer.h"
#include "content/reference.h"
#include "content/tokens.h"

#include <algorithm>

namespace deskbridge::html {
namespace {

/// Tells a writer the tree that the tags spell, as long as a parser would build the same one.
class TidyReader {
public:
    explicit TidyReader(std::string_view html) : tokens_(html) { extent_.bytes = html.size(); }

    bool tell(CanonicalWriter& writer) {
        while (true) {
            const Token token = tokens_.next();
            if (token.kind == Token::Kind::finish) return open_.empty();
            if (!take(token, writer) || !structure_.sound()) return false;
        }
    }

    const Extent& extent() const { return extent_; }

private:
    bool take(const Token& token, CanonicalWriter& writer) {
        switch (token.kind) {
            case Token::Kind::start: return start(token, writer);
            case Token::Kind::end: return end(token, writer);
            case Token::Kind::text: return text(token.source, writer);
            default: after_pre_ = false; return true;
        }
    }

    bool start(const Token& token, CanonicalWriter& writer) {
        const Element* element = find_element(token.name);
        if (element == nullptr || !element->keep_content || is_odd(*element)) return false;
        if (!read_tag(token)) return false;
        structure_.open(element->part);
        writer.open(token.name, attributes_);
        after_pre_ = element->part == Part::preformatted;
        if (!element->is_void()) {
            open_.push_back(token.name);
            extent_.depth = std::max(extent_.depth, open_.size());
            return true;
        }
        structure_.close();
        writer.close();
        return true;
    }

    bool end(const Token& token, CanonicalWriter& writer) {
        if (open_.empty() || open_.back() != token.name || !read_tag(token)) return false;
        open_.pop_back();
        structure_.close();
        writer.close();
        after_pre_ = false;
        return true;
    }

    bool text(std::string_view source, CanonicalWriter& writer) {
        if (!decode_references(source, decoded_)) return false;
        // the line break that follows <pre> is not part of the text
        if (after_pre_ && decoded_[0] == '\n') decoded_.erase(0, 1);
        after_pre_ = false;
        structure_.text(decoded_);
        writer.text(decoded_);
        return true;
    }

    // elements with rules of their own about what may stand in them or around them
    static bool is_odd(const Element& element) {
        return element.name == "form" || element.name == "xmp" || element.name == "plaintext";
    }

    bool read_tag(const Token& token) {
        attributes_.clear();
        RawAttribute raw;
        for (size_t at = 0; next_attribute(token.attributes, at, raw);) {
            if (!decode_references(raw.value, decoded_)) return false;
            attributes_.push_back({lower(raw.name), decoded_});
        }
        ++extent_.tags;
        extent_.attributes = std::max(extent_.attributes, attributes_.size());
        return true;
    }

    Tokens tokens_;
    Structure structure_;
    std::vector<std::string> open_;
    std::vector<Attribute> attributes_;
    std::string decoded_;
    bool after_pre_ = false;
    Extent extent_;
};

}  // namespace

std::optional<Tidy> canonical_of_tidy(std::string_view html) {
    CanonicalWriter writer;
    TidyReader reader(html);
    if (!reader.tell(writer) || !writer.sound()) return std::nullopt;
    return Tidy{writer.take(), reader.extent()};
}

}  // namespace deskbridge::html
