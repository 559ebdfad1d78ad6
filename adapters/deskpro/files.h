// Files that come with messages.
#pragma once

#include "adapters/deskpro/client.h"
#include "contract/help_desk.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

struct MessageRef {
    std::string ticket;
    std::string message;
};

/// What is known of one message's files. An error is of reach item: then nothing is.
struct FileList {
    std::vector<File> files;
    std::optional<SyncError> error;
};

/// True when the message says that it has files.
bool has_files(json::View message);

/// The files of many messages, some in each call; answers in order. Only messages with files are worth asking
/// for.
std::vector<FileList> read_files(Client& client, std::span<const MessageRef> messages);

/// Streams a file's content to `path`. Only the desk's own host is asked.
FetchOutcome fetch(Client& client, const File& file, const std::string& path, std::uint64_t limit);

/// The file behind an address in a message's HTML, if this desk serves it.
std::optional<File> file_at(const std::string& desk_url, std::string_view address);

}  // namespace deskbridge::deskpro
