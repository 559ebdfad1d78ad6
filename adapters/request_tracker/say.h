// Saying things on tickets.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/kept_files.h"
#include "contract/help_desk.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// As HelpDesk::say: /correspond for everyone, which mails the requestor; /comment for all else.
std::vector<SayOutcome> say(Client& client, KeptFiles& kept, std::span<const NewMessage> messages);

/// One internal message. The transaction that it became, or why it did not.
SayOutcome comment(Client& client, const std::string& ticket_id, const std::string& html);

}  // namespace deskbridge::request_tracker
