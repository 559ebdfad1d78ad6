// The part of the state file that holds sign-ins and secrets, by a connection of its own.
#pragma once

#include "contract/sign_in_store.h"

#include <filesystem>
#include <mutex>

namespace deskbridge {

namespace store {
class Connection;
}

/// Opens the state file with the first call; reading makes none. Every write is on the disk when it returns:
/// a renewed token that is lost ends a sign-in.
class SqliteSignInStore : public SignInStore {
public:
    explicit SqliteSignInStore(std::filesystem::path file);
    ~SqliteSignInStore() override;

    std::optional<KeptSignIn> sign_in(const SignInPlace& place) override;
    bool keep(const SignInPlace& place, const KeptSignIn& sign_in) override;
    bool forget(const SignInPlace& place) override;
    std::optional<KeptSecret> secret(const std::string& tenant, const std::string& name) override;
    bool keep(const KeptSecret& secret) override;
    bool forget_secret(const std::string& tenant, const std::string& name) override;
    std::vector<KeptSecret> secrets() override;
    std::vector<KeptChoice> choices(const std::string& owner) override;
    void keep(const std::string& owner, const std::vector<KeptChoice>& choices) override;
    std::optional<KeptAccount> account(const SignInPlace& place) override;
    void keep(const SignInPlace& place, const KeptAccount& account) override;
    std::size_t reseal(const std::string& key, const std::vector<std::string>& others,
                       const Resealer& resealer) override;
    std::unique_ptr<Hold> hold(const SignInPlace& place) override;

private:
    bool is_there();
    store::Connection& connection();

    std::mutex mutex_;
    std::filesystem::path file_;
    std::unique_ptr<store::Connection> connection_;
};

}  // namespace deskbridge
