// What is said on a work item, dressed as messages of its ticket, with its pictures.
#pragma once

#include "contract/desk_message.h"
#include "mapping/mapping.h"
#include "sync/desk_errand.h"

namespace deskbridge {

/// A comment as it is to stand on the ticket. Its pictures, which only the tracker's users could see, go
/// along as files that the message shows, where the mapping carries files; else they are left out, and a note
/// says so. On failure: SyncError of reach item when a picture cannot be had just now.
struct DressedHearing {
    NewMessage message;
    std::vector<std::string> pictures;  ///< addresses at the tracker of what went along
};
DressedHearing dress_hearing(Tenant& tenant, const DeskErrand& errand, const Mapping& mapping,
                             const Hearing& hearing);

}  // namespace deskbridge
