// What is changed and said on tickets, and what is read of it.
#pragma once

#include "contract/outcome.h"
#include "model/message.h"

#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// What is to be changed on one ticket, by the paths that mappings use ("status", "assignee",
/// "custom[\"Version\"]"); nothing as value = emptied. Whatever is not named stays as it is.
struct TicketChange {
    std::string ticket_id;
    Record fields;
};

/// A message that is to be said on a ticket by the account we are signed in as. `files` are urls that
/// `upload` gave. One for everyone goes to the customer, too.
struct NewMessage {
    std::string ticket_id;
    Visibility visibility = Visibility::internal;
    Html text;
    std::vector<std::string> files;
};

/// `message_id`: of the message that was made. With an error, its fate says whether it may have been.
struct SayOutcome {
    std::string message_id;
    std::optional<SyncError> error;
};

/// A message of ours that is to read otherwise. Its visibility stays, and so do its files, unless there are
/// `files` (urls that `upload` gave): then it has those and no others.
struct MessageEdit {
    std::string ticket_id;
    std::string message_id;
    Html text;
    std::vector<std::string> files = {};
};

/// Where to read on in what is said on a ticket; "" = from the beginning.
struct MessageQuery {
    std::string ticket_id;
    std::string cursor;
};

/// Messages in the order in which they were said, without the one that is the ticket's description. With an
/// error (of reach item) nothing is known of this ticket's.
struct MessagePage {
    std::vector<Message> messages;
    std::string cursor;  ///< for the next page; opaque to the core
    bool more = false;
    std::optional<SyncError> error;
};

}  // namespace deskbridge
