#include "platform/start_book.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace deskbridge {

using namespace std::chrono;

namespace {

constexpr std::size_t harmless = 5;
constexpr std::size_t remembered = 20;

}  // namespace

seconds wait_before_start(const std::vector<Time>& failed, Time now) {
    const auto count = static_cast<std::size_t>(
        std::count_if(failed.begin(), failed.end(), [&](Time start) { return now - start < hours{1}; }));
    if (count < harmless) return seconds{0};
    const auto doubled = std::min<std::size_t>(count - harmless, 4);
    return std::min(seconds{minutes{1}} * (1 << doubled), seconds{minutes{15}});
}

std::vector<Time> StartBook::open(Time now) {
    std::vector<Time> starts;
    {
        std::ifstream in(file_);
        for (std::string line; std::getline(in, line);)
            if (const auto time = parse_time(line)) starts.push_back(*time);
    }
    if (starts.size() > remembered) starts.erase(starts.begin(), starts.end() - remembered);
    std::ofstream out(file_, std::ios::trunc);
    for (const auto start : starts) out << iso8601(start) << '\n';
    out << iso8601(now) << '\n';
    return starts;
}

void StartBook::close() {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

}  // namespace deskbridge
