// Sealed sign-ins and secrets, and the keys that are over.
#pragma once

#include "contract/sign_in_store.h"
#include "store/connection.h"

namespace deskbridge::store {

/// As SignInStore says; the caller has the transaction.
class SignIns {
public:
    explicit SignIns(Connection& connection) : connection_(connection) {}

    std::optional<KeptSignIn> find(const SignInPlace& place);
    void keep(const SignInPlace& place, const KeptSignIn& sign_in);
    bool forget(const SignInPlace& place);

    std::optional<KeptSecret> find_secret(const std::string& tenant, const std::string& name);
    void keep(const KeptSecret& secret);
    bool forget_secret(const std::string& tenant, const std::string& name);
    std::vector<KeptSecret> secrets();

    std::vector<KeptChoice> choices(const std::string& owner);
    void keep(const std::string& owner, const std::vector<KeptChoice>& choices);

    std::optional<KeptAccount> account(const SignInPlace& place);
    void keep(const SignInPlace& place, const KeptAccount& account);

    bool is_retired(const std::string& key);
    void retire(const std::string& key);
    void unretire(const std::string& key);
    std::size_t reseal(const std::string& key, const SignInStore::Resealer& resealer);

private:
    std::size_t reseal_tokens(const std::string& key, const SignInStore::Resealer& resealer);
    std::size_t reseal_secrets(const std::string& key, const SignInStore::Resealer& resealer);

    Connection& connection_;
};

}  // namespace deskbridge::store
