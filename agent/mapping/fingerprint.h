// A mapping's fields as one number, by which a change of them is noticed.
#pragma once

#include "mapping/mapping.h"

#include <string>

namespace deskbridge {

/// Hexadecimal; the same for mappings that write the same fields in the same way, wherever they stand in a
/// file. What decides on new work items alone (select, project, type) is left out.
std::string fingerprint(const Mapping& mapping);

}  // namespace deskbridge
