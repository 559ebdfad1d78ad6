// How far the change feed has been read, as text. Pure functions.
#pragma once

#include "model/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

/// What was written may show a moment later than what was written after it. Tokens are opaque, so there is no
/// reading "a little before" one: each round begins at the end of a round that is at least this long ago, and
/// sees what came since once more.
inline constexpr auto late = std::chrono::minutes(1);

struct FeedCursor {
    Time since{};            ///< all that was written before was seen: the server's time when a round ended
    std::string before;      ///< where a round begins; empty = by time
    std::string recent;      ///< the end of a round that is to be the next `before`
    Time recent_at{};        ///< when that was
    bool under_way = false;  ///< in the middle of a round; what follows is of this round
    std::string token;       ///< where to read on
    std::string anchor;      ///< a token that must not come again (Brent's way to find circles)
    std::size_t pages = 0;
    std::size_t empties = 0;  ///< pages without a row, one after the other
    bool by_query = false;    ///< in the middle of a round of queries, where the feed is refused
    std::int64_t after = 0;   ///< the last item that this round told
    Time began{};             ///< when it began

    /// The token to ask with; empty = ask by time.
    const std::string& asked() const { return under_way ? token : before; }
    bool operator==(const FeedCursor&) const = default;
};

/// What a page of the feed said of itself.
struct FeedStep {
    std::string token;  ///< empty = none
    bool last = false;
    bool empty = false;
};

/// The cursor after a page. `now` is the server's time when it answered. A feed that goes in circles, or
/// gives empty pages without end, is left at once, and the next round asks by time.
FeedCursor step(FeedCursor cursor, const FeedStep& page, Time now);

std::string text_of(const FeedCursor& cursor);

/// On failure: SyncError side, data.
FeedCursor read_cursor(const std::string& text);

/// The continuation token that stands in a link below `base`; empty for a link to anywhere else.
std::string token_in(std::string_view link, std::string_view base);

}  // namespace deskbridge::azure_devops
