#include "sync/parking.h"

#include <algorithm>
#include <array>

namespace deskbridge {

using namespace std::chrono;

milliseconds parking_time(int attempts) {
    milliseconds wait = minutes{1};
    for (int i = 1; i < attempts && wait < hours{6}; ++i) wait *= 5;
    return std::min<milliseconds>(wait, hours{6});
}

milliseconds side_back_off(int failures) {
    milliseconds wait = seconds{2};
    for (int i = 1; i < failures && wait < minutes{5}; ++i) wait *= 2;
    return std::min<milliseconds>(wait, minutes{5});
}

milliseconds sign_in_probe(int failures) {
    static constexpr std::array<minutes, 4> steps{minutes{1}, minutes{5}, minutes{15}, minutes{60}};
    const auto index = static_cast<std::size_t>(std::clamp(failures, 1, static_cast<int>(steps.size()))) - 1;
    return steps[index];
}

}  // namespace deskbridge
