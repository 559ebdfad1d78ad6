#include "sandbox/azure_devops/value.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

char low(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

long long days_to_ms(int year, unsigned month, unsigned day) {
    using namespace std::chrono;
    const sys_days date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
    return duration_cast<milliseconds>(date.time_since_epoch()).count();
}

// Reads the rest of an ISO time after the date: "T08:11:26.23Z", "T08:11:26+01:00".
bool read_clock(std::string_view text, ParsedTime& time) {
    int hour = 0, minute = 0, used = 0;
    const std::string rest(text);
    if (std::sscanf(rest.c_str(), "%*1[Tt ]%2d:%2d%n", &hour, &minute, &used) < 2 || used == 0) return false;
    time.has_time = true;
    time.ms += (hour * 60LL + minute) * 60000;
    std::string_view tail = text.substr(static_cast<std::size_t>(used));
    double seconds = 0;
    if (!tail.empty() && tail[0] == ':') {
        int digits = 0;
        if (std::sscanf(std::string(tail).c_str(), ":%lf%n", &seconds, &digits) != 1) return false;
        time.ms += static_cast<long long>(seconds * 1000 + 0.5);
        tail.remove_prefix(static_cast<std::size_t>(digits));
    }
    if (tail.empty() || tail == "Z" || tail == "z") return true;
    int zone_hour = 0, zone_minute = 0;
    if (std::sscanf(std::string(tail).c_str(), "%3d:%2d", &zone_hour, &zone_minute) != 2) return false;
    time.ms -= (zone_hour * 60LL + (zone_hour < 0 ? -zone_minute : zone_minute)) * 60000;
    return true;
}

ParsedTime parse_http_date(const std::string& text) {
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int day = 0, year = 0, hour = 0, minute = 0, second = 0;
    char month[4] = {};
    ParsedTime time;
    if (std::sscanf(text.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d", &day, month, &year, &hour, &minute,
                    &second) != 6) {
        return time;
    }
    const auto found = std::find(months.begin(), months.end(), std::string_view(month));
    if (found == months.end()) return time;
    const auto number = static_cast<unsigned>(found - months.begin()) + 1;
    time.ms =
        days_to_ms(year, number, static_cast<unsigned>(day)) + ((hour * 60LL + minute) * 60 + second) * 1000;
    time.valid = time.has_time = true;
    return time;
}

}  // namespace

std::string time_text(long long ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(ms)};
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss clock{moment - day};
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                            clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        text += fmt::format(".{:03}", fraction);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + "Z";
}

ParsedTime parse_time(std::string_view text) {
    const std::string word = trim(text);
    int year = 0, month = 0, day = 0, used = 0;
    if (std::sscanf(word.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || used == 0) {
        return parse_http_date(word);
    }
    ParsedTime time;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return time;
    time.ms = days_to_ms(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const auto rest = std::string_view(word).substr(static_cast<std::size_t>(used));
    time.valid = rest.empty() || read_clock(rest, time);
    return time;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = low(c);
    return out;
}

bool same(std::string_view left, std::string_view right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                     [](char a, char b) { return low(a) == low(b); });
}

std::string trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string guid_of(std::string_view name) {
    // FNV-1a from two starting points: steady between runs, which a random GUID is not.
    std::uint64_t high = 14695981039346656037ULL, low = 1099511628211ULL * 31;
    for (const char c : name) {
        high = (high ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        low = (low ^ (static_cast<unsigned char>(c) + 0x5bULL)) * 1099511628211ULL;
    }
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                       high & 0xfff, 0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffffULL);
}

bool is_guid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash != (text[i] == '-')) return false;
        if (!dash && !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
    }
    return true;
}

}  // namespace sandbox::azure_devops
