#include "auth/secret.h"

#include <sodium.h>
#include <utility>

namespace deskbridge {

namespace {

void wipe_bytes(std::vector<char>& bytes) {
    if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
    bytes.clear();
}

}  // namespace

Secret::Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}

Secret& Secret::operator=(const Secret& other) {
    return *this = Secret(other);
}

Secret::Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe_bytes(bytes_);
    bytes_ = std::exchange(other.bytes_, {});
    return *this;
}

Secret::~Secret() {
    wipe_bytes(bytes_);
}

void wipe(std::string& text) {
    if (!text.empty()) sodium_memzero(text.data(), text.size());
    text.clear();
}

}  // namespace deskbridge
