// What one ticket still has to bring to one of its work items: fields, and what is said.
#pragma once

#include "model/message.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deskbridge {

/// Fields of a linked ticket on their way.
struct Errand {
    InboxItem row;
    Link link;                 ///< as it is kept
    int revision = 0;          ///< of the work item, as far as known: guards the next write
    std::deque<Record> parts;  ///< one write each, in order
    Base after;                ///< what is agreed once they have arrived
    std::vector<std::string> notes;
    std::deque<Message> sayings;  ///< of our own about what happened, by ids that stay the same
    bool listen = false;          ///< what is said on the ticket is read, too
};

struct Conversation {
    Talk talk;
    Link link;
    const Mapping* mapping = nullptr;
    std::optional<InboxItem> row;  ///< of an errand
    std::deque<Record> parts;
    Base after;
    std::vector<std::string> notes;

    SaidBy said;
    std::string cursor;
    bool more = false;             ///< messages are still to be read
    std::deque<Message> next;      ///< to be said
    std::vector<Message> changed;  ///< said, and edited since
    std::set<std::string> read;    ///< ids of those that are there
    bool complete = false;         ///< all messages were read
    bool wrote = false;            ///< anything has arrived
    bool refused = false;          ///< a field was; `row` says how its ticket waits
    enum class End { open, done, parked, again } end = End::open;  ///< of an errand
    bool stopped = false;                                          ///< nothing of it goes on in this pass
};

/// As kept for a link that has something to say; nothing when its mapping wants no messages any more.
std::optional<Conversation> open_conversation(Tenant& tenant, Talk talk);
Conversation open_conversation(Tenant& tenant, Errand errand);

/// Sorts a page of messages into what is to be said, what was edited, and what is there.
void take_page(Conversation& conversation, MessagePage page);

/// What goes next, as one revision: fields, a message, or both. nothing = all has gone. The change is
/// complete with files and notes. On failure: SyncError of reach item when a file cannot be had just now.
struct NextWrite {
    WorkItemChange change;
    std::optional<Record> part;
    std::optional<Message> message;
};
bool has_next(const Conversation& conversation);
/// The first of its parts is a state on the way to another one.
bool passes_through(const Conversation& conversation);
NextWrite next_write(Tenant& tenant, const Conversation& conversation);

/// The message as it is to stand on the item, its files carried there.
WorkItemChange comment_for(Tenant& tenant, const Conversation& conversation, const Message& message);

/// The entries of `after` that belong to the fields of `part`.
Base entries_of(const Base& after, const Record& part);

}  // namespace deskbridge
