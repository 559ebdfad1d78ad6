// Texts that only one key opens, and only in the place that they were sealed for.
#pragma once

#include "auth/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// 32 random bytes and the name by which what they seal is known.
struct SealKey {
    std::string id;
    Secret bytes;
};

SealKey new_seal_key();

/// XChaCha20-Poly1305 with a random nonce before it. `place` is part of the seal and not of the text: what is
/// moved to another tenant or name does not open there.
std::string seal(const SealKey& key, std::string_view place, const Secret& text);

/// Nothing when key or place are not those of the seal, or a bit has changed.
std::optional<Secret> unseal(const SealKey& key, std::string_view place, std::string_view sealed);

/// The place of a secret or of a sign-in; no two of them are the same.
std::string place_of_secret(std::string_view tenant, std::string_view name);
std::string place_of_sign_in(std::string_view tenant, std::string_view side);

}  // namespace deskbridge
