// What the core asks of a work tracker. The same rules as for a help desk: translate, never decide.
#pragma once

#include "contract/outcome.h"
#include "contract/sync_error.h"
#include "model/process.h"
#include "model/time.h"
#include "model/work_item.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace deskbridge {

/// Who answers at the tracker's address, and as whom we are signed in.
struct WorkIdentity {
    std::string id;       ///< the collection's instance id; a change means another collection
    std::string product;  ///< for people: "Azure DevOps Services", "Azure DevOps Server, REST 6.0"
    std::string account;  ///< for people: whose credentials these are
};

/// The item was made; `item` is what the tracker answered.
struct Created {
    WorkItem item;
};
/// The tracker answered for this item alone and made nothing. `error.reach` is item.
struct Refused {
    SyncError error;
    std::string
        unknown_person_field;  ///< reference name, when the cause is a person the tracker does not know
};
/// Nobody can tell from the answer whether the item was made: look for its mark. `error.reach` is item when
/// the tracker answered for this item alone, side when the cause concerns more than it.
struct Unclear {
    SyncError error;
};
/// The request for this item was not sent, or is known to have had no effect: send it again. `error` says why
/// when there is more to it than an item before it: of reach side when nothing should be sent for now.
struct NotSent {
    std::optional<SyncError> error = {};
};
using CreateOutcome = std::variant<Created, Refused, Unclear, NotSent>;

/// A file on our disk that is to become one of the tracker's.
struct Upload {
    std::string project;
    std::string name;
    std::string path;
    std::uint64_t bytes = 0;
};

/// What the tracker takes; 0 = not known.
struct FileLimits {
    std::uint64_t bytes = 0;      ///< of one file
    std::size_t count = 0;        ///< on one item
    std::size_t name_length = 0;  ///< in UTF-16 units
};

/// The change took effect; `item` is what the tracker answered.
struct Changed {
    WorkItem item;
};
/// The item was at another revision, and nothing was done.
struct Stale {};
using ChangeOutcome = std::variant<Changed, Stale, Refused, Unclear, NotSent>;

/// A page of the change feed. `cursor` is to be stored together with it; opaque to the core.
struct NewsPage {
    std::vector<ItemNews> news;
    std::string cursor;
    bool more = false;
    std::string remark = {};  ///< for people, when news come by another way than they should
};

/// What became of an item that `read` left out. hidden: there, or gone for good, nobody can tell.
enum class ItemPresence { there, deleted, hidden };

/// A comment of ours that is to read otherwise.
struct CommentEdit {
    std::string project;
    WorkItemId item = 0;
    std::int64_t comment = 0;
    Html text;
};

/// Where to look for items whose fate is unclear. Times are the tracker's own.
struct Trace {
    std::string ticket_url;
    std::string project;  ///< empty = any; then only the address leads to the item
    Time since{};
};

/// Thread rule: one thread at a time. Errors: SyncError; side for what concerns the tracker or the sign-in.
class WorkTracker {
public:
    virtual ~WorkTracker() = default;

    /// Proves address, version and sign-in with reads only.
    virtual WorkIdentity identify() = 0;

    /// The rules of a project. Every type is named with its states; fields come for the types in `types` only
    /// (names, ASCII case ignored), because each costs a call. Names the project does not have are skipped:
    /// the caller sees them missing. On failure: side; run with trouble configuration when there is no such
    /// project (the message names those there are).
    virtual Process read_process(const std::string& project, std::span<const std::string> types) = 0;

    /// Makes work items, at most 200; outcomes in the order of `items`. A failure of the whole call is
    /// thrown, and then its fate holds for every item. `quiet` suppresses notifications.
    virtual std::vector<CreateOutcome> create(std::span<const NewWorkItem> items, bool quiet) = 0;

    /// Changes existing items, at most 200 and each at most once; outcomes in the order of `changes`,
    /// failures as with `create`. Each is guarded by its revision, so sending one again is safe: it had its
    /// effect at most once. `quiet` suppresses notifications.
    virtual std::vector<ChangeOutcome> change(std::span<const WorkItemChange> changes, bool quiet) = 0;

    /// The cursor from which the feed shows what comes after now, by the tracker's clock.
    virtual std::string cursor_from_now() = 0;

    /// Reads on from `cursor`. Of all projects: an item that is moved or gets another type stays in view.
    /// May be called again with the same cursor; what was seen before may come again, what changed since the
    /// cursor's making is never left out, also when the tracker no longer takes its token. Changes of links
    /// between items are not in it.
    virtual NewsPage read_news(const std::string& cursor) = 0;

    /// Of items that `read` left out, at most 200: in the order of `ids`. Gone is told apart from forbidden.
    virtual std::vector<ItemPresence> presence(std::span<const WorkItemId> ids) = 0;

    /// Rewrites a comment of ours; safe to send again. Where comments cannot be edited (Server 2019): an
    /// error of reach item.
    virtual WriteOutcome edit(const CommentEdit& edit) = 0;

    /// Takes a comment of ours back. One that is gone already is done.
    virtual WriteOutcome remove(const std::string& project, WorkItemId item, std::int64_t comment) = 0;

    /// Moves an item to the recycle bin, whatever its revision. One that lies there already is done.
    virtual WriteOutcome recycle(const std::string& project, WorkItemId item) = 0;

    /// Writes a file's content to `path`, streamed, at most `limit` bytes. Only addresses of this tracker are
    /// asked, with its sign-in.
    virtual FetchOutcome fetch(const Attachment& file, const std::string& path, std::uint64_t limit) = 0;

    /// The file that an address inside HTML names, when this tracker keeps it; nothing for a foreign address.
    virtual std::optional<Attachment> file_at(std::string_view url) const = 0;

    /// What is said on an item, oldest first, without what was deleted. On failure: SyncError, of reach item
    /// when there is no such item to be seen.
    virtual std::vector<Comment> read_comments(const std::string& project, WorkItemId item) = 0;

    virtual FileLimits file_limits() = 0;

    /// Keeps a file's content, streamed, in pieces where it is large. Has no effect on any item: a lost
    /// answer leaves a file that nothing names.
    virtual UploadOutcome upload(const Upload& file) = 0;

    /// Every item that may have been made for one of the traces, with its hyperlinks; more than asked for
    /// is fine, the caller compares marks.
    virtual std::vector<WorkItem> find_origins(std::span<const Trace> traces) = 0;

    /// Items by id with fields and hyperlinks, at most 200; those that cannot be read are left out.
    virtual std::vector<WorkItem> read(std::span<const WorkItemId> ids) = 0;

    /// Items of a project with their hyperlinks, `id > after`, ascending, at most 200; for `links rebuild`.
    virtual std::vector<WorkItem> walk(const std::string& project, WorkItemId after) = 0;

    /// The newest items of a project with their hyperlinks, at most 200.
    virtual std::vector<WorkItem> newest(const std::string& project) = 0;

    /// The server's time at its last answer; nothing before the first.
    virtual std::optional<Time> server_time() const = 0;
};

}  // namespace deskbridge
