// The values that the state file keeps, and those that its verbs take.
#pragma once

#include "contract/sync_error.h"
#include "contract/talk.h"
#include "model/conflict.h"
#include "model/link.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

using TenantId = std::int64_t;

/// What is remembered of a tenant's two ends.
struct TenantRecord {
    TenantId id = 0;
    std::string desk_identity;  ///< empty until the first good identification
    std::string work_identity;
    bool guarded = false;   ///< the search for links of a lost state file was made
    Time started_at{};      ///< the desk's time at the tenant's first start; older tickets are history
    Time released_until{};  ///< a person has let mass changes through, until then
};

/// live changes go before history.
enum class Lane { live, history };

/// When a ticket becomes ready that people gave up, or took the last link from: at the end of the year 9999.
/// It is parked until then, so that no feed brings it back.
constexpr Time shelved{std::chrono::milliseconds{253'402'300'799'000}};

/// A ticket that waits to be looked at. One row for a ticket, however often it was seen.
struct InboxItem {
    std::string ticket_id;
    Lane lane = Lane::live;
    int attempts = 0;  ///< failed ones, of any kind
    bool parked = false;
    Time not_before{};
    std::string reason;  ///< why it was parked
    std::string hint;    ///< what to do about it
};

/// An action written down before it is done.
struct Intent {
    /// create: a work item. link_back: a note. comment: a change of a work item that holds a message. update:
    /// one that holds fields alone. change: fields of a ticket. reply: a message on a ticket.
    enum class Kind { create, link_back, comment, update, change, reply };
    /// open: may have had its effect; look before anything else. resend: known to have had none; the next
    /// intent for the ticket takes over its key. unseen: a reply whose ticket, or a comment whose item
    /// cannot be read, so that nobody can look; it holds nothing up, and is looked for before anything more
    /// is said there.
    enum class State { open, resend, unseen };

    std::int64_t id = 0;  ///< given by the store
    Kind kind = Kind::create;
    State state = State::open;
    std::string ticket_id;
    std::string ticket_url;
    std::string mapping;
    std::string key;
    std::string project;
    std::string base;   ///< what is about to be agreed on (base_text), for recording after a restart;
                        ///< of a comment: which message on which item
    Time written_at{};  ///< our clock; once a time-out of ours has ended its request: when that was
    /// Clock::ticks then, which nobody can set. Kept in memory: nothing when another process wrote it.
    std::optional<std::chrono::milliseconds> written_ticks = {};
    Time server_time{};           ///< the tracker's clock when it was written
    Fate fate = Fate::timed_out;  ///< until something better is known
    int looks = 0;                ///< how often its mark was looked for in vain
    Time looked_at{};
};

/// How an intent ended, for `record`.
struct Recorded {
    std::int64_t intent = 0;
    std::optional<Link> link;       ///< made or found: kept as it is here, new or over the old one. With a
                                    ///< link-back intent only `link_back...` goes over the old one
    std::optional<InboxItem> park;  ///< a create that was refused: how the ticket goes on waiting; without it
                                    ///< a closed create intent takes its ticket out of the inbox
    bool again = false;             ///< after a create: the ticket stays, to be looked at as a linked one
    std::optional<Talk> talk;       ///< how it goes on with the link's messages
    // of `link`, or else of the link of `talk`
    std::optional<Said> said;             ///< its work item carries this now
    std::optional<std::string> unsaid;    ///< or this no longer
    std::optional<Heard> heard;           ///< its ticket carries this now
    std::optional<std::int64_t> unheard;  ///< or this no longer
    std::vector<std::string> handed;      ///< files of the work item that need not be carried
    std::vector<Conflict> conflicts;      ///< new (id 0), or to be kept as they are here
};

struct HistoryJob {
    std::int64_t id = 0;
    std::string since, until;  ///< ISO 8601 or empty
    std::int64_t limit = 0;    ///< 0 = none
    std::string cursor;        ///< JSON: one per feed and find
    std::int64_t listed = 0;
    bool finished = false;
};

/// A cursor to be moved with a page.
struct CursorMove {
    std::string feed;
    std::string cursor;
};

}  // namespace deskbridge
