// Saying things on tickets, and taking them back.
#pragma once

#include "adapters/deskpro/client.h"
#include "contract/help_desk.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Messages by the agent we are signed in as, many in one request; internal notes unless they are for
/// everyone, which mails the customer. Never sent a second time: an outcome that is not clear says so by its
/// fate. Trouble of the whole desk is thrown as long as nothing was said; later it is the outcome of the
/// messages that it hit.
std::vector<SayOutcome> say(Client& client, std::span<const NewMessage> messages);

/// Text, and files only where there are new ones: `attachments` replaces what is there.
std::vector<WriteOutcome> edit(Client& client, std::span<const MessageEdit> edits);

WriteOutcome remove(Client& client, const std::string& ticket_id, const std::string& message_id);

}  // namespace deskbridge::deskpro
