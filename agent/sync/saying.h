// What an intent to change a work item keeps of it.
#pragma once

#include "model/work_item.h"

#include <string>
#include <vector>

namespace deskbridge {

/// Without a message it holds fields alone.
struct SayingIntent {
    std::string message_id;
    WorkItemId work_item = 0;
    int revision = 0;
    std::string digest;
};
std::string saying_text(const SayingIntent& intent);
SayingIntent parse_saying(const std::string& text);

/// Whether one of the comments is our copy of a message; `key` is that of the link's mark.
bool stands_among(const std::vector<Comment>& comments, const std::string& key,
                  const std::string& message_id);

}  // namespace deskbridge
