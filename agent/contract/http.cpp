#include "contract/http.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>

namespace deskbridge {

namespace {

using namespace std::chrono;

char lower(char c) {
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "Sat, 21 Nov 2026 11:30:00 GMT"; the two older forms of HTTP dates are not sent by any server we meet.
std::optional<sys_seconds> parse_http_date(const std::string& text) {
    static constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int day_number = 0, year_number = 0, h = 0, m = 0, s = 0;
    char month_name[4] = {};
    if (std::sscanf(text.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d", &day_number, month_name, &year_number, &h,
                    &m, &s) != 6)
        return {};
    const auto found = std::find(months.begin(), months.end(), std::string_view(month_name));
    if (found == months.end()) return {};
    const year_month_day date{year{year_number}, month{static_cast<unsigned>(found - months.begin()) + 1},
                              day{static_cast<unsigned>(day_number)}};
    if (!date.ok()) return {};
    return sys_days{date} + hours{h} + minutes{m} + seconds{s};
}

}  // namespace

bool HeaderLess::operator()(std::string_view left, std::string_view right) const {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char a, char b) { return lower(a) < lower(b); });
}

std::string header_of(const Headers& headers, std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

bool HttpResponse::is_json() const {
    std::string type = header("Content-Type");
    std::transform(type.begin(), type.end(), type.begin(), lower);
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ') type.pop_back();
    return type == "application/json" || (type.size() > 5 && type.compare(type.size() - 5, 5, "+json") == 0);
}

std::string url_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

std::optional<milliseconds> retry_after_of(const Headers& headers) {
    constexpr milliseconds longest = hours{24};
    const std::string text = header_of(headers, "Retry-After");
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) return longest;
    if (error == std::errc() && end == text.data() + text.size()) {
        if (number < 0) return {};
        return std::min<milliseconds>(seconds{std::min<long long>(number, 86'400)}, longest);
    }
    const auto until = parse_http_date(text);
    const auto from = date_of(headers);
    if (!until || !from) return {};
    const milliseconds wait = until->time_since_epoch() - milliseconds{*from};
    if (wait.count() < 0) return {};
    return std::min(wait, longest);
}

std::optional<long long> date_of(const Headers& headers) {
    const auto date = parse_http_date(header_of(headers, "Date"));
    if (!date) return {};
    return duration_cast<milliseconds>(date->time_since_epoch()).count();
}

}  // namespace deskbridge
