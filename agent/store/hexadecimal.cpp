#include "store/hexadecimal.h"

namespace deskbridge::store {

namespace {

constexpr std::string_view all_digits = "0123456789abcdef";

}  // namespace

std::optional<std::string> bytes_of(std::string_view digits) {
    if (digits.size() % 2 != 0) return {};
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const auto high = all_digits.find(digits[i]);
        const auto low = all_digits.find(digits[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return {};
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string hexadecimal(std::string_view bytes) {
    std::string digits;
    for (const char byte : bytes) {
        digits += all_digits[static_cast<unsigned char>(byte) >> 4];
        digits += all_digits[static_cast<unsigned char>(byte) & 15];
    }
    return digits;
}

}  // namespace deskbridge::store
