// Holds a mass change back: one value that very many tickets or work items are to get within minutes.
#pragma once

#include "model/time.h"

#include <deque>
#include <map>
#include <set>
#include <string>

namespace deskbridge {

/// Counts, in memory, how many links are to get one value of one field. Somebody who closes thousands by
/// mistake on one side should not have them closed on the other before a person has said so.
class Guard {
public:
    /// One more: `change` names side, field and value, `link` what is to get it. How many different ones
    /// within the last ten minutes.
    std::size_t count(const std::string& change, const std::string& link, Time now) {
        auto& seen = seen_[change];
        while (!seen.order.empty() && now - seen.order.front().first > window) {
            seen.links.erase(seen.order.front().second);
            seen.order.pop_front();
        }
        if (seen.links.insert(link).second) seen.order.emplace_back(now, link);
        return seen.links.size();
    }

private:
    static constexpr std::chrono::minutes window{10};
    struct Seen {
        std::set<std::string> links;
        std::deque<std::pair<Time, std::string>> order;
    };
    std::map<std::string, Seen> seen_;
};

}  // namespace deskbridge
