// Carries files of a ticket to the work side, before anything names them there.
#pragma once

#include "model/plan.h"
#include "sync/tenant.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// Files that are to stand on one item, and the text they belong to.
struct FileOrder {
    std::string project;
    std::vector<File> files;
    std::string html;                ///< canonical; its pictures come along
    std::vector<std::string> shown;  ///< addresses of pictures in other texts of the item: not attached
    std::vector<Attachment> there;   ///< what the item has already
    bool give_up = false;            ///< a file that cannot be had now is noted as missing
};

struct FilesCarried {
    std::vector<Attachment> attachments;
    std::string html;                ///< as given, its pictures at their new addresses
    std::vector<std::string> notes;  ///< about files that stay on the ticket, for people
};

/// Fetches what the tracker does not have yet, by the desk's id and by content, and keeps it there. What one
/// file prevents (too large, gone, not taken, too many) ends as a note. Errors of reach side go on, and
/// unless it is to give up, one of reach item for a file that the desk fails to give just now; what was kept
/// until then is known the next time.
FilesCarried carry_files(Tenant& tenant, const FileOrder& order);

/// Keeps a text of our own at the tracker. Nothing when it does not take it, which is noted.
std::optional<Attachment> carry_text(Tenant& tenant, const std::string& project, const TextFile& text,
                                     std::vector<std::string>& notes);

/// The comment of a file on a work item that came from its ticket: it does not go back there.
constexpr std::string_view carried_from_ticket = "from the ticket";

/// The tries for a message or ticket whose files cannot be had, before it goes without them.
constexpr int tries_for_files = 5;

}  // namespace deskbridge
