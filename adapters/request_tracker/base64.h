// Base64, as RT sends files and wants names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbridge::request_tracker {

std::string base64(std::string_view bytes);

/// Takes text in pieces of any length and gives the bytes that are complete. What is no base64 (line ends) is
/// passed over.
class Base64Reader {
public:
    std::string take(std::string_view text);

private:
    std::uint32_t bits_ = 0;
    int count_ = 0;
};

}  // namespace deskbridge::request_tracker
