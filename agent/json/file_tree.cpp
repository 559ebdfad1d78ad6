#include "json/file_tree.h"

#include "json/rapid.h"
#include "json/utf8.h"

#include <algorithm>
#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <unordered_map>

namespace deskbridge::json {

namespace {

constexpr std::size_t text_limit = 32 * 1024;

std::size_t end_of_comment(std::string_view text, std::size_t at) {
    const bool line = text.substr(at, 2) == "//";
    const std::size_t end = line ? text.find('\n', at) : text.find("*/", at + 2);
    if (end == std::string_view::npos) return text.size();
    return line ? end + 1 : end + 2;
}

std::size_t end_of_text(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    return std::min(text.find_first_of(" \t\r\n,:[]{}\"/", at + 1), text.size());
}

/// Hears of the parts in the order of the text and puts them together, each with the place of its token.
class Grower : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Grower> {
public:
    Grower(FileTree& tree, const Lines& lines, const std::vector<std::size_t>& offsets)
        : tree_(tree), lines_(lines), offsets_(offsets) {}

    bool Null() { return leaf(FilePart::Kind::null), true; }
    bool Bool(bool value) { return leaf(FilePart::Kind::flag).flag = value, true; }
    bool Int(int value) { return whole(value); }
    bool Uint(unsigned value) { return whole(value); }
    bool Int64(std::int64_t value) { return whole(value); }
    bool Uint64(std::uint64_t value) { return Double(static_cast<double>(value)); }
    bool Double(double value) { return leaf(FilePart::Kind::number).number = value, true; }
    bool String(const char* data, rapidjson::SizeType length, bool) {
        FilePart& part = leaf(FilePart::Kind::text);
        part.text.assign(data, length);
        if (length > text_limit)
            complain(part.at, fmt::format("text of {} bytes; at most {} are allowed", length, text_limit));
        return true;
    }
    bool Key(const char* data, rapidjson::SizeType length, bool) {
        key_.assign(data, length);
        key_at_ = next_place();
        if (length > text_limit) complain(key_at_, "the key is too long");
        const auto [first, fresh] = open_.back().keys.emplace(key_, key_at_);
        if (!fresh)
            complain(key_at_, fmt::format("key '{}' is here a second time; it stands at {}:{} already", key_,
                                          first->second.line, first->second.column));
        return true;
    }
    bool StartObject() { return open(FilePart::Kind::object); }
    bool StartArray() { return open(FilePart::Kind::array); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

private:
    struct Open {
        FilePart* part;
        std::unordered_map<std::string, Place> keys;
    };

    Place next_place() { return next_ < offsets_.size() ? lines_.place_of(offsets_[next_++]) : Place{}; }

    FilePart& leaf(FilePart::Kind kind) {
        auto part = std::make_unique<FilePart>();
        FilePart& fresh = *part;
        fresh.tree = &tree_;
        fresh.kind = kind;
        fresh.at = next_place();
        if (open_.empty()) {
            tree_.root = std::move(part);
            return fresh;
        }
        FilePart& parent = *open_.back().part;
        fresh.parent = &parent;
        fresh.index = parent.parts.size();
        if (parent.kind == FilePart::Kind::object) {
            fresh.key = std::move(key_);
            fresh.key_at = key_at_;
        } else {
            fresh.key_at = fresh.at;
        }
        parent.parts.push_back(std::move(part));
        return fresh;
    }
    bool whole(std::int64_t value) { return leaf(FilePart::Kind::integer).integer = value, true; }
    bool open(FilePart::Kind kind) {
        open_.push_back({&leaf(kind), {}});
        return true;
    }
    bool close() {
        next_place();
        open_.pop_back();
        return true;
    }
    void complain(Place at, std::string message) {
        tree_.problems.push_back({tree_.name, at.line, at.column, {}, std::move(message)});
    }

    FileTree& tree_;
    const Lines& lines_;
    const std::vector<std::size_t>& offsets_;
    std::size_t next_ = 0;
    std::vector<Open> open_;
    std::string key_;
    Place key_at_;
};

std::size_t first_bad_byte(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Unit unit = utf8_unit(text, at);
        if (!unit.valid) return at;
        at += unit.length;
    }
    return std::string_view::npos;
}

}  // namespace

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        starts_.push_back(at + 1);
}

Place Lines::place_of(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const std::size_t start = *(after - 1);
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    const std::string_view before = text_.substr(start, offset - start);
    const auto characters =
        before.size() - static_cast<std::size_t>(std::count_if(before.begin(), before.end(), continues));
    return {static_cast<std::size_t>(after - starts_.begin()), characters + 1};
}

TokenStarts token_starts(std::string_view text) {
    TokenStarts found;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':') {
            ++at;
        } else if (c == '/') {
            at = end_of_comment(text, at);
        } else {
            found.offsets.push_back(at);
            if (c == '[' || c == '{') {
                if (++depth > depth_limit && found.too_deep_at == std::string_view::npos)
                    found.too_deep_at = at;
                ++at;
            } else if (c == ']' || c == '}') {
                if (depth > 0) --depth;
                ++at;
            } else {
                at = c == '"' ? end_of_text(text, at) : end_of_word(text, at);
            }
        }
    }
    return found;
}

void grow(FileTree& tree) {
    const Lines lines(tree.text);
    const auto complain = [&](std::size_t offset, std::string message) {
        const Place at = lines.place_of(offset);
        tree.problems.push_back({tree.name, at.line, at.column, {}, std::move(message)});
    };
    if (const std::size_t bad = first_bad_byte(tree.text); bad != std::string_view::npos)
        return complain(bad, "this is not UTF-8; save the file in the encoding UTF-8");
    const TokenStarts tokens = token_starts(tree.text);
    if (tokens.too_deep_at != std::string_view::npos)
        return complain(tokens.too_deep_at, fmt::format("nested deeper than {} levels", depth_limit));

    constexpr unsigned flags = rapidjson::kParseCommentsFlag | rapidjson::kParseTrailingCommasFlag |
                               rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag;
    Grower grower(tree, lines, tokens.offsets);
    rapidjson::MemoryStream stream(tree.text.data(), tree.text.size());
    rapidjson::Reader reader;
    reader.Parse<flags>(stream, grower);
    if (reader.HasParseError()) {
        tree.problems.clear();
        tree.root.reset();
        complain(reader.GetErrorOffset(), "not JSON: " + complaint_of(reader.GetParseErrorCode()));
    } else if (stream.Tell() != tree.text.size()) {
        tree.root.reset();
        complain(stream.Tell(), "not JSON: a NUL byte");
    }
}

}  // namespace deskbridge::json
