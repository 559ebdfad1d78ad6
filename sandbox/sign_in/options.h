// What the stand-in for the sign-in services is told: who may sign in as what, and what it does to them.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace sandbox::sign_in {

/// The service whose rules a token follows.
enum class Kind { entra, legacy, desk };

/// A registered app. `secrets`: all are good at once, as during a rotation; a public client has none.
struct App {
    Kind kind = Kind::entra;
    std::string client_id;
    std::set<std::string> secrets = {};
    std::string certificate = {};  ///< PEM of the certificate that its assertions are signed with
    /// Exact, but for loopback: there any port goes (RFC 8252; learn.microsoft.com, reply-url, read 2026).
    std::vector<std::string> redirects = {};
    /// legacy: must be asked for exactly; entra and desk: what may be asked for. Empty: anything.
    std::vector<std::string> scopes = {};
    bool may_act_alone = false;  ///< client credentials
    std::string acts_as = {};    ///< unique name of its service principal
};

/// Told about every access token: who it stands for and when it ends (milliseconds since 1970).
using Issued =
    std::function<void(Kind kind, const std::string& token, const std::string& person, long long ends)>;

/// May all change while the stand-in runs.
struct Switches {
    long long access_seconds = 3600;
    long long code_seconds = 600;
    long long device_seconds = 900;
    long long device_interval = 5;
    /// The number of an AADSTS code with which every token request of the Entra service is refused; 0 = none.
    long long refuse_code = 0;
    /// The same for the person's page: the callback gets the error.
    std::string refuse_authorization;
    /// Entra too: a used refresh token is dead, and using it again ends the whole sign-in, as elsewhere.
    bool strict_rotation = false;
    /// An authorization is granted at once, as for a person who is signed in and has consented.
    bool grants_at_once = false;
    bool device_grants_at_once = false;
    /// Refresh tokens come without being asked for by offline_access.
    bool always_renewable = false;
    bool machine_identity = true;
};

struct Options {
    std::string directory = "contoso.example";  ///< the tenant of the paths; its id goes, too
    std::string directory_id = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";
    std::vector<App> apps;
    std::string person = "robin.ferrante@meridian.example";
    std::string machine = "integration@meridian.example";  ///< whom managed identities act as
    std::string machine_header = "sandbox-identity-header";
    unsigned long long seed = 1;
    Switches switches = {};
};

}  // namespace sandbox::sign_in
