#include "auth/secret_resolver.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace deskbridge {

namespace {

constexpr std::size_t size_limit = 64 * 1024;

[[noreturn]] void fail(const std::string& message, const std::string& hint = {}) {
    throw SyncError(Reach::run, Trouble::configuration, message, hint);
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Takes the text over and leaves nothing of it behind.
Secret checked(std::string& text, const SecretSource& source) {
    const bool empty = text.empty();
    Secret secret(text);
    wipe(text);
    if (empty) fail(source.text() + " is empty");
    return secret;
}

std::string read_all(const std::filesystem::path& path, const std::string& shown) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(size_limit + 1, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof())
        fail(fmt::format("cannot read {}: {}", shown, errno == 0 ? "unknown reason" : std::strerror(errno)));
    const auto got = static_cast<std::size_t>(file.gcount());
    if (got > size_limit) {
        wipe(text);
        fail(fmt::format("{} is longer than {} KiB; that is no secret", shown, size_limit / 1024));
    }
    text.resize(got);
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

SecretResolver::SecretResolver(Environment environment, FileAccess access, Sealed sealed)
    : environment_(std::move(environment)), access_(std::move(access)), sealed_(std::move(sealed)) {}

Secret SecretResolver::resolve(const SecretSource& source) {
    Secret secret = resolve_text(source);
    if (std::any_of(secret.reveal().begin(), secret.reveal().end(), is_control))
        fail(source.text() + " holds line ends or other control characters",
             "A secret is one line of text, in a file saved as UTF-8.");
    return secret;
}

Secret SecretResolver::resolve_text(const SecretSource& source) {
    std::string text = read(source);
    return checked(text, source);
}

std::string SecretResolver::read(const SecretSource& source) {
    switch (source.kind) {
        case SecretSource::Kind::none: break;
        case SecretSource::Kind::env: return from_environment(source);
        case SecretSource::Kind::file: return from_file(source);
        case SecretSource::Kind::credential: return from_credential(source);
        case SecretSource::Kind::sealed: return from_sealed(source);
        case SecretSource::Kind::plain: return std::string(source.plain.reveal());
    }
    fail("no secret is given");
}

std::vector<std::string> SecretResolver::take_warnings() {
    return std::exchange(warnings_, {});
}

std::string SecretResolver::from_environment(const SecretSource& source) const {
    auto value = environment_(source.name);
    if (!value) fail(source.text() + " is not set", "Set it for the account that runs deskbridge.");
    return std::move(*value);
}

std::string SecretResolver::from_file(const SecretSource& source) {
    std::string text = read_all(source.name, source.name);
    if (const auto access = access_(source.name); access && others_may_read(*access))
        warnings_.push_back(
            fmt::format("{} may be read by other accounts; chmod 600 {}", source.text(), source.name));
    return text;
}

std::string SecretResolver::from_credential(const SecretSource& source) const {
    const auto folder = environment_("CREDENTIALS_DIRECTORY");
    if (!folder || folder->empty())
        fail(source.text() + ": CREDENTIALS_DIRECTORY is not set",
             "systemd sets it for a unit with LoadCredential= or LoadCredentialEncrypted=. For a command by "
             "hand: systemd-run --pty -p User=deskbridge -p LoadCredential=NAME:FILE deskbridge ...");
    if (source.name.find('/') != std::string::npos || source.name == "..")
        fail(source.text() + ": the name of a credential is no path");
    return read_all(std::filesystem::path(*folder) / source.name, source.text());
}

std::string SecretResolver::from_sealed(const SecretSource& source) const {
    const auto secret = sealed_(source.name);
    if (!secret) fail(source.text() + " is not there", "Set it: deskbridge secret set " + source.name);
    return std::string(secret->reveal());
}

}  // namespace deskbridge
