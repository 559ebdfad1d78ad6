// Keeps the sign-in of a person: a refresh token that is replaced with every use.
#pragma once

#include "auth/authorization.h"
#include "auth/token_call.h"
#include "auth/vault.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace deskbridge {

/// Renews ahead of time, one at a time over all threads and processes that share the state file.
///
/// The steps of a renewal, so that nothing is lost whatever ends it:
///   1. it is written down that the refresh token goes out (on the disk);
///   2. it is sent;
///   3. what comes is sealed and on the disk, over the old, before anybody uses it.
/// A refresh token whose answer came is never sent again. One whose answer was lost between 1 and 3 may have
/// been replaced or not; that is the only one that is sent a second time, because it is the only way to keep
/// a sign-in that can be kept: where the service lets old ones live at once, elsewhere when the first request
/// can have no late effect any more. Meanwhile the access token goes on as long as it lives.
/// A definite refusal is kept with the sign-in: nobody asks again until a person has signed in.
class UserKeeper : public Authorization {
public:
    struct Parts {
        OAuthApp app;
        SignInPlace place;
        std::function<std::optional<SyncError>(const HttpResponse&)> explain;
        std::function<void(const std::string&)> warn;  ///< one sentence for the log
    };
    /// Http, vault and clock outlive it; `http` is used by the keeper alone.
    UserKeeper(Parts parts, Http& http, Vault& vault, Clock& clock);

    Secret value() override;
    bool replace(const Secret& refused) override;
    std::optional<SyncError> explain(const HttpResponse& answer) const override;
    std::string stamp() const override;

private:
    SignIn kept();
    bool adopt(const SignIn& sign_in);
    bool is_alive(const SignIn& sign_in) const;
    std::unique_ptr<Hold> hold(const SignIn& before, bool forced);
    void renew(bool forced);
    void renew_held(SignIn sign_in);
    void check_lost_answer(const SignIn& sign_in) const;
    HttpResponse send_renewal(SignIn& sign_in);
    void keep_renewed(SignIn& sign_in, TokenPair token, Time asked_at);
    [[noreturn]] void end_or_wait(SignIn& sign_in, const HttpResponse& answer, bool doubtful);
    void keep_unsent(SignIn& sign_in);

    mutable std::mutex mutex_;
    Parts parts_;
    Http& http_;
    Vault& vault_;
    Clock& clock_;
    Secret access_;
    Secret header_;
    Time renewed_at_{};
    Time expires_at_{};
    std::chrono::milliseconds again_at_{};  ///< a renewal ahead of time that failed is not tried before
};

}  // namespace deskbridge
