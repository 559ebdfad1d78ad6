#include "json/rapid.h"

#include "json/words.h"

#include <rapidjson/error/en.h>

namespace deskbridge::json {

namespace {

bool is_escaped(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// A difference that goes below zero in a byte sets its top bit, as only bytes beyond ASCII do else; and
/// those are not escaped.
bool has_escaped(Word word) {
    const Word below = (word - repeated(0x20)) | ((word ^ repeated('"')) - repeated(1)) |
                       ((word ^ repeated('\\')) - repeated(1));
    return (below & ~word & tops) != 0;
}

}  // namespace

std::size_t plain_bytes(std::string_view text) {
    std::size_t end = 0;
    while (end + sizeof(Word) <= text.size() && !has_escaped(word_at(text, end))) end += sizeof(Word);
    while (end < text.size() && !is_escaped(text[end])) ++end;
    return end;
}

std::string complaint_of(rapidjson::ParseErrorCode code) {
    std::string text = rapidjson::GetParseError_En(code);
    if (!text.empty() && text.back() == '.') text.pop_back();
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

}  // namespace deskbridge::json
