// What is kept of sign-ins and of secrets. Everything that matters in it is sealed: whoever has the file
// alone opens nothing.
#pragma once

#include "model/time.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// A text that only the key of that name opens.
struct SealedText {
    std::string key;
    std::string bytes;
};

/// Whose sign-in: side is "desk" or "work".
struct SignInPlace {
    std::string tenant;
    std::string side;
    auto operator<=>(const SignInPlace&) const = default;
};

/// What a person's sign-in left: tokens, and how it stands. Times are our clock's.
struct KeptSignIn {
    SealedText tokens;
    std::string app;      ///< fingerprint of the app and service that the tokens belong to
    std::string account;  ///< who signed in, for people; empty = not proven yet
    std::string scope;
    Time signed_in_at{};
    Time renewed_at{};
    Time expires_at{};    ///< of the access token
    Time sent_at{};       ///< a renewal went out then and its answer is not recorded
    std::string refusal;  ///< the definite one that ended it; empty = none
    std::string hint;     ///< what to do about it
};

struct KeptSecret {
    std::string tenant;  ///< empty = of all
    std::string name;
    SealedText text;
    Time kept_at{};
};

/// One of several secrets that are good for the same while people change them, and how it fared.
struct KeptChoice {
    std::string source;  ///< where it is: "file acme.pat"
    std::string stamp;   ///< of the secret, when it was refused
    bool in_use = false;
    Time refused_at{};  ///< while another one was taken; {} = it was not
};

/// Who a side said that we are, and when it last answered us well.
struct KeptAccount {
    std::string account;
    Time good_at{};
};

/// A right that ends with this object or with the process.
class Hold {
public:
    virtual ~Hold() = default;
};

/// Thread rule: any thread; several instances and processes may work on one file.
/// Each verb that writes is one durable transaction. On failure: SyncError of reach run, trouble store.
/// Reading from a file that is not there finds nothing and makes none.
class SignInStore {
public:
    virtual ~SignInStore() = default;

    virtual std::optional<KeptSignIn> sign_in(const SignInPlace& place) = 0;
    /// False, and nothing kept, when the text is sealed under a key that was retired meanwhile.
    virtual bool keep(const SignInPlace& place, const KeptSignIn& sign_in) = 0;
    virtual bool forget(const SignInPlace& place) = 0;

    virtual std::optional<KeptSecret> secret(const std::string& tenant, const std::string& name) = 0;
    /// As `keep`.
    virtual bool keep(const KeptSecret& secret) = 0;
    virtual bool forget_secret(const std::string& tenant, const std::string& name) = 0;
    /// By tenant and name.
    virtual std::vector<KeptSecret> secrets() = 0;

    /// Of one owner, which is a tenant's side or an app. In no order.
    virtual std::vector<KeptChoice> choices(const std::string& owner) = 0;
    /// In the place of all that there were.
    virtual void keep(const std::string& owner, const std::vector<KeptChoice>& choices) = 0;

    virtual std::optional<KeptAccount> account(const SignInPlace& place) = 0;
    /// An empty name leaves the one that is kept. Nothing is kept while there is no file.
    virtual void keep(const SignInPlace& place, const KeptAccount& account) = 0;

    /// Puts every text that is not sealed under `key` through the function that fits, and retires the
    /// `others`, as one transaction. How many texts were sealed anew.
    struct Resealer {
        std::function<SealedText(const SignInPlace&, const SealedText&)> tokens;
        std::function<SealedText(const KeptSecret&)> secret;
    };
    virtual std::size_t reseal(const std::string& key, const std::vector<std::string>& others,
                               const Resealer& resealer) = 0;

    /// Keeps everybody else, in this process and others, from renewing this sign-in. Nothing while somebody
    /// else holds it.
    virtual std::unique_ptr<Hold> hold(const SignInPlace& place) = 0;
};

}  // namespace deskbridge
