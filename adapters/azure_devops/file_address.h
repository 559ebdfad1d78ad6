// The addresses under which an Azure DevOps keeps files. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge::azure_devops {

struct FileAddress {
    std::string path;  ///< below the base address, percent-encoded: "/{project}/_apis/wit/attachments/{guid}"
    std::string id;    ///< the GUID, in lower case
    std::string name;  ///< as the address tells it; may be empty
};

/// What an address says, when it is one of a file that this organization or collection keeps, also below a
/// project. Both names of the service (dev.azure.com/acme and acme.visualstudio.com) are one; nothing for any
/// other host, scheme, port, collection or resource.
std::optional<FileAddress> file_address(std::string_view url, std::string_view base);

}  // namespace deskbridge::azure_devops
