// Where a feed stands, as text that the core keeps.
#pragma once

#include "model/time.h"

#include <cstdint>
#include <set>
#include <string>

namespace deskbridge::request_tracker {

/// `id`: transactions up to it are read. `to`: up to it there are some that we may see; reading goes on to
/// there. `seen`: those among the last ids before `id` that were shown already: a transaction may become
/// visible after one with a higher number. For the feed by dates, in seconds since 1970: `since` is when the
/// round before began, `began` when this one did, `after` the last ticket of it that was shown.
struct FeedCursor {
    std::int64_t id = 0;
    std::int64_t to = 0;
    std::set<std::int64_t> seen;
    std::int64_t since = 0;
    std::int64_t began = 0;
    std::int64_t after = 0;

    /// What is no cursor is one from the beginning.
    static FeedCursor parse(const std::string& text);
    std::string text() const;
};

}  // namespace deskbridge::request_tracker
