// What changed: the revisions of all projects, in the order in which the server wrote them.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/feed_cursor.h"
#include "adapters/azure_devops/read.h"
#include "contract/work_tracker.h"

#include <string>

namespace deskbridge::azure_devops {

/// Of the organization and never of a project or a type, for from those an item vanishes without a word when
/// it is moved or gets another type. Does not own what it is given.
class Feed {
public:
    Feed(Client& client, Reading& reading) : client_(client), reading_(reading) {}

    /// As WorkTracker::cursor_from_now. Asks the feed once, so that a server that refuses it is known now.
    std::string from_now();

    /// As WorkTracker::read_news. One call, of at most 1,000 revisions; two when the server refuses the
    /// token: then by time, from some minutes before the time up to which everything was seen. Where the feed
    /// itself is refused (403, 404, 405), queries by the time of the last change tell what they can, the
    /// page says so, and the feed is asked again after an hour.
    NewsPage read(const std::string& cursor);

private:
    HttpResponse ask(const FeedCursor& cursor, std::size_t rows);
    bool is_given();
    void learn_refusal(const HttpResponse& answer);
    NewsPage query(FeedCursor cursor);
    Time answered_at() const;

    Client& client_;
    Reading& reading_;
    bool narrow_ = true;   ///< the server knows all fields that we ask for
    std::string refusal_;  ///< how the server refused the feed; empty = it did not
    Time ask_again_{};     ///< the server's time
};

}  // namespace deskbridge::azure_devops
