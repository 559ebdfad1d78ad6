#include "http/certificate_trouble.h"

#include <array>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <vector>

namespace deskbridge {

namespace {

/// What the last handshake of this thread showed: the library calls back in the thread that connects.
struct Seen {
    bool any = false;
    int error = X509_V_OK;
    std::vector<std::string> names;  ///< of the server's own certificate
    std::string issuer;              ///< of the certificate that was refused
    std::string from, until;         ///< the days of that one
};

thread_local Seen seen;

constexpr std::size_t most_names = 5;

/// Printable, and not without end: it comes from whoever answered.
std::string harmless(std::string_view text) {
    constexpr std::size_t longest = 100;
    std::string out;
    for (const char c : text.substr(0, longest)) out += c > 0x1f && c < 0x7f && c != '\'' ? c : '?';
    return out;
}

std::string part_of(X509_NAME* name, int kind) {
    std::array<char, 256> text{};
    const int length = X509_NAME_get_text_by_NID(name, kind, text.data(), static_cast<int>(text.size()));
    return length > 0 ? harmless({text.data(), static_cast<std::size_t>(length)}) : std::string();
}

std::string called(X509_NAME* name) {
    for (const int kind : {NID_commonName, NID_organizationName})
        if (auto part = part_of(name, kind); !part.empty()) return part;
    return "an authority without a name";
}

std::string day_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unknown day";
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string address_of(const ASN1_OCTET_STRING& bytes) {
    const auto* data = ASN1_STRING_get0_data(&bytes);
    if (ASN1_STRING_length(&bytes) == 4)
        return fmt::format("{}.{}.{}.{}", data[0], data[1], data[2], data[3]);
    return "an IPv6 address";
}

std::vector<std::string> names_of(X509* certificate) {
    std::vector<std::string> names;
    struct Free {
        void operator()(GENERAL_NAMES* all) const { GENERAL_NAMES_free(all); }
    };
    const std::unique_ptr<GENERAL_NAMES, Free> all(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    const int count = all ? sk_GENERAL_NAME_num(all.get()) : 0;
    for (int i = 0; i < count && names.size() < most_names; ++i) {
        const auto* name = sk_GENERAL_NAME_value(all.get(), i);
        if (name->type == GEN_DNS)
            names.push_back(harmless({reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                                      static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))}));
        else if (name->type == GEN_IPADD)
            names.push_back(address_of(*name->d.iPAddress));
    }
    if (names.empty())
        if (auto own = part_of(X509_get_subject_name(certificate), NID_commonName); !own.empty())
            names.push_back(own);
    return names;
}

/// Called for each certificate of the chain; the first that is refused ends the handshake.
int look_at(int good, X509_STORE_CTX* store) {
    X509* certificate = X509_STORE_CTX_get_current_cert(store);
    seen.any = true;
    if (X509* own = X509_STORE_CTX_get0_cert(store); own != nullptr && seen.names.empty())
        seen.names = names_of(own);
    if (good != 0 || certificate == nullptr) return good;
    seen.error = X509_STORE_CTX_get_error(store);
    seen.issuer = called(X509_get_issuer_name(certificate));
    seen.from = day_of(X509_get0_notBefore(certificate));
    seen.until = day_of(X509_get0_notAfter(certificate));
    return good;
}

CertificateTrouble wrong_name(const std::string& host) {
    return {
        fmt::format("the server's certificate is for {}, not for {}",
                    seen.names.empty() ? "no name at all" : fmt::format("{}", fmt::join(seen.names, ", ")),
                    host),
        "Write the address by a name that the certificate is for, or give the server a certificate for this "
        "name."};
}

CertificateTrouble unknown_authority(const std::string& ca_file) {
    return {
        fmt::format("the server's certificate is signed by '{}', which is not trusted here", seen.issuer),
        ca_file.empty()
            ? "Put the certificate of that authority as PEM into a file and name it in ca_file beside the "
              "address. Where nobody knows that authority, something in between reads along."
            : fmt::format("ca_file {} does not hold the certificate of that authority; add it, or have the "
                          "server send the certificates in between.",
                          ca_file)};
}

}  // namespace

void watch_certificates(ssl_ctx_st* context) {
    SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), look_at);
}

void forget_certificates() {
    seen = {};
}

std::optional<CertificateTrouble> certificate_trouble(const std::string& host, const std::string& ca_file,
                                                      bool after_handshake) {
    if (!seen.any) return {};
    switch (seen.error) {
        case X509_V_OK:
            // the chain was good; the name is compared when all else is done
            return after_handshake ? std::optional(wrong_name(host)) : std::nullopt;
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return CertificateTrouble{
                fmt::format("the server's certificate (from '{}') has ended on {}", seen.issuer, seen.until),
                "Renew it at the server; nothing has to be changed here. If it has been renewed, see that "
                "this machine's clock is right."};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return CertificateTrouble{fmt::format("the server's certificate (from '{}') is good from {} only",
                                                  seen.issuer, seen.from),
                                      "See that this machine's clock and the server's are right."};
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return unknown_authority(ca_file);
        default:
            return CertificateTrouble{fmt::format("the server's certificate (from '{}') is refused: {}",
                                                  seen.issuer, X509_verify_cert_error_string(seen.error)),
                                      "Give the server another certificate."};
    }
}

}  // namespace deskbridge
