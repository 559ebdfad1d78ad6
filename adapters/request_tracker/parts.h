// The parts of a message: RT keeps text, pictures and files of one as attachments side by side.
#pragma once

#include "adapters/request_tracker/client.h"
#include "model/message.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// What a message holds.
struct Content {
    Html text;
    std::vector<File> files;
};

/// The contents of transactions, by their ids, in few calls whatever tickets they are of. One without any
/// part is there, and empty.
std::map<std::string, Content> read_contents(Client& client, std::span<const std::string> transactions);

/// Where a person's browser gets a file; what pictures in a text are shown from.
std::string file_url(const std::string& desk_url, const std::string& transaction,
                     const std::string& attachment, const std::string& name);

/// The file that an address names, when it is one of this desk's.
std::optional<File> file_at(const std::string& desk_url, std::string_view url);

}  // namespace deskbridge::request_tracker
