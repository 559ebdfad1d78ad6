// Why a server's certificate was refused, in the words of somebody who can mend it.
#pragma once

#include <optional>
#include <string>

struct ssl_ctx_st;

namespace deskbridge {

/// What is wrong and what to do.
struct CertificateTrouble {
    std::string what;
    std::string hint;
};

/// Has every handshake of this context looked at; nothing that was refused becomes accepted by it.
void watch_certificates(ssl_ctx_st* context);

/// Forgets what this thread has seen; before each connection.
void forget_certificates();

/// About the connection that has just failed in this thread: `host` as it was asked for, `ca_file` as it is
/// configured; `after_handshake`: whoever looked at the finished handshake did not take the certificate.
/// Nothing = it was not about the certificate.
std::optional<CertificateTrouble> certificate_trouble(const std::string& host, const std::string& ca_file,
                                                      bool after_handshake);

}  // namespace deskbridge
