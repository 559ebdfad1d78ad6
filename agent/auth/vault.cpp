#include "auth/vault.h"

#include "contract/sync_error.h"
#include "json/json.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

namespace {

/// As often a key may be retired while something is sealed under it.
constexpr int key_changes_at_most = 5;

Secret packed(const SignIn& sign_in) {
    json::Writer out;
    out.object().member("access", sign_in.access.reveal()).member("renewal", sign_in.renewal.reveal()).end();
    std::string text = out.take();
    Secret secret(text);
    wipe(text);
    return secret;
}

void unpack(const Secret& text, SignIn& into) {
    const auto document = json::Document::parse(text.reveal(), "a kept sign-in");
    for (const auto& [name, to] : {std::pair{"access", &into.access}, std::pair{"renewal", &into.renewal}}) {
        std::string value = document[name].text();
        *to = Secret(value);
        wipe(value);
    }
}

std::string what_secret(const std::string& tenant, const std::string& name) {
    return tenant.empty() ? fmt::format("the sealed secret '{}'", name)
                          : fmt::format("the sealed secret '{}' of tenant {}", name, tenant);
}

std::string what_sign_in(const SignInPlace& place) {
    return fmt::format("the sign-in of tenant {} ({} side)", place.tenant, place.side);
}

}  // namespace

Secret Vault::open(const SealedText& text, std::string_view place, const std::string& what) const {
    const auto keys = keys_.keys();
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const SealKey& one) { return one.id == text.key; });
    if (key == keys.end())
        throw SyncError(
            Reach::run, Trouble::configuration,
            fmt::format("{} is sealed under the key {}, which is not in {}", what, text.key,
                        keys_.file().string()),
            "Run as the account, and with the credential, that sealed it; or put the key file back; "
            "or set it again (secret set, auth login).");
    auto opened = unseal(*key, place, text.bytes);
    if (!opened)
        throw SyncError(Reach::run, Trouble::configuration,
                        fmt::format("{} does not open: it was sealed for another place, or is damaged", what),
                        "Set it again: deskbridge secret set, or deskbridge auth login.");
    return std::move(*opened);
}

SealedText Vault::close(std::string_view place, const Secret& text) {
    const auto key = keys_.current();
    return {key.id, seal(key, place, text)};
}

// Another process may change the key between reading it and keeping what it sealed.
template <class Keep>
void Vault::keep_under_current_key(std::string_view place, const Secret& text, const Keep& keep) {
    for (int attempt = 0; attempt < key_changes_at_most; ++attempt)
        if (keep(close(place, text))) return;
    throw SyncError(
        Reach::run, Trouble::configuration,
        fmt::format("the first key in {} was retired", keys_.file().string()),
        "Give the new key first: the credential is still the old one. Then: deskbridge secret rekey");
}

std::optional<Secret> Vault::secret(const std::string& tenant, const std::string& name) {
    auto found = store_.secret(tenant, name);
    if (!found && !tenant.empty()) found = store_.secret("", name);
    if (!found) return {};
    return open(found->text, place_of_secret(found->tenant, name), what_secret(found->tenant, name));
}

void Vault::keep_secret(const std::string& tenant, const std::string& name, const Secret& text) {
    keep_under_current_key(place_of_secret(tenant, name), text, [&](SealedText sealed) {
        return store_.keep(KeptSecret{tenant, name, std::move(sealed), clock_.now()});
    });
}

std::optional<SignIn> Vault::sign_in(const SignInPlace& place) {
    auto kept = store_.sign_in(place);
    if (!kept) return {};
    SignIn found{std::move(*kept), {}, {}};
    unpack(open(found.kept.tokens, place_of_sign_in(place.tenant, place.side), what_sign_in(place)), found);
    return found;
}

void Vault::keep(const SignInPlace& place, const SignIn& sign_in) {
    keep_under_current_key(place_of_sign_in(place.tenant, place.side), packed(sign_in),
                           [&](SealedText sealed) {
                               KeptSignIn kept = sign_in.kept;
                               kept.tokens = std::move(sealed);
                               return store_.keep(place, kept);
                           });
}

std::size_t Vault::rekey() {
    keys_.add();
    const auto key = keys_.current();
    std::vector<std::string> others;
    for (const auto& one : keys_.keys())
        if (one.id != key.id) others.push_back(one.id);
    const auto count = store_.reseal(
        key.id, others,
        {[&](const SignInPlace& place, const SealedText& text) {
             const auto where = place_of_sign_in(place.tenant, place.side);
             return SealedText{key.id, seal(key, where, open(text, where, what_sign_in(place)))};
         },
         [&](const KeptSecret& secret) {
             const auto where = place_of_secret(secret.tenant, secret.name);
             return SealedText{
                 key.id, seal(key, where, open(secret.text, where, what_secret(secret.tenant, secret.name)))};
         }});
    keys_.drop_others();
    return count;
}

}  // namespace deskbridge
