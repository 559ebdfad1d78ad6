// Random keys for marks.
#pragma once

#include <string>

namespace deskbridge {

/// 64 bits of the system's randomness as 16 hexadecimal digits.
std::string random_key();

}  // namespace deskbridge
