#include "sandbox/sign_in/grants.h"

#include <fmt/format.h>

namespace sandbox::sign_in {

std::string Grants::random_text(const std::string& prefix) {
    return fmt::format("{}{:016x}{:016x}", prefix, dice_(), dice_());
}

std::string Grants::user_code() {
    constexpr std::string_view letters = "BCDFGHJKLMNPQRSTVWXZ";
    std::string code;
    for (int i = 0; i < 9; ++i) code += letters[dice_() % letters.size()];
    return code;
}

int Grants::add(Family family) {
    families_.push_back(std::move(family));
    return count() - 1;
}

std::string Grants::code_for(Code code) {
    const auto text = random_text("0.code-");
    codes_[text] = std::move(code);
    return text;
}

Grants::Code Grants::take_code(const std::string& code) {
    const auto found = codes_.find(code);
    if (found == codes_.end())
        throw Refusal{400, "invalid_grant", "The provided authorization code is malformed.", 9002313};
    if (found->second.used) {
        family(found->second.family).revoked = true;
        throw Refusal{400, "invalid_grant",
                      "OAuth2 Authorization code was already redeemed, please retry with a new valid code.",
                      54005};
    }
    found->second.used = true;
    if (clock_() >= found->second.ends)
        throw Refusal{400, "invalid_grant", "The provided authorization code has expired.", 70008};
    return found->second;
}

std::string Grants::device_for(Device device) {
    const auto text = random_text("DAQABdevice-");
    devices_[text] = std::move(device);
    return text;
}

Grants::Device* Grants::device(const std::string& device_code) {
    const auto found = devices_.find(device_code);
    return found == devices_.end() ? nullptr : &found->second;
}

Grants::Device* Grants::device_of_user(const std::string& user_code) {
    for (auto& [code, device] : devices_)
        if (device.user_code == user_code && clock_() < device.ends) return &device;
    return nullptr;
}

Tokens Grants::issue(int family, const Switches& switches, const Issued& issued) {
    const Family& whose = this->family(family);
    Tokens tokens;
    tokens.access = random_text("eyJ0eXAiOiJKV1Qi.");
    tokens.seconds = switches.access_seconds;
    tokens.scope = whose.scope;
    if (whose.renewable) {
        tokens.renewal = random_text("1.renewal-");
        renewals_[tokens.renewal] = family;
    }
    if (issued) issued(whose.kind, tokens.access, whose.person, clock_() + tokens.seconds * 1000);
    return tokens;
}

int Grants::use_renewal(const std::string& renewal, bool strict) {
    const auto found = renewals_.find(renewal);
    const Refusal ended{400, "invalid_grant", "The refresh token has expired or was revoked.", 50173};
    if (found == renewals_.end()) throw ended;
    const int before = uses_[renewal]++;
    if (before > 0 && strict) family(found->second).revoked = true;
    if (family(found->second).revoked) throw ended;
    return found->second;
}

void Grants::revoke(const std::string& renewal) {
    if (const auto found = renewals_.find(renewal); found != renewals_.end())
        family(found->second).revoked = true;
}

}  // namespace sandbox::sign_in
