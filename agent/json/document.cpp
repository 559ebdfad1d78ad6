#include "contract/sync_error.h"
#include "json/json.h"
#include "json/rapid.h"
#include "json/utf8.h"

#include <cstdint>
#include <fmt/format.h>

namespace deskbridge::json {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// An escape sequence from its backslash on.
struct Escape {
    std::size_t length = 2;
    bool lone_surrogate = false;
};

/// The value of the four hexadecimal digits at `at`; 0 when there are no such.
unsigned hex4(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return 0;
    unsigned value = 0;
    for (const char c : text.substr(at, 4)) {
        const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
                               : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                                      : 16;
        if (digit == 16) return 0;
        value = value * 16 + digit;
    }
    return value;
}

Escape escape_at(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size() || text[at + 1] != 'u') return {};
    const unsigned first = hex4(text, at + 2);
    if (first < 0xD800 || first > 0xDFFF) return {};
    const bool low_follows = text.substr(at + 6, 2) == "\\u" && (hex4(text, at + 8) & 0xFC00) == 0xDC00;
    if (first <= 0xDBFF && low_follows) return {.length = 12};
    return {.length = 6, .lone_surrogate = true};
}

bool has_lone_surrogate(std::string_view text) {
    for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
        const Escape escape = escape_at(text, at);
        if (escape.lone_surrogate) return true;
        at += escape.length;
    }
    return false;
}

std::string mended(std::string_view text) {
    std::string out = mend_utf8(text);
    for (std::size_t at = out.find('\\'); at != std::string::npos; at = out.find('\\', at)) {
        const Escape escape = escape_at(out, at);
        if (escape.lone_surrogate) out.replace(at, escape.length, "\\uFFFD");
        at += escape.length;
    }
    return out;
}

/// Where `offset` of the mended text lies in the text that came: mending replaces a part by three bytes.
std::size_t offset_before_mending(std::string_view text, std::size_t offset) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size() && seen < offset;) {
        const Utf8Unit unit = utf8_unit(text, at);
        seen += unit.valid ? unit.length : 3;
        at += unit.length;
    }
    return at;
}

struct Failure {
    std::string complaint;
    std::size_t offset = 0;
};

/// Passes on to a document what the parser finds, until that is nested too deep.
class Bounded {
public:
    explicit Bounded(rapidjson::Document& out) : out_(out) {}

    bool Null() { return out_.Null(); }
    bool Bool(bool value) { return out_.Bool(value); }
    bool Int(int value) { return out_.Int(value); }
    bool Uint(unsigned value) { return out_.Uint(value); }
    bool Int64(std::int64_t value) { return out_.Int64(value); }
    bool Uint64(std::uint64_t value) { return out_.Uint64(value); }
    bool Double(double value) { return out_.Double(value); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool copy) {
        return out_.RawNumber(text, size, copy);
    }
    bool String(const char* text, rapidjson::SizeType size, bool copy) {
        return out_.String(text, size, copy);
    }
    bool Key(const char* text, rapidjson::SizeType size, bool copy) { return out_.Key(text, size, copy); }
    bool StartObject() { return ++depth_ <= depth_limit && out_.StartObject(); }
    bool EndObject(rapidjson::SizeType count) { return --depth_, out_.EndObject(count); }
    bool StartArray() { return ++depth_ <= depth_limit && out_.StartArray(); }
    bool EndArray(rapidjson::SizeType count) { return --depth_, out_.EndArray(count); }

private:
    rapidjson::Document& out_;
    std::size_t depth_ = 0;
};

/// Texts stay where they are in `text`, over which the parser writes their plain form.
std::optional<Failure> read(rapidjson::Document& document, std::string& text) {
    constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseFullPrecisionFlag;
    TextStream stream(text);
    rapidjson::Reader reader;
    const auto generate = [&](rapidjson::Document& out) {
        Bounded bounded(out);
        return !reader.Parse<flags>(stream, bounded).IsError();
    };
    document.Populate(generate);
    const auto code = reader.GetParseErrorCode();
    // the parser stands behind the bracket then
    if (code == rapidjson::kParseErrorTermination)
        return Failure{fmt::format("it is nested deeper than {} levels", depth_limit),
                       reader.GetErrorOffset() - 1};
    if (code != rapidjson::kParseErrorNone) return Failure{complaint_of(code), reader.GetErrorOffset()};
    // the parser takes a NUL byte for the end of its input
    if (stream.Tell() != text.size()) return Failure{"a NUL byte follows the value", stream.Tell()};
    return {};
}

[[noreturn]] void fail(std::string_view what, const std::string& complaint, std::size_t offset) {
    throw SyncError(Reach::item, Trouble::data,
                    fmt::format("{} is not JSON that can be read: {} (at byte {})", what, complaint, offset));
}

}  // namespace

struct Document::Tree {
    std::string text;
    rapidjson::Document document;
};

Document Document::parse(std::string_view text, std::string_view what) {
    const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const std::string_view body = text.substr(skipped);
    const bool sound = is_utf8(body) && !has_lone_surrogate(body);
    const auto tree = std::make_shared<Tree>();
    tree->text = sound ? std::string(body) : mended(body);
    if (const auto failure = read(tree->document, tree->text)) {
        const auto offset = sound ? failure->offset : offset_before_mending(body, failure->offset);
        fail(what, failure->complaint, offset + skipped);
    }
    const rapidjson::Value& root = tree->document;
    return {tree, View(&root)};
}

Document::Document(std::shared_ptr<const Tree> tree, View root) : tree_(std::move(tree)), root_(root) {}
Document::Document(Document&& other) noexcept
    : tree_(std::move(other.tree_)), root_(std::exchange(other.root_, View())) {}
Document& Document::operator=(Document&& other) noexcept {
    tree_ = std::move(other.tree_);
    root_ = std::exchange(other.root_, View());
    return *this;
}
Document::~Document() = default;

View Document::root() const {
    return root_;
}

Document Document::part(View place) const {
    return {tree_, place};
}

}  // namespace deskbridge::json
