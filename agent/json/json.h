// JSON on the wire: a tolerant read-only view of an answer, and a writer. The only file that adapters need.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge::json {

class Document;

/// A place in a document, or "missing": every step from a missing place is missing again, so an answer can be
/// read along a whole path without asking at each step. Valid as long as its Document.
class View {
public:
    View() = default;

    bool missing() const;  ///< not there, or null
    bool is_object() const;
    bool is_array() const;
    bool is_text() const;
    bool is_number() const;

    View operator[](std::string_view key) const;  ///< member of an object; of equal names the last one
    View operator[](const char* key) const { return (*this)[std::string_view(key)]; }
    template <std::integral Index>
    View operator[](Index index) const {  ///< element of an array; missing when there are not so many
        return index < 0 ? View() : element(static_cast<std::size_t>(index));
    }
    std::size_t size() const;  ///< elements or members; 0 for anything else

    std::vector<View> items() const;  ///< of an array; else empty
    std::vector<std::pair<std::string_view, View>> members()
        const;  ///< of an object, in order, each name once; else empty

    /// Text as it is, numbers and booleans as text, anything else `otherwise`.
    std::string text(std::string_view otherwise = {}) const;
    /// A whole number, also when it came as text ("17") or as 17.0.
    std::optional<std::int64_t> integer() const;
    /// Any number, also when it came as text.
    std::optional<double> number() const;
    /// true/false, also 1/0 and "1"/"0"/"true"/"false".
    bool flag(bool otherwise = false) const;
    /// This part again as compact JSON.
    std::string dump() const;

private:
    friend class Document;
    explicit View(const void* node) : node_(node) {}
    View element(std::size_t index) const;

    const void* node_ = nullptr;
};

/// Owns what its views show, alone or together with the documents that are parts of it. Movable.
class Document {
public:
    /// Reads any JSON text: a BOM is skipped, invalid UTF-8 and lone surrogates become U+FFFD, numbers beyond
    /// 64 bits become doubles, depth is bounded by 256. On failure: SyncError of reach item, trouble data,
    /// naming `what` (for people: "the reply to GET tickets") and the offset, never the text itself.
    static Document parse(std::string_view text, std::string_view what);

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    View root() const;
    View operator[](std::string_view key) const { return root()[key]; }
    View operator[](const char* key) const { return root()[key]; }

    /// `place`, a view of this document, as a document of its own; nothing is copied.
    Document part(View place) const;

private:
    struct Tree;
    Document(std::shared_ptr<const Tree> tree, View root);
    std::shared_ptr<const Tree> tree_;
    View root_;
};

/// Writes compact JSON from front to back. Text is mended to valid UTF-8. Misuse (a value without its key,
/// an end too many) is a broken invariant.
///     Writer out;
///     out.object().key("ids").array().integer(7).end().member("name", "x").end();
///     send(out.take());
class Writer {
public:
    Writer();
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Writer& object();
    Writer& array();
    Writer& end();  ///< of the innermost object or array
    Writer& key(std::string_view name);
    Writer& text(std::string_view value);
    Writer& integer(std::int64_t value);
    Writer& number(double value);
    Writer& flag(bool value);
    Writer& null();
    Writer& raw(std::string_view json);  ///< a complete JSON value, as it is

    Writer& member(std::string_view name, std::string_view value) { return key(name).text(value); }
    Writer& member(std::string_view name, const char* value) { return key(name).text(value); }
    Writer& member(std::string_view name, const std::string& value) { return key(name).text(value); }
    Writer& member(std::string_view name, bool value) { return key(name).flag(value); }
    Writer& member(std::string_view name, double value) { return key(name).number(value); }
    template <std::integral Number>
    Writer& member(std::string_view name, Number value) {
        return key(name).integer(static_cast<std::int64_t>(value));
    }

    /// The finished text; the writer is empty afterwards. `indent` > 0 spreads it over lines.
    std::string take(int indent = 0);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace deskbridge::json
