// How far the messages of a ticket have come on their way to its work item.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <cstdint>
#include <map>
#include <string>

namespace deskbridge {

/// A link whose ticket may have messages that are not on the work item yet.
struct Talk {
    std::string ticket_id;
    WorkItemId work_item = 0;
    int revision = 0;    ///< of the work item, as far as known: guards the next write
    bool quiet = false;  ///< history: nobody is notified
    int attempts = 0;    ///< failed ones
    Time not_before{};
    std::string problem;
    bool ended = false;  ///< all is said: `record` removes it
};

/// A message that stands on a work item, by one revision of it that is ours.
struct Said {
    std::string message_id;
    int revision = 0;
    std::string digest;  ///< of the message as it was carried
};

/// A comment of a work item that stands on its ticket. Without a message it is from before the link, and has
/// no copy there.
struct Heard {
    std::int64_t comment = 0;
    std::string message_id;
    std::string digest;  ///< of the comment as it was carried
};
inline bool has_copy(const Heard& heard) {
    return !heard.message_id.empty();
}

/// By message, and by comment.
using SaidBy = std::map<std::string, Said, std::less<>>;
using HeardBy = std::map<std::int64_t, Heard>;

}  // namespace deskbridge
