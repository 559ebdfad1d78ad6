// Private to this room: the parts of RapidJSON that several of its sources use.
#pragma once

#include <cstring>
#include <rapidjson/document.h>
#include <rapidjson/error/error.h>
#include <rapidjson/stream.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>

namespace deskbridge::json {

/// No answer and no file that people write is nested deeper.
inline constexpr std::size_t depth_limit = 256;

/// What every writer of this room writes into. RapidJSON goes through a text character by character, or with
/// SSE2, which then takes U+001A to U+001F for plain (1.1.0), and that is no JSON.
class TextBuffer : public rapidjson::StringBuffer {};

/// What every reader of an answer reads: the text, over which the parser writes the plain form of its parts.
struct TextStream : rapidjson::InsituStringStream {
    explicit TextStream(std::string& text)
        : GenericInsituStringStream(text.data()), end(text.data() + text.size()) {}
    const char* end;
};

/// How many bytes at the beginning stand in a JSON text as they are.
std::size_t plain_bytes(std::string_view text);

/// The parser's complaint for the middle of a sentence: "missing a comma or } after an object member".
std::string complaint_of(rapidjson::ParseErrorCode code);

}  // namespace deskbridge::json

// Where the two go through a text, what is plain of it goes over at once.
namespace rapidjson {

/// True when something is left.
template <>
inline bool Writer<deskbridge::json::TextBuffer>::ScanWriteUnescapedString(StringStream& text,
                                                                           size_t length) {
    const auto plain = deskbridge::json::plain_bytes({text.src_, length - text.Tell()});
    std::memcpy(os_->Push(plain), text.src_, plain);
    text.src_ += plain;
    return text.Tell() < length;
}

template <>
struct StreamTraits<deskbridge::json::TextStream> {
    enum { copyOptimization = 1 };
};

/// Both are the same stream.
template <>
template <>
inline void Reader::ScanCopyUnescapedString(deskbridge::json::TextStream& text,
                                            deskbridge::json::TextStream&) {
    const auto plain = deskbridge::json::plain_bytes({text.src_, text.end});
    if (text.dst_ != text.src_) std::memmove(text.dst_, text.src_, plain);
    text.src_ += plain;
    text.dst_ += plain;
}

}  // namespace rapidjson
