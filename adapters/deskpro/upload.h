// Files that the desk is to keep for a message.
#pragma once

#include "adapters/deskpro/client.h"
#include "contract/help_desk.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbridge::deskpro {

/// Sends the file as a form's part. The form stands in a file beside `path` meanwhile, since one request has
/// one body. What the desk does not take is the file's own trouble; a file that no message names is thrown
/// away by the desk in time.
UploadOutcome upload(Client& client, const std::string& name, const std::string& path, std::uint64_t bytes);

/// The name without what means something to a header, a path or a shell; at most 200 bytes, its ending kept.
std::string upload_name(std::string_view name);

}  // namespace deskbridge::deskpro
