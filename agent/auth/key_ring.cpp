#include "auth/key_ring.h"

#include "auth/machine_seal.h"
#include "auth/private_text.h"
#include "contract/sync_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sodium.h>

namespace deskbridge {

namespace {

constexpr const char* credential = "deskbridge.key";
constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t longest = 64 * 1024;
/// Before a file that is bound to its machine. No key has this name: theirs are hexadecimal.
constexpr std::string_view machine_word = "machine:";

SyncError unusable(const std::filesystem::path& file, const std::string& why, const std::string& hint) {
    return SyncError(Reach::run, Trouble::configuration,
                     fmt::format("the key file {} {}", file.string(), why), hint);
}

std::string base64(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
}

/// The bytes, at most `most`; nothing when it is no base64.
std::optional<std::string> from_base64(std::string_view text, std::size_t most) {
    std::string bytes(most, '\0');
    std::size_t length = 0;
    const int read =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), " \r", &length, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (read != 0) {
        wipe(bytes);
        return {};
    }
    bytes.resize(length);
    return bytes;
}

Secret line_of(const SealKey& key) {
    std::string text = base64(key.bytes.reveal());
    std::string line = fmt::format("{}:{}\n", key.id, text);
    Secret secret(line);
    wipe(text);
    wipe(line);
    return secret;
}

std::optional<SealKey> key_in(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return {};
    auto bytes = from_base64(line.substr(colon + 1), key_bytes);
    if (!bytes) return {};
    SealKey key{std::string(line.substr(0, colon)), Secret(*bytes)};
    wipe(*bytes);
    if (key.bytes.reveal().size() != key_bytes) return {};
    return key;
}

std::vector<SealKey> keys_in(std::string_view text, const std::filesystem::path& file) {
    std::vector<SealKey> keys;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \r") == std::string_view::npos) continue;
        const auto key = key_in(line);
        if (!key)
            throw unusable(file, "holds a line that is no key",
                           "Put the whole file back from its backup; without it sealed secrets cannot be "
                           "opened and have to be set again.");
        keys.push_back(*key);
    }
    return keys;
}

/// What goes to the disk: bound to this machine where the platform can, else as it is.
Secret as_kept(const Secret& lines) {
    const auto bound = bound_to_machine(lines);
    return bound ? Secret(fmt::format("{}{}\n", machine_word, base64(*bound))) : lines;
}

/// What as_kept was given. A text that is not bound is taken as it is: people may have put it there.
Secret as_given(std::string_view kept, const std::filesystem::path& file) {
    if (!kept.starts_with(machine_word)) return Secret(kept);
    const auto end = kept.find_last_not_of(" \r\n") + 1;
    const auto bytes = from_base64(kept.substr(machine_word.size(), end - machine_word.size()), longest);
    auto lines = bytes ? unbound(*bytes) : std::nullopt;
    if (!lines)
        throw unusable(file, "does not open: it belongs to another machine, or is damaged",
                       "Remove it, and set the sealed secrets and sign-ins of this machine anew (secret set, "
                       "auth login); or put its own file back.");
    return std::move(*lines);
}

}  // namespace

KeyRing::KeyRing(std::filesystem::path file, Environment environment, FileAccess access)
    : own_(std::move(file)), environment_(std::move(environment)), access_(std::move(access)) {}

bool KeyRing::is_credential() const {
    return file() != own_;
}

std::filesystem::path KeyRing::file() const {
    const auto folder = environment_("CREDENTIALS_DIRECTORY");
    if (!folder || folder->empty()) return own_;
    auto named = std::filesystem::path(*folder) / credential;
    std::error_code ignored;
    return std::filesystem::exists(named, ignored) ? named : own_;
}

std::vector<SealKey> KeyRing::keys() const {
    const auto path = file();
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return {};
    if (const auto access = access_(path); path == own_ && access && others_may_read(*access))
        throw unusable(
            path, "may be read by other accounts",
            fmt::format("chmod 600 {}; if others may have read it: deskbridge secret rekey", path.string()));
    std::ifstream stream(path, std::ios::binary);
    std::string text(longest, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad() || (!stream.eof() && stream.fail()) || !stream.eof())
        throw unusable(path, "cannot be read", "Let the service account read it; it holds a few lines.");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    const auto lines = as_given(text, path);
    wipe(text);
    auto keys = keys_in(lines.reveal(), path);
    if (keys.empty()) throw unusable(path, "is empty", "Put it back from its backup.");
    return keys;
}

SealKey KeyRing::current() {
    auto known = keys();
    if (known.empty()) {
        make_private_text(own_, as_kept(line_of(new_seal_key())));
        known = keys();  // another process may have been faster
    }
    return known.front();
}

void KeyRing::add() {
    if (is_credential()) return;
    auto known = keys();
    known.insert(known.begin(), new_seal_key());
    replace(known);
}

void KeyRing::drop_others() {
    if (is_credential()) return;
    auto known = keys();
    if (known.size() < 2) return;
    known.resize(1);
    replace(known);
}

Secret KeyRing::new_line() {
    return line_of(new_seal_key());
}

void KeyRing::replace(const std::vector<SealKey>& keys) {
    std::string text;
    text.reserve(longest);
    for (const auto& key : keys) text += line_of(key).reveal();
    Secret all(text);
    wipe(text);
    replace_private_text(own_, as_kept(all));
}

}  // namespace deskbridge
