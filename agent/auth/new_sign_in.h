// What a person's sign-in leaves behind.
#pragma once

#include "auth/oauth_app.h"
#include "auth/token_call.h"
#include "auth/vault.h"

namespace deskbridge {

/// Keeps the tokens of a fresh sign-in over whatever was there; waits for a renewal that is under way, which
/// would be kept over them otherwise. On failure: SyncError of reach run.
void keep_new_sign_in(Vault& vault, const SignInPlace& place, const OAuthApp& app, const TokenPair& token,
                      Clock& clock);

/// Writes down whose it is.
void keep_account(Vault& vault, const SignInPlace& place, const std::string& account, Clock& clock);

}  // namespace deskbridge
