// The files of mappings/ as they were when the program was built: presets, their cases, the schemas.
#pragma once

#include <string_view>
#include <vector>

namespace deskbridge {

struct ShippedFile {
    std::string_view name;  ///< of the file, with ".json"
    std::string_view text;
};

const std::vector<ShippedFile>& shipped_mappings();

}  // namespace deskbridge
