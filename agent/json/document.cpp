#include "contract/sync_error.h"
#include "json/json.h"
#include "json/rapid.h"
#include "json/utf8.h"

#include <cstdint>
#include <cstring>
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

/// How many bytes from `at` on are ordinary ASCII within a text: no quote, no backslash. Looks at eight at a
/// time (the lowest byte that is a quote sets its highest bit in `word - ones & ~word`, and so on).
std::size_t ordinary_run(std::string_view text, std::size_t at) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t tops = ones * 0x80U;
    const auto has_zero = [](std::uint64_t word) { return (word - ones) & ~word; };
    std::size_t end = at;
    for (std::uint64_t word = 0; end + sizeof word <= text.size(); end += sizeof word) {
        std::memcpy(&word, text.data() + end, sizeof word);
        if (((word | has_zero(word ^ ones * '"') | has_zero(word ^ ones * '\\')) & tops) != 0) break;
    }
    const auto is_ordinary = [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
    };
    while (end < text.size() && is_ordinary(text[end])) ++end;
    return end - at;
}

/// What one pass over the text tells before it is parsed.
struct Survey {
    bool sound = true;  ///< valid UTF-8 and no lone surrogate
    std::optional<std::size_t> too_deep_at;
};

Survey survey_of(std::string_view text) {
    Survey survey;
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        std::size_t length = 1;
        if (static_cast<unsigned char>(c) >= 0x80) {
            const Utf8Unit unit = utf8_unit(text, at);
            survey.sound = survey.sound && unit.valid;
            length = unit.length;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            if (c == '\\') {
                const Escape escape = escape_at(text, at);
                survey.sound = survey.sound && !escape.lone_surrogate;
                length = escape.length;
            } else {
                length = ordinary_run(text, at);
            }
        } else if (c == '[' || c == '{') {
            if (++depth > depth_limit && !survey.too_deep_at) survey.too_deep_at = at;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
        at += length;
    }
    return survey;
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

/// So far the parser may look beyond the end, sixteen bytes at a time.
constexpr std::size_t padding = 16;

/// Texts stay where they are in `text`, which the parser writes their plain form over.
std::optional<Failure> read(rapidjson::Document& document, std::string& text) {
    constexpr unsigned flags =
        rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag;
    const std::size_t size = text.size();
    text.resize(size + padding);
    rapidjson::InsituStringStream stream(text.data());
    document.ParseStream<flags, rapidjson::UTF8<>>(stream);
    if (document.HasParseError())
        return Failure{complaint_of(document.GetParseError()), document.GetErrorOffset()};
    // the parser takes a NUL byte for the end of its input
    if (stream.Tell() != size) return Failure{"a NUL byte follows the value", stream.Tell()};
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
    const Survey survey = survey_of(body);
    if (survey.too_deep_at)
        fail(what, fmt::format("it is nested deeper than {} levels", depth_limit),
             *survey.too_deep_at + skipped);
    const auto tree = std::make_shared<Tree>();
    tree->text = survey.sound ? std::string(body) : mended(body);
    if (const auto failure = read(tree->document, tree->text)) {
        const auto offset = survey.sound ? failure->offset : offset_before_mending(body, failure->offset);
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
