// The account that the Windows service runs under, for the lists of who may open a file.
#pragma once

namespace deskbridge {

/// "NT SERVICE\deskbridge" as an identity: the SHA-1 of the service's name in capitals, so it is the same on
/// every machine, before the service is registered and after. What an administrator's command makes (the
/// state file, the key) is for the service as well.
constexpr const wchar_t* service_account_sid =
    L"S-1-5-80-188982520-3538780348-3866434532-339924802-3800184104";

}  // namespace deskbridge
