// Addresses of files on the help desk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::deskpro {

/// An address that lies on the desk's own host, whole and fit to be asked: absolute, beginning with "//", or
/// a path alone. It always comes out under the scheme and host of `desk_url`, since proxies make desks write
/// http for https. Nothing for any other host.
std::optional<std::string> own_address(const std::string& desk_url, std::string_view address);

/// What an address says of the file it serves. `auth` is the secret that opens it.
struct FileAddress {
    std::string url;
    std::string auth;
    std::string name;
};

/// `.../file.php/{AUTH}/name` and `.../api/v2/blobs/{authId}/download/name` on the desk's own host; nothing
/// else.
std::optional<FileAddress> file_address(const std::string& desk_url, std::string_view address);

/// The address of the API for a file.
std::string blob_address(const std::string& desk_url, const std::string& auth_id, const std::string& name);

/// The name by which we know the file that this secret opens. The same for the secret alone and for the one
/// with the file's number before it, since addresses have either; does not give the secret away.
std::string file_id(std::string_view auth);

}  // namespace deskbridge::deskpro
