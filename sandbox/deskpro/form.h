// Bodies of writes: which keys they may have, and what is wrong with the others.
#pragma once

#include "sandbox/deskpro/call.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sandbox::deskpro {

/// A message as a body describes it. `person` 0: the acting agent.
struct MessageForm {
    std::string html;
    bool is_note = false;
    long long person = 0;
    std::optional<std::vector<long long>> blobs;
    std::set<long long> inline_blobs;
};

/// The body of PUT /tickets/{id}. Throws Problem `invalid_input` with every error found: `extra_fields` for
/// an unknown key, nested errors for values.
TicketChange read_change(const Place& place, const Json& body);

/// The body of POST /tickets: the keys of a change, and whose ticket it is and how it begins.
struct TicketForm {
    TicketChange change;
    long long person = 0;
    std::optional<MessageForm> message;
};
TicketForm read_ticket(const Place& place, const Json& body, long long acting);

/// The body of a message; without `complete` (an update) `message` may be missing: then `html` is unset.
MessageForm read_message(const Place& place, const Json& body, bool complete);

/// The message of that form, by whom it names or else by `author`; its files are no longer temporary.
Message message_of(const Place& place, MessageForm form, long long author);

}  // namespace sandbox::deskpro
