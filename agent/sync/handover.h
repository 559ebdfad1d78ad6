// Files of a work item on their way to the desk, streamed over the spool.
#pragma once

#include "sync/tenant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// The tries for a ticket to which a file cannot be carried, before it goes without.
constexpr int tries_for_handing = 5;

class Handover {
public:
    /// `give_up`: a file that cannot be had now stays, with a note.
    Handover(Tenant& tenant, bool give_up) : tenant_(tenant), give_up_(give_up) {}

    /// Keeps the file at the desk; what names it there. Nothing when it stays on the item (too large, gone,
    /// not taken), which is noted. On failure: SyncError of reach item, also for a side that fails with this
    /// one file, unless it is to give up; other errors of reach side go on.
    std::optional<std::string> hand(const Attachment& file);

    std::vector<std::string> files;  ///< what was handed, by what names it on the desk
    std::vector<std::string> names;
    std::vector<std::string> notes;

private:
    bool fetch(const Attachment& file, const std::string& path);
    UploadOutcome upload(const Attachment& file, const std::string& path);
    void stays(const Attachment& file, std::string_view why);

    Tenant& tenant_;
    bool give_up_;
};

}  // namespace deskbridge
