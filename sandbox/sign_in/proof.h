// How an app proves to be itself at a token endpoint.
#pragma once

#include "sandbox/sign_in/form.h"
#include "sandbox/sign_in/grants.h"

namespace sandbox::sign_in {

/// Throws Refusal, with Entra's codes. `audience` is the address of the endpoint that assertions are made
/// for.
void check_proof(const App& app, const Form& form, const std::string& audience, long long now_ms);

/// base64url of the SHA-256 of `text`: what a PKCE challenge is of its verifier.
std::string challenge_of(const std::string& text);

}  // namespace sandbox::sign_in
