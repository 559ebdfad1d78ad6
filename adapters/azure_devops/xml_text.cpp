#include "adapters/azure_devops/xml_text.h"

#include <string_view>

namespace deskbridge::azure_devops {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Of an escape "\u001F" without its backslash.
bool is_allowed(std::string_view escape) {
    if (escape.front() == 'b' || escape.front() == 'f') return false;
    if (escape.front() != 'u' || escape.size() < 5) return true;
    const auto code = std::stoul(std::string(escape.substr(1, 4)), nullptr, 16);
    return code >= 0x20 ? code < 0xFFFE : code == '\t' || code == '\n' || code == '\r';
}

/// U+FFFE and U+FFFF stand there as they are.
bool is_noncharacter(std::string_view rest) {
    return rest.substr(0, 3) == "\xEF\xBF\xBE" || rest.substr(0, 3) == "\xEF\xBF\xBF";
}

}  // namespace

std::string in_xml_characters(const std::string& json) {
    std::string out;
    out.reserve(json.size());
    const std::string_view text = json;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        bool allowed = true;
        if (text[at] == '\\' && at + 1 < text.size()) {
            length = text[at + 1] == 'u' ? 6 : 2;
            allowed = is_allowed(text.substr(at + 1, length - 1));
        } else if (is_noncharacter(text.substr(at))) {
            length = 3;
            allowed = false;
        }
        out += allowed ? text.substr(at, length) : replacement;
        at += length;
    }
    return out;
}

}  // namespace deskbridge::azure_devops
