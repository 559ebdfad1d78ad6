#include "contract/sync_error.h"
#include "json/json.h"
#include "json/rapid.h"
#include "json/utf8.h"

#include <fmt/format.h>
#include <rapidjson/memorystream.h>

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

std::optional<Failure> read(rapidjson::Document& document, std::string_view text) {
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    document.ParseStream<flags, rapidjson::UTF8<>>(stream);
    if (document.HasParseError())
        return Failure{complaint_of(document.GetParseError()), document.GetErrorOffset()};
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
    rapidjson::Document document;
};

Document Document::parse(std::string_view text, std::string_view what) {
    const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const std::string_view body = text.substr(skipped);
    const Survey survey = survey_of(body);
    if (survey.too_deep_at)
        fail(what, fmt::format("it is nested deeper than {} levels", depth_limit),
             *survey.too_deep_at + skipped);
    auto tree = std::make_unique<Tree>();
    if (survey.sound) {
        if (const auto failure = read(tree->document, body))
            fail(what, failure->complaint, failure->offset + skipped);
    } else if (const auto failure = read(tree->document, mended(body))) {
        fail(what, failure->complaint, offset_before_mending(body, failure->offset) + skipped);
    }
    return Document(std::move(tree));
}

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const {
    if (!tree_) return View();
    const rapidjson::Value& root = tree_->document;
    return View(&root);
}

}  // namespace deskbridge::json
