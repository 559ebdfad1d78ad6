#include "auth/seal.h"

#include "contract/sync_error.h"

#include <fmt/format.h>
#include <sodium.h>
#include <vector>

namespace deskbridge {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t id_bytes = 8;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string random_bytes(std::size_t count) {
    ensure(sodium_init() >= 0, "the machine gives randomness");
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), count);
    return bytes;
}

std::string place(std::string_view kind, std::string_view tenant, std::string_view name) {
    return fmt::format("deskbridge:1:{}:{}:{}:{}", kind, tenant.size(), tenant, name);
}

}  // namespace

SealKey new_seal_key() {
    std::string id;
    for (const char c : random_bytes(id_bytes)) id += fmt::format("{:02x}", static_cast<unsigned char>(c));
    std::string bytes = random_bytes(key_bytes);
    SealKey key{id, Secret(bytes)};
    wipe(bytes);
    return key;
}

std::string seal(const SealKey& key, std::string_view place, const Secret& text) {
    ensure(key.bytes.reveal().size() == key_bytes, "a sealing key has 32 bytes");
    const std::string nonce = random_bytes(nonce_bytes);
    std::string sealed = nonce + std::string(text.reveal().size() + tag_bytes, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(sealed) + nonce_bytes, nullptr, bytes_of(text.reveal()), text.reveal().size(),
        bytes_of(place), place.size(), nullptr, bytes_of(nonce), bytes_of(key.bytes.reveal()));
    return sealed;
}

std::optional<Secret> unseal(const SealKey& key, std::string_view place, std::string_view sealed) {
    if (sealed.size() < nonce_bytes + tag_bytes || key.bytes.reveal().size() != key_bytes) return {};
    std::string text(sealed.size() - nonce_bytes - tag_bytes, '\0');
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes_of(text), nullptr, nullptr, bytes_of(sealed.substr(nonce_bytes)), sealed.size() - nonce_bytes,
        bytes_of(place), place.size(), bytes_of(sealed), bytes_of(key.bytes.reveal()));
    if (opened != 0) return {};
    Secret secret(text);
    wipe(text);
    return secret;
}

std::string place_of_secret(std::string_view tenant, std::string_view name) {
    return place("secret", tenant, name);
}

std::string place_of_sign_in(std::string_view tenant, std::string_view side) {
    return place("sign-in", tenant, side);
}

}  // namespace deskbridge
