// What is said on a ticket, and the files that come with it, in words that are the same for every desk.
#pragma once

#include "model/value.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge {

/// A file on the desk. Its content never changes under one id.
struct File {
    std::string id;
    std::string name;         ///< as people see it; any characters
    std::uint64_t bytes = 0;  ///< 0 = not told
    std::string url;          ///< where the desk serves it; pictures inside HTML are known by it
    bool picture = false;     ///< shown inside the text rather than listed below it
    bool operator==(const File&) const = default;
};

/// Who may read a message. What a desk does not say is internal.
enum class Visibility { internal, everyone };

struct Message {
    std::string id;
    Person author;
    Time created{};
    Visibility visibility = Visibility::internal;
    Html text;
    std::vector<File> files;
};

}  // namespace deskbridge
