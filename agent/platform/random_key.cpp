#include "platform/random_key.h"

#include <fmt/format.h>
#include <random>

namespace deskbridge {

std::string random_key() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}", source(), source());
}

}  // namespace deskbridge
