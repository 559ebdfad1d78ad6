#include "platform/stream_log.h"

#include <array>
#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string_view name_of(Level level) {
    static constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return names[static_cast<std::size_t>(level)];
}

/// `json` escapes what JSON must; without it only what would break a line.
std::string escaped(std::string_view text, bool json) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f)
            out += json ? fmt::format("\\u{:04x}", byte) : fmt::format("\\x{:02x}", byte);
        else if (json && (c == '"' || c == '\\'))
            out += {'\\', c};
        else
            out += c;
    }
    return out;
}

std::string plain(const LogLine& line) {
    std::string text;
    if (!line.tenant.empty()) text += escaped(line.tenant, false) + ": ";
    text += escaped(line.message, false);
    for (const auto& [name, value] : line.fields) text += fmt::format(" {}={}", name, escaped(value, false));
    return text;
}

}  // namespace

StreamLog::StreamLog(std::ostream& out, LogFormat format, const Clock& clock, Level least)
    : out_(out), format_(format), clock_(clock), least_(least) {}

std::string StreamLog::as_text(const LogLine& line) const {
    return fmt::format("{} {:<7} {}", iso8601(clock_.now()), name_of(line.level), plain(line));
}

std::string StreamLog::as_journal(const LogLine& line) const {
    static constexpr std::array<char, 4> priorities{'7', '6', '4', '3'};
    return fmt::format("<{}>{}", priorities[static_cast<std::size_t>(line.level)], plain(line));
}

std::string StreamLog::as_json(const LogLine& line) const {
    std::string text =
        fmt::format(R"({{"time":"{}","level":"{}")", iso8601(clock_.now()), name_of(line.level));
    if (!line.tenant.empty()) text += fmt::format(R"(,"tenant":"{}")", escaped(line.tenant, true));
    text += fmt::format(R"(,"message":"{}")", escaped(line.message, true));
    for (const auto& [name, value] : line.fields)
        text += fmt::format(R"(,"{}":"{}")", escaped(name, true), escaped(value, true));
    return text + "}";
}

void StreamLog::write(const LogLine& line) {
    if (line.level < least_) return;
    const auto text = format_ == LogFormat::json      ? as_json(line)
                      : format_ == LogFormat::journal ? as_journal(line)
                                                      : as_text(line);
    const std::lock_guard lock(mutex_);
    out_ << text << '\n' << std::flush;
}

}  // namespace deskbridge
