// Listing tickets: Deskpro has no "updated since", so what changed is found by walks in several orders.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "contract/help_desk.h"

#include <string>

namespace deskbridge::deskpro {

/// created: by id, newest first, down to the highest id of the last complete walk. status, replied: by that
/// date, newest first, down to a little before the last complete walk. open: all that is not resolved, by id,
/// over and over. history: all, by id.
///
/// A cursor is JSON: {"confirmed","target","page","last","total"}. `confirmed` moves only when a walk is
/// complete, so a walk may be broken off anywhere. Pages shift while people work: new tickets push others
/// back, which shows as repeats; deleted ones pull others forward, which shows as a smaller total than
/// repeats explain. Then the walk goes back as many pages as could have been skipped.
class Feeds {
public:
    Feeds(Client& client, Lookups& lookups) : client_(client), lookups_(lookups) {}

    std::vector<Feed> all() const;
    std::string cursor_from_now(const Feed& feed, const Find& find);
    FeedPage read(const Feed& feed, const std::string& cursor, const Find& find);

    /// Query pairs for what `find` asks; keys that Deskpro does not narrow by are left out.
    Query narrowed(const Find& find);
    /// What of `find` cannot be narrowed by, or names nothing that exists.
    std::vector<std::string> doubts(const Find& find);

private:
    FeedPage walk_down_ids(const std::string& cursor, const Find& find);
    FeedPage walk_down_dates(const std::string& field, const std::string& cursor, const Find& find);
    FeedPage walk_up_ids(const std::string& cursor, const Find& find, bool open_only);
    json::Document list(int page, const std::string& order_by, const std::string& order_dir, Query query);
    std::vector<Ticket> tickets_of(const json::Document& page);

    Client& client_;
    Lookups& lookups_;
    bool narrows_by_status_ = true;  ///< until the instance refuses `not_status`
};

}  // namespace deskbridge::deskpro
