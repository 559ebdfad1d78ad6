#include "model/link.h"

#include <algorithm>
#include <utility>

namespace deskbridge {

namespace {

constexpr char between = '\x1f';
constexpr char after = '\x1e';

/// Control characters that separate never stand in a value as they are.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == between || c == after || c == '\x1b') {
            out += '\x1b';
            out += static_cast<char>(c + 0x40);
        } else {
            out += c;
        }
    }
    return out;
}

std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b' && i + 1 < text.size()) {
            out += static_cast<char>(text[++i] - 0x40);
        } else {
            out += text[i];
        }
    }
    return out;
}

/// Where a tombstone keeps why it is one; no field is called so.
constexpr std::string_view over_entry = "%over";

/// The end of the year 9999: no look is due any more.
constexpr Time never{std::chrono::milliseconds{253'402'300'799'000}};

}  // namespace

void end_link(Link& link, LinkState state, std::string why) {
    link.state = state;
    link.base = {{std::string(over_entry), std::move(why)}};
    link.look_at = never;
    link.seen = std::max(link.seen, link.revision);
    link.revision = link.seen;
    if (link.link_back == LinkBackState::pending) link.link_back = LinkBackState::not_wanted;
}

std::string why_over(const Link& link) {
    const auto kept = link.base.find(over_entry);
    return is_over(link.state) && kept != link.base.end() ? kept->second : std::string();
}

std::string base_text(const Base& base) {
    std::string out;
    for (const auto& [field, value] : base) {
        out += escaped(field);
        out += between;
        out += escaped(value);
        out += after;
    }
    return out;
}

Base parse_base(std::string_view text) {
    Base base;
    while (!text.empty()) {
        const auto end = text.find(after);
        const auto entry = text.substr(0, end);
        if (const auto middle = entry.find(between); middle != std::string_view::npos)
            base[plain(entry.substr(0, middle))] = plain(entry.substr(middle + 1));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return base;
}

}  // namespace deskbridge
