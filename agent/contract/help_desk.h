// What the core asks of a help desk. An adapter translates and never decides: it does not retry, sleep, or
// log failures; it throws SyncError with a reach, and the core owns time.
#pragma once

#include "contract/desk_message.h"
#include "contract/outcome.h"
#include "contract/sync_error.h"
#include "model/ticket.h"
#include "model/work_item.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// Who answers at the desk's address, and as whom we are signed in.
struct DeskIdentity {
    std::string id;       ///< stays the same for one installation; a change means another desk
    std::string product;  ///< for people: name, version, where it runs
    std::string account;  ///< for people: whose credentials these are
};

/// Narrows what is listed: `labels`, `department`, `status`, ... -> wanted values. A desk that cannot narrow
/// by a key lists more, never less: a mapping's `select` decides.
using Find = std::map<std::string, std::vector<std::string>, std::less<>>;

/// A way of listing tickets. changes: what changed lately, read from where it ended. sweep: everything that
/// is open, over and over, for changes that no feed shows. history: everything by creation, once.
struct Feed {
    enum class Kind { changes, sweep, history };
    std::string name;
    Kind kind = Kind::changes;
};

/// One page of a feed. `tickets` are what the listing itself carried, possibly without descriptions;
/// a ticket seen as deleted or spam says so in its presence.
struct FeedPage {
    std::vector<Ticket> tickets;
    std::string cursor;     ///< to be stored together with the page; opaque to the core
    bool more = false;      ///< false: this round is at its end
    std::size_t total = 0;  ///< how many the listing announced; 0 = unknown
};

/// What a ticket is told about its work item. Empty parts are not wanted.
struct LinkBack {
    std::string ticket_id;
    WorkItemId work_item = 0;
    std::string work_item_url;
    std::string field;  ///< name of the desk's custom field that takes the work item's id
    std::string label;  ///< added to the ticket's labels
    std::string note;   ///< HTML of an internal note
    std::string mark;   ///< stands in the note, so that a second attempt finds the first
};

/// One setting that an adapter takes in the configuration, described by itself: validation, `check`, help
/// and the guide read this.
struct Setting {
    std::string name;
    std::string help;
    bool required = false;
    bool secret = false;
    std::string otherwise;  ///< the default, for people
};

/// Thread rule: one thread at a time. All ids are the desk's own, as text.
/// Errors: SyncError; side for what concerns the desk or the sign-in, item for one ticket.
class HelpDesk {
public:
    virtual ~HelpDesk() = default;

    /// Proves address and sign-in with reads only.
    virtual DeskIdentity identify() = 0;

    virtual std::vector<Feed> feeds() const = 0;

    /// The cursor from which a changes feed shows what comes after now, by the desk's own ids and dates.
    virtual std::string cursor_from_now(const Feed& feed, const Find& find) = 0;

    /// Reads on from `cursor` ("" = from the beginning). May be called again with the same cursor; what was
    /// seen before may come again, what changed since the cursor's making is never left out.
    virtual FeedPage read_feed(const Feed& feed, const std::string& cursor, const Find& find) = 0;

    /// Tickets by id, at most 200. One that the desk calls deleted or spam comes with that presence, for its
    /// id, and with whatever else is known; one that cannot be read (never there, gone for good, not ours to
    /// see) is left out; a merged one answers under the survivor's id, with the id asked for in `merged`.
    virtual std::vector<Ticket> read_tickets(std::span<const std::string> ids) = 0;

    /// Fills in `description` (the first public message) and its `files`, sets `described`, and clears
    /// `more_messages` where it saw that there are none; at most 200.
    virtual void describe(std::span<Ticket> tickets) = 0;

    /// What is said on tickets; at most 200 queries, pages in their order.
    virtual std::vector<MessagePage> read_messages(std::span<const MessageQuery> queries) = 0;

    /// Writes the file's content to `path`, streamed, at most `limit` bytes. Only addresses of this desk are
    /// asked, with its sign-in.
    virtual FetchOutcome fetch(const File& file, const std::string& path, std::uint64_t limit) = 0;

    /// The file that an address inside a message's HTML names, when this desk serves it and a fetch can be
    /// tried; nothing for a foreign address.
    virtual std::optional<File> file_at(std::string_view url) const = 0;

    /// Learns what `change` has to know of the desk for these (its statuses, agents, choices), so that no
    /// other request comes between the last look at the tickets and the write. Reads only.
    virtual void look_up(std::span<const TicketChange> changes) = 0;

    /// Changes tickets, at most 200 and each at most once; outcomes in the order of `changes`. Sets what is
    /// named to what it should be: safe to send again. A value that the desk does not know (no such status,
    /// agent or choice) is an error of reach item that names field, value and what there is.
    virtual std::vector<WriteOutcome> change(std::span<const TicketChange> changes) = 0;

    /// Says messages, at most 200 and at most one on each ticket; outcomes in the order of `messages`. Not
    /// safe to send again: what became of an unclear one is seen in the ticket's messages.
    virtual std::vector<SayOutcome> say(std::span<const NewMessage> messages) = 0;

    /// Rewrites messages of ours, at most 200. Safe to send again. A desk that never lets us says so with
    /// Trouble::forbidden.
    virtual std::vector<WriteOutcome> edit(std::span<const MessageEdit> edits) = 0;

    /// Takes a message of ours back. One that is gone already is done.
    virtual WriteOutcome remove(const std::string& ticket_id, const std::string& message_id) = 0;

    /// Keeps a file's content for a message, streamed. Has no effect on any ticket.
    virtual UploadOutcome upload(const std::string& name, const std::string& path, std::uint64_t bytes) = 0;

    /// What `change` can write on this desk, by the paths that mappings use; a custom field as
    /// custom["Name"]. Reads only.
    virtual std::vector<std::string> writable_fields() = 0;

    /// Tells tickets of their work items; at most 200; outcomes in the order of `links`. Safe to repeat:
    /// field and label are set to what they should be, a note whose mark is there already is not added again
    /// when `look_first` holds the ticket's id.
    virtual std::vector<WriteOutcome> write_links_back(std::span<const LinkBack> links,
                                                       const std::set<std::string>& look_first) = 0;

    /// The ticket's id in an address that this desk's tickets have; nothing for a foreign address.
    virtual std::optional<std::string> ticket_id_of(std::string_view url) const = 0;

    /// What of `link_back` and `find` this desk cannot do, as sentences; empty = all fine. Reads only.
    virtual std::vector<std::string> doubts(const LinkBack& wanted, const Find& find) = 0;

    /// The names that `desk` and expressions may use on this desk, for messages that suggest the right one.
    virtual std::vector<std::string> ticket_fields() = 0;

    /// The server's time at its last answer; nothing before the first.
    virtual std::optional<Time> server_time() const = 0;
};

}  // namespace deskbridge
