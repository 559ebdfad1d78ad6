// Listing tickets: Deskpro has no "updated since", so what changed is found by walks in several orders.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/lookups.h"
#include "adapters/deskpro/page.h"
#include "contract/help_desk.h"

#include <string>

namespace deskbridge::deskpro {

/// created: by id, newest first, down to the highest id of the last complete walk. date_status,
/// date_last_user_reply and date_last_agent_reply: by that date, newest first, down to a little before the
/// last complete walk, where what was seen with the same date is left out,
/// unless that date was the desk's present second. open: all that is not resolved, by
/// id, over and over. history: all, by id.
///
/// A cursor is the text of a Walk: it moves on with each page, but `confirmed` only when a walk is complete,
/// so a walk may be broken off anywhere. Lists shift while people work. New tickets push others back, which
/// only repeats some; tickets that leave the list pull others forward, past the walk. Hence pages overlap: a
/// page that does not begin among what was seen betrays that, and the walk goes back.
class Feeds {
public:
    Feeds(Client& client, Lookups& lookups) : client_(client), lookups_(lookups) {}

    std::vector<Feed> all() const;
    std::string cursor_from_now(const Feed& feed, const Find& find);
    FeedPage read(const Feed& feed, const std::string& cursor, const Find& find);

private:
    std::string start_by_id(const Find& find);
    std::string start_by_date(const std::string& field, const Find& find);
    FeedPage walk_down_ids(const std::string& cursor, const Find& find);
    /// `starting`: what is there is known, however new.
    FeedPage walk_down_dates(const std::string& field, const std::string& cursor, const Find& find,
                             bool starting);
    FeedPage walk_up_open(const std::string& cursor, const Find& find);
    FeedPage walk_up_history(const std::string& cursor, const Find& find);
    bool take_upwards(Walk& walk, const Window& window, const json::Document& body, bool open_only,
                      FeedPage& out);
    Answer ask(const Window& window, const std::string& order_by, const std::string& order_dir, Query query);
    /// The same, newest first.
    Answer ask_down(const Window& window, const std::string& order_by, const Query& query);
    json::Document list(const Window& window, const std::string& order_by, const std::string& order_dir,
                        Query query);
    std::vector<json::Document> list_up(const std::vector<Window>& windows, const Query& query);
    json::Document list_open(const Window& window, const Find& find);
    std::vector<Ticket> tickets_of(const json::Document& page);

    Client& client_;
    Lookups& lookups_;
    bool narrows_by_status_ = true;  ///< until the instance refuses `not_status`
    /// The direction is `order_dir` in the API's own description and `group_sort` in what a client sends; the
    /// second goes along once the first was not heeded and the two together were.
    enum class GroupSort { untried, useless, needed } group_sort_ = GroupSort::untried;
};

}  // namespace deskbridge::deskpro
