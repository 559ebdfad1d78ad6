// The JSON Schemas of the files that people write, as they lie beside this header.
#pragma once

#include <string_view>

namespace deskbridge {

/// The text of agent/config/<name>, put into the program when it was built: "deskbridge.schema.json".
/// Another name is a broken invariant.
std::string_view shipped_schema(std::string_view name);

}  // namespace deskbridge
