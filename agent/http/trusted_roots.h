// Certificates that this system trusts and OpenSSL does not find by itself.
#pragma once

#include <string>
#include <vector>

namespace deskbridge {

/// In PEM, one each, read once. On Windows those of the ROOT stores of machine and account; elsewhere none,
/// because OpenSSL knows where they are.
const std::vector<std::string>& trusted_roots();

}  // namespace deskbridge
