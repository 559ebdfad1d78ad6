// Holds a mass change back: one value that very many tickets or work items are to get within minutes.
#pragma once

#include "model/time.h"

#include <deque>
#include <map>
#include <set>
#include <string>

namespace deskbridge {

/// Counts how many links are to get one value of one field. Somebody who closes thousands by mistake on one
/// side should not have them closed on the other before a person has said so. In memory, and no more of it
/// than the changes of ten minutes need.
class Guard {
public:
    /// One more: `change` names side, field and value, short; `link` what is to get it. How many different
    /// ones within the last ten minutes.
    std::size_t count(const std::string& change, const std::string& link, Time now) {
        forget(now);
        if (links_[change].insert(link).second) order_.push_back({now, change, link});
        return links_[change].size();
    }

private:
    static constexpr std::chrono::minutes window{10};
    struct Seen {
        Time at;
        std::string change, link;
    };

    void forget(Time now) {
        while (!order_.empty() && now - order_.front().at > window) {
            const auto of = links_.find(order_.front().change);
            of->second.erase(order_.front().link);
            if (of->second.empty()) links_.erase(of);
            order_.pop_front();
        }
    }
    std::map<std::string, std::set<std::string>> links_;
    std::deque<Seen> order_;
};

}  // namespace deskbridge
