// Where the core says what happened. Never a secret, never customer text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbridge {

enum class Level { debug, info, warning, error };

/// One line. `fields` are for machines ("created" = "17"); the message is a sentence for people.
struct LogLine {
    Level level = Level::info;
    std::string tenant;
    std::string message;
    std::vector<std::pair<std::string, std::string>> fields;
};

/// Thread rule: any thread.
class Log {
public:
    virtual ~Log() = default;
    virtual void write(const LogLine& line) = 0;
};

}  // namespace deskbridge
