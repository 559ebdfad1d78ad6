// Who may call: keys, tokens and their limits.
#pragma once

#include "sandbox/deskpro/call.h"

#include <map>
#include <optional>
#include <string>

namespace sandbox::deskpro {

/// Not thread-safe. Tokens live until `end_tokens`: no source says how long real ones do.
class SignIn {
public:
    /// Reads `Authorization: key id:CODE`, `token id:CODE` or `Bearer TOKEN`. Throws Problem 401 for anything
    /// else.
    Caller caller(const Request& request, const Desk& desk, const Options& options) const;
    /// POST /api_tokens: e-mail and password of an agent -> a new token. Throws Problem 401.
    Answer make_token(const Json& body, const Desk& desk, const Options& options);
    void end_tokens() { tokens_.clear(); }
    /// `Authorization: Bearer TOKEN` of an agent, until then (milliseconds since 1970).
    void accept(const std::string& bearer, const std::string& email, long long ends) {
        bearers_[bearer] = {email, ends};
    }
    /// Counts the call against the credential's hour. Throws Problem 429 when that is used up.
    void count(const Caller& caller, const Options& options, long long now);

private:
    struct Token {
        std::string code;
        long long person = 0;
    };
    struct Hour {
        long long number = 0;
        int calls = 0;
    };
    struct Bearer {
        std::string email;
        long long ends = 0;
    };
    std::optional<Caller> bearer_caller(const std::string& token, const Request& request,
                                        const Desk& desk) const;
    std::map<long long, Token> tokens_;
    std::map<std::string, Bearer> bearers_;
    long long last_token_ = 0;
    std::map<std::string, Hour> hours_;
};

/// Whether the tags of a key allow this call; throws Problem 403 when not. A tag names the first part of
/// the address and what is done there: "tickets.update"; '*' stands for anything, '-' denies, the last
/// that matches decides.
void check_tags(const Call& call);

}  // namespace sandbox::deskpro
