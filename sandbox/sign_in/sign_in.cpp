#include "sandbox/sign_in/sign_in.h"

#include "sandbox/sign_in/exchange.h"

namespace sandbox::sign_in {

SignIn::SignIn(Options options, Clock clock, Issued issued)
    : options_(std::move(options)),
      clock_(clock),
      issued_(std::move(issued)),
      grants_(options_.seed, std::move(clock)) {}

Reply SignIn::handle(const Request& request) {
    const std::lock_guard lock(mutex_);
    return Exchange(*this, request).answer();
}

void SignIn::change(const std::function<void(Switches&)>& edit) {
    const std::lock_guard lock(mutex_);
    edit(options_.switches);
}

void SignIn::add_secret(const std::string& client_id, const std::string& secret) {
    const std::lock_guard lock(mutex_);
    for (auto& app : options_.apps)
        if (app.client_id == client_id) app.secrets.insert(secret);
}

void SignIn::remove_secret(const std::string& client_id, const std::string& secret) {
    const std::lock_guard lock(mutex_);
    for (auto& app : options_.apps)
        if (app.client_id == client_id) app.secrets.erase(secret);
}

void SignIn::end_all() {
    const std::lock_guard lock(mutex_);
    for (int id = 0; id < grants_.count(); ++id) grants_.family(id).revoked = true;
}

std::map<std::string, int> SignIn::uses() const {
    const std::lock_guard lock(mutex_);
    return grants_.uses();
}

std::map<std::string, int> SignIn::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

}  // namespace sandbox::sign_in
