#include "model/time.h"

#include <cstdio>

namespace deskbridge {

namespace {

using namespace std::chrono;

/// Reads exactly `count` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return {};
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return {};
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<sys_days> take_date(std::string_view& text) {
    const auto y = take_digits(text, 4);
    if (!y || !take(text, '-')) return {};
    const auto m = take_digits(text, 2);
    if (!m || !take(text, '-')) return {};
    const auto d = take_digits(text, 2);
    if (!d) return {};
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return {};
    return sys_days{date};
}

milliseconds take_fraction(std::string_view& text) {
    if (!take(text, '.') && !take(text, ',')) return {};
    int value = 0;
    int scale = 100;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        value += (text.front() - '0') * scale;
        scale /= 10;
        text.remove_prefix(1);
    }
    return milliseconds{value};
}

std::optional<milliseconds> take_clock(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return {};
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return {};
    int second = 0;
    if (take(text, ':')) {
        const auto read = take_digits(text, 2);
        if (!read || *read > 60) return {};
        second = *read;
    }
    return hours{*hour} + minutes{*minute} + seconds{second} + take_fraction(text);
}

/// Minutes east of UTC; nothing when what is left is no offset.
std::optional<minutes> take_offset(std::string_view& text, minutes local) {
    take(text, ' ');
    if (text.empty()) return local;
    if (take(text, 'Z') || take(text, 'z')) return minutes{0};
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) return {};
    const auto hour = take_digits(text, 2);
    if (!hour) return {};
    take(text, ':');
    const auto minute = text.empty() ? std::optional<int>(0) : take_digits(text, 2);
    if (!minute) return {};
    return sign * (hours{*hour} + minutes{*minute});
}

}  // namespace

std::string iso8601(Time time) {
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[48];
    const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                                     unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                                     int(clock.minutes().count()), int(clock.seconds().count()));
    std::string out(text, static_cast<std::size_t>(length));
    if (const auto ms = clock.subseconds().count(); ms != 0) {
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(ms));
        out += text;
    }
    return out + "Z";
}

std::optional<Time> parse_time(std::string_view text, minutes local) {
    const auto date = take_date(text);
    if (!date) return {};
    if (text.empty()) return Time{*date} - local;
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return {};
    const auto clock = take_clock(text);
    if (!clock) return {};
    const auto offset = take_offset(text, local);
    if (!offset || !text.empty()) return {};
    return Time{*date} + *clock - *offset;
}

}  // namespace deskbridge
