// Stops a storm: two robots that answer each other's every change through us.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <deque>
#include <map>
#include <string>
#include <utility>

namespace deskbridge {

/// Counts the passes in which a link was written. In memory: a restart begins anew, which costs a storm no
/// more than another hundred writes.
class Breaker {
public:
    using Pair = std::pair<std::string, WorkItemId>;

    void count(const Pair& pair, Time now) {
        auto& times = writes_[pair];
        times.push_back(now);
        forget(times, now);
    }
    bool is_open(const Pair& pair, Time now) {
        const auto found = writes_.find(pair);
        if (found == writes_.end()) return false;
        forget(found->second, now);
        if (!found->second.empty()) return found->second.size() >= most_writes;
        writes_.erase(found);
        return false;
    }

private:
    static constexpr std::size_t most_writes = 100;
    static constexpr std::chrono::hours window{1};

    static void forget(std::deque<Time>& times, Time now) {
        while (!times.empty() && (now - times.front() > window || times.size() > most_writes))
            times.pop_front();
    }
    std::map<Pair, std::deque<Time>> writes_;
};

}  // namespace deskbridge
