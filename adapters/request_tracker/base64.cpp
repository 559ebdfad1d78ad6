#include "adapters/request_tracker/base64.h"

namespace deskbridge::request_tracker {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += at + i <= bytes.size() ? alphabet[group >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

std::string Base64Reader::take(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) continue;
        bits_ = bits_ << 6 | static_cast<std::uint32_t>(value);
        if (++count_ % 4 == 1) continue;
        const int kept = (4 - count_ % 4) % 4 * 2;  // bits that belong to the next byte
        out += static_cast<char>(bits_ >> kept & 0xFF);
    }
    return out;
}

}  // namespace deskbridge::request_tracker
