#include "auth/new_sign_in.h"

#include "contract/sync_error.h"

namespace deskbridge {

namespace {

constexpr std::chrono::milliseconds one_look{100};
constexpr int looks_at_most = 700;

std::unique_ptr<Hold> wait_for(Vault& vault, const SignInPlace& place, Clock& clock) {
    for (int look = 0; look < looks_at_most; ++look) {
        if (auto held = vault.hold(place)) return held;
        if (!clock.wait(one_look)) break;
    }
    throw SyncError(Reach::run, Trouble::store,
                    "another process has been renewing this sign-in for a long time",
                    "Look for a deskbridge command that hangs, and sign in again.");
}

}  // namespace

void keep_new_sign_in(Vault& vault, const SignInPlace& place, const OAuthApp& app, const TokenPair& token,
                      Clock& clock) {
    SignIn made;
    made.kept.app = app.fingerprint();
    made.kept.scope = token.scope.empty() ? app.scope_text() : token.scope;
    made.kept.signed_in_at = made.kept.renewed_at = clock.now();
    made.kept.expires_at = clock.now() + token.lifetime;
    made.access = token.access;
    made.renewal = token.renewal;
    const auto held = wait_for(vault, place, clock);
    vault.keep(place, made);
}

void keep_account(Vault& vault, const SignInPlace& place, const std::string& account, Clock& clock) {
    const auto held = wait_for(vault, place, clock);
    auto sign_in = vault.sign_in(place);
    if (!sign_in) return;
    sign_in->kept.account = account;
    vault.keep(place, *sign_in);
}

}  // namespace deskbridge
