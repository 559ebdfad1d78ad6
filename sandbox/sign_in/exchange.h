// One request at one of the services.
#pragma once

#include "sandbox/sign_in/form.h"
#include "sandbox/sign_in/sign_in.h"

namespace sandbox::sign_in {

/// Used under the lock of `all`, for one request.
class Exchange {
public:
    Exchange(SignIn& all, const Request& request) : all_(all), request_(request) {}

    /// Never throws.
    Reply answer();

private:
    Reply route();
    Reply authorize(Kind kind, const Form& form);
    Reply decide(Kind kind, const Form& form);
    Reply grant(Kind kind, const App& app, const Form& form);
    void check_authorization(Kind kind, const App& app, const Form& form) const;
    Reply token(Kind kind, const Form& form);
    Tokens tokens_for(Kind kind, const App& app, const Form& form);
    Tokens by_code(Kind kind, const App& app, const Form& form);
    Tokens by_renewal(Kind kind, const App& app, const Form& form);
    Tokens alone(const App& app, const Form& form);
    Tokens by_device(const App& app, const Form& form);
    Reply legacy_token(const Form& form);
    Reply device_start(const Form& form);
    Reply device_page(const Form& form);
    Reply revoke(const Form& form);
    Reply machine(bool app_service, const Form& query);

    const App& app(Kind kind, const std::string& client_id) const;
    bool is_strict(Kind kind) const { return kind != Kind::entra || all_.options_.switches.strict_rotation; }
    std::string own_address() const;
    std::string token_address(Kind kind) const;
    Reply refused(const Refusal& refusal) const;
    Reply good(const Tokens& tokens, bool numbers_as_text) const;

    SignIn& all_;
    const Request& request_;
    Kind kind_ = Kind::entra;
};

}  // namespace sandbox::sign_in
