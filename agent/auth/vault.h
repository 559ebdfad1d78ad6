// Secrets and sign-ins at rest: opened and sealed on their way.
#pragma once

#include "auth/key_ring.h"
#include "contract/clock.h"
#include "contract/sign_in_store.h"

#include <optional>
#include <string>

namespace deskbridge {

/// A sign-in with its tokens open. `renewal` is the refresh token.
struct SignIn {
    KeptSignIn kept;
    Secret access;
    Secret renewal;
};

/// Thread rule: any thread. Store and clock outlive it. On failure: SyncError of reach run.
class Vault {
public:
    Vault(SignInStore& store, KeyRing keys, const Clock& clock)
        : store_(store), keys_(std::move(keys)), clock_(clock) {}

    /// The tenant's own secret of that name, or else the one that is of all tenants.
    std::optional<Secret> secret(const std::string& tenant, const std::string& name);
    void keep_secret(const std::string& tenant, const std::string& name, const Secret& text);
    bool forget_secret(const std::string& tenant, const std::string& name) {
        return store_.forget_secret(tenant, name);
    }
    std::vector<KeptSecret> secrets() { return store_.secrets(); }

    std::optional<SignIn> sign_in(const SignInPlace& place);
    /// What is kept without opening it: enough to see how it stands.
    std::optional<KeptSignIn> standing(const SignInPlace& place) { return store_.sign_in(place); }
    /// On the disk when it returns.
    void keep(const SignInPlace& place, const SignIn& sign_in);
    bool forget(const SignInPlace& place) { return store_.forget(place); }
    std::unique_ptr<Hold> hold(const SignInPlace& place) { return store_.hold(place); }

    /// Seals everything under a new key (of a credential: under its first one) and lets the old ones go.
    /// Interrupted at any step it leaves everything that opens, and the next one ends it. How many texts.
    std::size_t rekey();

    const KeyRing& keys() const { return keys_; }

private:
    Secret open(const SealedText& text, std::string_view place, const std::string& what) const;
    SealedText close(std::string_view place, const Secret& text);
    template <class Keep>
    void keep_under_current_key(std::string_view place, const Secret& text, const Keep& keep);

    SignInStore& store_;
    KeyRing keys_;
    const Clock& clock_;
};

}  // namespace deskbridge
