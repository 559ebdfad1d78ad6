// Private to this room: the parts of RapidJSON that several of its sources use.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/error/error.h>
#include <rapidjson/stringbuffer.h>
#include <string>

namespace deskbridge::json {

/// No answer and no file that people write is nested deeper.
inline constexpr std::size_t depth_limit = 256;

/// What every writer of this room writes into. With RapidJSON's own buffer its SSE2 path would be taken,
/// which leaves U+001A to U+001F in a text as they are (writer.h, 1.1.0), and that is no JSON.
class TextBuffer : public rapidjson::StringBuffer {};

/// Found by RapidJSON's writer, as it has them for its own buffer: room once for a text, not for each
/// character.
inline void PutReserve(TextBuffer& buffer, std::size_t count) {
    buffer.Reserve(count);
}
inline void PutUnsafe(TextBuffer& buffer, char c) {
    buffer.PutUnsafe(c);
}

/// The parser's complaint for the middle of a sentence: "missing a comma or } after an object member".
std::string complaint_of(rapidjson::ParseErrorCode code);

}  // namespace deskbridge::json
