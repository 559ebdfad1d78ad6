#include "sandbox/deskpro/calendar.h"

#include <chrono>
#include <fmt/format.h>

namespace sandbox::deskpro {

namespace {

/// Takes digits from the front of a text; one wrong character and nothing is valid any more.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') {
                valid_ = false;
                return 0;
            }
            value = value * 10 + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }
    bool take(char wanted) {
        if (rest_.empty() || rest_[0] != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void require(char wanted) { valid_ = take(wanted) && valid_; }
    void skip_fraction() {
        if (!take('.')) return;
        digits(1);
        while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') rest_.remove_prefix(1);
    }
    void fail() { valid_ = false; }
    bool at_end() const { return rest_.empty(); }
    bool complete() const { return valid_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool valid_ = true;
};

int offset_minutes(Reader& reader) {
    reader.take(' ');
    if (reader.at_end() || reader.take('Z')) return 0;
    const bool west = reader.take('-');
    if (!west) reader.require('+');
    const int hours = reader.digits(2);
    reader.take(':');
    const int minutes = reader.digits(2);
    if (hours > 14 || minutes > 59) reader.fail();
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::string api_date(long long time_ms) {
    using namespace std::chrono;
    const sys_seconds time{floor<seconds>(milliseconds(time_ms))};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+0000", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<long long> read_date(std::string_view text) {
    using namespace std::chrono;
    Reader reader(text);
    const int y = reader.digits(4);
    reader.require('-');
    const int m = reader.digits(2);
    reader.require('-');
    const int d = reader.digits(2);
    int h = 0, min = 0, s = 0, offset = 0;
    if (!reader.at_end()) {
        if (!reader.take('T')) reader.require(' ');
        h = reader.digits(2);
        reader.require(':');
        min = reader.digits(2);
        if (reader.take(':')) s = reader.digits(2);
        reader.skip_fraction();
        offset = offset_minutes(reader);
    }
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    if (!reader.complete() || !date.ok() || h > 23 || min > 59 || s > 60) return std::nullopt;
    const auto time = sys_days(date) + hours(h) + minutes(min - offset) + seconds(s);
    return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

}  // namespace sandbox::deskpro
