// Why a token service says no, and the sentence that tells an administrator what to do.
#pragma once

#include "contract/http.h"
#include "contract/sync_error.h"
#include "model/time.h"

#include <string>
#include <string_view>

namespace deskbridge {

/// What a refusal says of itself. Free text of the service is never kept: it may repeat what was sent.
struct TokenRefusal {
    int status = 0;
    std::string error;   ///< RFC 6749: "invalid_grant"; empty when the answer is no error document
    std::string code;    ///< "AADSTS7000222"
    std::string detail;  ///< suberror: "basic_action", "consent_required"
    std::string trace;   ///< by which the service finds it in its log
};

TokenRefusal read_refusal(const HttpResponse& answer);
/// What an authorization ended with on the callback: error, and the code in its description.
TokenRefusal refused_authorization(std::string_view error, std::string_view description);

/// Definite (trouble sign_in, fate refused): somebody has to act. Else a side error that passes (a busy
/// service, a page of something in between), with the wait that was asked for. Where the clocks differ by
/// minutes, the hint says so.
SyncError refusal_of(const HttpResponse& answer, const std::string& service, Time now);
SyncError refusal_of(const TokenRefusal& refusal, const std::string& service);

/// True when the refusal ends the sign-in: its refresh token is of no more use.
bool ends_sign_in(const TokenRefusal& refusal);
/// True when the app's own secret or certificate was not accepted, whatever it asked for.
bool refuses_proof(const TokenRefusal& refusal);
/// The service had the request and did not carry it out; asking again may help.
bool passes(const TokenRefusal& refusal);

/// "this machine's clock is 12 minutes behind ...", or "" when it agrees with the answer's Date.
std::string clock_difference(const Headers& headers, Time now);

}  // namespace deskbridge
