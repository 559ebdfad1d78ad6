// What is said on a work item, dressed as messages of its ticket, and the files that go with it.
#pragma once

#include "contract/desk_message.h"
#include "mapping/mapping.h"
#include "sync/desk_errand.h"

namespace deskbridge {

/// Everything that is said on a ticket. On failure: SyncError, of reach item when it cannot be read.
std::vector<Message> messages_of(Tenant& tenant, const std::string& ticket_id);

/// The comment as it is to stand on the ticket. Its pictures, which only the tracker's users could see, go
/// along as files where the mapping carries files.
NewMessage message_for(Tenant& tenant, const Link& link, const Mapping& mapping, const Hearing& hearing);

/// Carries those of the errand's files that the ticket does not have, with one internal message. A file that
/// cannot be carried is named in it.
void hand_files(Tenant& tenant, DeskErrand& errand, CycleReport& report);

/// What an intent to hand over files keeps of them.
std::string handing_text(const std::vector<std::string>& files, std::int64_t number);
struct HandingIntent {
    std::vector<std::string> files;
    std::int64_t number = 0;  ///< stands in the message's address where a comment's would; below 0
};
HandingIntent parse_handing(const std::string& text);

}  // namespace deskbridge
