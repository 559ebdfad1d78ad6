#include "auth/machine_identity.h"

#include "auth/refusal.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

constexpr const char* service = "managed identity";
constexpr const char* usual_machine_url = "http://169.254.169.254";
constexpr std::chrono::seconds deadline{20};

HttpRequest request_of(const MachineIdentity& identity) {
    HttpRequest request;
    request.method = "GET";
    request.deadline = deadline;
    request.headers.emplace("Accept", "application/json");
    const auto endpoint = identity.environment("IDENTITY_ENDPOINT");
    const auto header = identity.environment("IDENTITY_HEADER");
    const bool app_service = endpoint && header && identity.machine_url.empty();
    const std::string base = identity.machine_url.empty() ? usual_machine_url : identity.machine_url;
    request.url = app_service ? *endpoint + "?api-version=2019-08-01"
                              : base + "/metadata/identity/oauth2/token?api-version=2018-02-01";
    if (app_service)
        request.headers.emplace("X-IDENTITY-HEADER", *header);
    else
        request.headers.emplace("Metadata", "true");
    request.url += "&resource=" + url_encode(identity.resource);
    if (!identity.client_id.empty()) request.url += "&client_id=" + url_encode(identity.client_id);
    return request;
}

SyncError no_identity(const std::string& why) {
    return SyncError(
        Reach::side, Trouble::sign_in, fmt::format("{}: {}", service, why),
        "Give the machine an identity (portal: Identity > System assigned > On, or assign a user "
        "identity and put its client_id into auth); elsewhere use entra-app.");
}

}  // namespace

TokenPair machine_token(const MachineIdentity& identity, Http& http, Time now) {
    try {
        const auto answer = http.exchange(request_of(identity));
        if (answer.status == 400 || answer.status == 404)
            throw no_identity(fmt::format("the machine has no such identity (status {})", answer.status));
        return read_token(answer, service, now);
    } catch (SyncError& error) {
        if (error.fate == Fate::not_sent)
            error.hint = "Only a machine in Azure has a managed identity; elsewhere use entra-app.";
        throw;
    }
}

}  // namespace deskbridge
