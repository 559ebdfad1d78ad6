// What programs that are started learn of our environment.
#pragma once

#include <string>
#include <vector>

namespace deskbridge {

/// As "NAME=value": what a program of the system or a browser needs. Secrets may stand in other variables,
/// and those are nobody else's.
std::vector<std::string> child_environment();

}  // namespace deskbridge
