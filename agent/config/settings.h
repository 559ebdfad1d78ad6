// What deskbridge.json says, checked and complete: defaults filled in, paths absolute.
#pragma once

#include "auth/secret_source.h"
#include "model/time.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// A port on this machine; `host` is a loopback address.
struct ListenAddress {
    std::string host;
    int port = 0;  ///< 0 = one that is free
};

/// `values` and `secrets` are what the adapter of that kind describes, by name.
struct DeskSettings {
    std::string kind;
    std::string url;                ///< without a slash at the end
    std::filesystem::path ca_file;  ///< empty = the system's roots alone
    std::map<std::string, std::string> values;
    std::map<std::string, SecretSource> secrets;
    std::optional<Time> expires;  ///< when its key or token ends, as people wrote it down
};

/// How to sign in to the work tracker. Which of the fields mean something depends on the method.
struct AuthSettings {
    std::string method;   ///< pat, entra-user, entra-app, azure-devops-oauth, managed-identity
    std::string account;  ///< pat: may be empty; holds no colon
    SecretSource token;   ///< pat
    std::string tenant_id;
    std::string client_id;            ///< of the app; managed-identity: may be empty
    SecretSource client_secret;       ///< of the app; none = a public client, or one with a certificate
    SecretSource certificate;         ///< PEM: certificate and private key
    std::string authority;            ///< without a slash at the end; "" = the method's own
    std::string redirect_uri;         ///< "http://localhost" unless given
    std::vector<std::string> scopes;  ///< empty = the method's own
    std::optional<Time> expires;      ///< when the token or the secret ends, as people wrote it down
};

/// At most one of organization and collection is there; none where the host of `url` names it.
struct WorkSettings {
    std::string kind;
    std::string url;  ///< without a slash at the end
    std::string organization;
    std::string collection;
    std::filesystem::path ca_file;  ///< empty = the system's roots alone
    AuthSettings auth;
};

/// Accounts of the work side by e-mail address of the desk in lower case (A-Z); nothing = left empty.
using PeopleSettings = std::map<std::string, std::optional<std::string>, std::less<>>;

/// What a tenant may leave to `defaults`.
struct TenantOptionSettings {
    std::chrono::seconds poll{60};
    std::chrono::seconds resend_after{90};
    int sweep_pages = 5;
    std::size_t mass_change = 1000;    ///< tickets that may get one value within ten minutes; 0 = any number
    std::chrono::minutes timezone{0};  ///< east of UTC, for dates that name none
    /// "http://[user:password@]host:port"; "" = straight; nothing = what the environment says.
    std::optional<std::string> proxy;
    PeopleSettings people;
};

struct TenantSettings {
    std::string name;  ///< letters, digits, '.', '_', '-'; at most 64
    DeskSettings desk;
    WorkSettings work;
    std::vector<std::filesystem::path> mappings;  ///< at least one
    TenantOptionSettings options;
    std::string place;  ///< "deskbridge.json:4:5", for messages
};

struct Settings {
    std::filesystem::path state;
    std::optional<ListenAddress> listen;  ///< nothing = no port is opened
    std::vector<TenantSettings> tenants;  ///< at least one; names differ by more than case
};

}  // namespace deskbridge
