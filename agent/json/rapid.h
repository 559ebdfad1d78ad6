// Private to this room: the parts of RapidJSON that several of its sources use.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/error/error.h>
#include <string>

namespace deskbridge::json {

/// No answer and no file that people write is nested deeper.
inline constexpr std::size_t depth_limit = 256;

/// The parser's complaint for the middle of a sentence: "missing a comma or } after an object member".
std::string complaint_of(rapidjson::ParseErrorCode code);

}  // namespace deskbridge::json
