// The ways of listing tickets.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/feed_cursor.h"
#include "adapters/request_tracker/lookups.h"
#include "contract/help_desk.h"

#include <algorithm>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// changes: by the numbers of transactions, which see everything that happens to tickets, deletes and merges
/// too; where RT does not let us search them, by the date of the last change, which does not. open: what is
/// active, by number. history: all, by number, which is by creation.
class Feeds {
public:
    Feeds(Client& client, Lookups& lookups)
        : client_(client),
          lookups_(lookups),
          window_(lookups.settings().page),
          page_(std::to_string(lookups.settings().page)) {}

    static std::vector<Feed> all();
    std::string cursor_from_now();
    FeedPage read(const Feed& feed, const std::string& cursor, const Find& find);

private:
    struct Rows {
        std::set<std::int64_t> ids;
        std::set<std::string> tickets;
        bool understood = true;
    };
    Rows transactions(const FeedCursor& cursor, const std::string& query, const char* order);
    Rows newest(const FeedCursor& cursor);
    std::int64_t last_of_latest_ticket();
    FeedPage read_transactions(FeedCursor cursor);
    FeedPage read_window(FeedCursor cursor);
    FeedPage read_by_date(FeedCursor cursor);
    FeedPage read_by_number(const std::string& condition, const std::string& cursor, const Find& find,
                            std::int64_t size);
    FeedPage page_of(const std::set<std::string>& tickets);
    std::int64_t now_in_seconds();
    /// From where on is looked: some numbers back, for what became visible late.
    std::int64_t before(const FeedCursor& cursor) const {
        return std::max<std::int64_t>(0, cursor.id - window_ / 2);
    }
    bool full(const FeedPage& page) const {
        return static_cast<std::int64_t>(page.tickets.size()) >= window_;
    }

    Client& client_;
    Lookups& lookups_;
    std::int64_t window_;   ///< rows of a page; numbers in a window, so that one page holds all of it
    std::string page_;      ///< the same, as it is asked for
    bool by_date_ = false;  ///< RT does not let us search transactions
};

}  // namespace deskbridge::request_tracker
