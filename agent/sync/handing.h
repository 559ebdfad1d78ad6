// Carries files that people attached to work items to their tickets.
#pragma once

#include "sync/desk_errand.h"

namespace deskbridge {

/// Carries those of the errands' files that their tickets do not have, with one internal message on each that
/// names them; a file that cannot be carried is named in it, too. One that cannot be had just now is its
/// errand's problem, and is tried again.
void hand_files(Tenant& tenant, std::vector<DeskErrand>& errands, CycleReport& report);

/// What an intent to hand over files keeps of them.
struct HandingIntent {
    std::vector<std::string> files;
    std::int64_t number = 0;  ///< stands in the message's address where a comment's would; below 0
};
std::string handing_text(const HandingIntent& intent);
HandingIntent parse_handing(const std::string& text);

}  // namespace deskbridge
