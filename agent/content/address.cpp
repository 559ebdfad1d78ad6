#include "content/address.h"

#include "content/tokens.h"

namespace deskbridge::html {
namespace {

std::string without_controls(std::string_view address) {
    std::string out;
    for (const char c : address) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
    const size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(' ') + 1 - first);
}

}  // namespace

std::optional<std::string> safe_address(std::string_view address, AddressUse use) {
    std::string clean = without_controls(address);
    const size_t colon = clean.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const std::string scheme = lower(std::string_view(clean).substr(0, colon));
    const bool web = scheme == "http" || scheme == "https";
    if (web || (use == AddressUse::link && scheme == "mailto")) return clean;
    return std::nullopt;
}

}  // namespace deskbridge::html
