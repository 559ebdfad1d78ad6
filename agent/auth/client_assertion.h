// How an app proves itself with a certificate instead of a secret.
#pragma once

#include "auth/secret.h"
#include "model/time.h"

#include <optional>
#include <string>

namespace deskbridge {

/// A signed JWT (PS256, headers x5t and x5t#S256; learn.microsoft.com, certificate-credentials, read 2026)
/// for ten minutes around `now`. `pem` holds the certificate and its RSA key, in any order, the key
/// unencrypted. On failure: SyncError of reach run, trouble configuration, that says what is wrong with the
/// text and never repeats it.
Secret client_assertion(const Secret& pem, const std::string& client_id, const std::string& audience,
                        Time now);

/// When the certificate in `pem` ends. Errors as above.
Time certificate_end(const Secret& pem);

}  // namespace deskbridge
