// Getting a file's content out of RT's JSON.
#pragma once

#include "adapters/request_tracker/client.h"
#include "contract/outcome.h"
#include "model/message.h"

#include <cstdint>
#include <string>

namespace deskbridge::request_tracker {

/// As HelpDesk::fetch. The answer is kept beside `path` until it is read out.
FetchOutcome fetch(Client& client, const File& file, const std::string& path, std::uint64_t limit);

}  // namespace deskbridge::request_tracker
