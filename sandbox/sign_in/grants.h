// What has been granted to whom: codes, refresh tokens and access tokens.
#pragma once

#include "sandbox/exchange/exchange.h"
#include "sandbox/sign_in/options.h"

#include <map>
#include <optional>
#include <random>

namespace sandbox::sign_in {

/// A no of a token endpoint, as RFC 6749 names it; `code` is an AADSTS number where Entra says it.
struct Refusal {
    int status = 400;
    std::string error;
    std::string description;
    long long code = 0;
};

/// One sign-in with all tokens that came of it.
struct Family {
    Kind kind = Kind::entra;
    std::string client_id;
    std::string person;
    std::string scope;
    bool renewable = false;
    bool revoked = false;
};

struct Tokens {
    std::string access;
    std::string renewal;
    std::string scope;
    long long seconds = 0;
};

/// Not thread-safe.
class Grants {
public:
    Grants(unsigned long long seed, Clock clock) : dice_(seed), clock_(std::move(clock)) {}

    int add(Family family);
    Family& family(int id) { return families_.at(static_cast<std::size_t>(id)); }

    struct Code {
        int family = 0;
        std::string redirect;
        std::string challenge;
        long long ends = 0;
        bool used = false;
    };
    std::string code_for(Code code);
    /// The code, used up now. Throws Refusal.
    Code take_code(const std::string& code);

    struct Device {
        int family = -1;  ///< granted
        std::string user_code;
        Family wanted;
        long long ends = 0;
        long long asked = 0;
        bool declined = false;
    };
    std::string device_for(Device device);
    Device* device(const std::string& device_code);
    Device* device_of_user(const std::string& user_code);

    Tokens issue(int family, const Switches& switches, const Issued& issued);
    /// The family of a refresh token that may be used. `strict`: it is used up by that, and using it once
    /// more ends the family. Throws Refusal.
    int use_renewal(const std::string& renewal, bool strict);
    void revoke(const std::string& renewal);

    /// How often each refresh token was used.
    const std::map<std::string, int>& uses() const { return uses_; }
    int count() const { return static_cast<int>(families_.size()); }
    std::string random_text(const std::string& prefix);
    std::string user_code();

private:
    std::mt19937_64 dice_;
    Clock clock_;
    std::vector<Family> families_;
    std::map<std::string, Code> codes_;
    std::map<std::string, Device> devices_;
    std::map<std::string, int> renewals_;
    std::map<std::string, int> uses_;
};

}  // namespace sandbox::sign_in
