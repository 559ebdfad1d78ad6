#include "adapters/deskpro/blob_token.h"

#include <algorithm>

namespace deskbridge::deskpro {

namespace {

constexpr std::string_view opening = "#deskpro-blob=";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// What stands in ids and secrets, and never in HTML behind one.
bool is_plain(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_';
}

}  // namespace

std::string BlobToken::text() const {
    return address + std::string(opening) + blob_id + "." + blob_auth;
}

std::optional<BlobToken> BlobToken::parse(std::string_view text) {
    const auto at = text.find(opening);
    if (at == std::string_view::npos) return {};
    const auto rest = text.substr(at + opening.size());
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == rest.size()) return {};
    if (!std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(dot), is_digit) ||
        !std::all_of(rest.begin(), rest.end(), is_plain))
        return {};
    return BlobToken{std::string(text.substr(0, at)), std::string(rest.substr(0, dot)),
                     std::string(rest.substr(dot + 1))};
}

std::string without_tokens(std::string_view html) {
    std::string out;
    for (auto at = html.find(opening); at != std::string_view::npos; at = html.find(opening)) {
        out += html.substr(0, at);
        html.remove_prefix(at + opening.size());
        while (!html.empty() && is_plain(html.front())) html.remove_prefix(1);
    }
    return out += html;
}

}  // namespace deskbridge::deskpro
