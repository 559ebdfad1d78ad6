// Keeps the token of a program: client credentials and managed identities.
#pragma once

#include "auth/authorization.h"
#include "auth/token_call.h"
#include "contract/clock.h"

#include <functional>
#include <mutex>
#include <string>

namespace deskbridge {

/// Such a token can be had again at any time, so it lives in memory alone. One request at a time, whoever
/// asks; a refusal is remembered for a minute (any other failure for five seconds), so that many tenants with
/// one app do not hammer for it.
class AppKeeper : public Authorization {
public:
    /// Asks for a token. Errors as `read_token`.
    using Fetch = std::function<TokenPair()>;
    AppKeeper(Fetch fetch, const Clock& clock, std::function<std::string()> stamp,
              std::function<std::optional<SyncError>(const HttpResponse&)> explain);

    Secret value() override;
    bool replace(const Secret& refused) override;
    std::optional<SyncError> explain(const HttpResponse& answer) const override { return explain_(answer); }
    std::string stamp() const override { return stamp_(); }

private:
    void renew();

    mutable std::mutex mutex_;
    Fetch fetch_;
    const Clock& clock_;
    std::function<std::string()> stamp_;
    std::function<std::optional<SyncError>(const HttpResponse&)> explain_;
    Secret header_;
    Time renewed_at_{};
    Time expires_at_{};
    // the last failure, and until when it is not tried again unless the credential changes
    std::optional<SyncError> failure_;
    std::chrono::milliseconds again_at_{};
    std::string failed_stamp_;
};

}  // namespace deskbridge
