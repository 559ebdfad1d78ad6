#include "json/rapid.h"

#include "json/words.h"

#include <bit>
#include <rapidjson/error/en.h>

namespace deskbridge::json {

namespace {

bool is_escaped(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

/// Not 0 when one of the bytes is escaped; the lowest bit is then the top one of the lowest such byte. A
/// difference that goes below zero sets its byte's top bit, as only bytes beyond ASCII do else; and those are
/// not escaped.
Word escaped_bits(Word word) {
    const Word below = (word - repeated(0x20)) | ((word ^ repeated('"')) - repeated(1)) |
                       ((word ^ repeated('\\')) - repeated(1));
    return below & ~word & tops;
}

}  // namespace

std::size_t plain_bytes(std::string_view text) {
    std::size_t end = 0;
    for (; end + sizeof(Word) <= text.size(); end += sizeof(Word)) {
        const Word bits = escaped_bits(word_at(text, end));
        if (bits == 0) continue;
        if constexpr (std::endian::native == std::endian::little)
            return end + static_cast<std::size_t>(std::countr_zero(bits)) / 8;
        break;
    }
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
