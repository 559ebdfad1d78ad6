// Stops a storm: two robots that answer each other's every change through us.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <deque>
#include <map>
#include <string>
#include <utility>

namespace deskbridge {

/// Counts the passes in which a link was written. In memory, and no more of it than the writes of an hour
/// need: a restart begins anew, which costs a storm no more than another hundred writes.
class Breaker {
public:
    using Pair = std::pair<std::string, WorkItemId>;

    void count(const Pair& pair, Time now) {
        forget(now);
        ++writes_[pair];
        order_.emplace_back(now, pair);
    }
    bool is_open(const Pair& pair, Time now) {
        forget(now);
        const auto found = writes_.find(pair);
        return found != writes_.end() && found->second >= most_writes;
    }

private:
    static constexpr std::size_t most_writes = 100;
    static constexpr std::chrono::hours window{1};

    void forget(Time now) {
        while (!order_.empty() && now - order_.front().first > window) {
            const auto of = writes_.find(order_.front().second);
            if (--of->second == 0) writes_.erase(of);
            order_.pop_front();
        }
    }
    std::map<Pair, std::size_t> writes_;
    std::deque<std::pair<Time, Pair>> order_;
};

}  // namespace deskbridge
