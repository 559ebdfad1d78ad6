// Values as people read them.
#pragma once

#include "model/value.h"

#include <string>

namespace deskbridge {

/// Without markup; several words and people as text_of has them.
std::string plain_value(const Value& value);

/// The same in one line of at most 80 characters, people by address where they have one: for errors, which
/// show what was not taken, and not a whole text.
std::string shown_value(const Value& value);

}  // namespace deskbridge
