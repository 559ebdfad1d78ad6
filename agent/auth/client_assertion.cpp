#include "auth/client_assertion.h"

#include "contract/sync_error.h"
#include "json/json.h"

#include <array>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

namespace deskbridge {

namespace {

constexpr std::int64_t clock_tolerance_s = 60;
constexpr std::int64_t lifetime_s = 600;
constexpr const char* how_pem_looks =
    "The file holds the certificate (-----BEGIN CERTIFICATE-----) and its private RSA key "
    "(-----BEGIN PRIVATE KEY-----), not encrypted.";

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class Thing>
using Owned = std::unique_ptr<Thing, Free>;

SyncError unusable(const std::string& why) {
    return SyncError(Reach::run, Trouble::configuration, "the certificate to sign in with " + why,
                     how_pem_looks);
}

/// OpenSSL asks at the terminal for the passphrase of an encrypted key unless somebody answers for it.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

Owned<BIO> reading(const Secret& pem) {
    return Owned<BIO>(BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.reveal().size())));
}

Owned<X509> certificate_in(const Secret& pem) {
    const auto bio = reading(pem);
    Owned<X509> certificate(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr));
    if (!certificate) throw unusable("holds no certificate");
    return certificate;
}

Owned<EVP_PKEY> key_in(const Secret& pem) {
    const auto bio = reading(pem);
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    if (!key) throw unusable("holds no private key that can be read");
    if (EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) throw unusable("has a key that is not RSA");
    return key;
}

std::string base64url(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::string thumbprint(const X509& certificate, const EVP_MD* digest) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    ensure(X509_digest(&certificate, digest, bytes.data(), &length) == 1, "a certificate has a digest");
    return base64url({reinterpret_cast<const char*>(bytes.data()), length});
}

std::string header_text(const X509& certificate) {
    json::Writer out;
    out.object().member("alg", "PS256").member("typ", "JWT");
    out.member("x5t", thumbprint(certificate, EVP_sha1()));
    out.member("x5t#S256", thumbprint(certificate, EVP_sha256())).end();
    return out.take();
}

std::string claims_text(const std::string& client_id, const std::string& audience, Time now) {
    const auto seconds = now.time_since_epoch().count() / 1000;
    std::string id(16, '\0');
    ensure(sodium_init() >= 0, "the machine gives randomness");
    randombytes_buf(id.data(), id.size());
    json::Writer out;
    out.object().member("aud", audience).member("iss", client_id).member("sub", client_id);
    out.member("jti", base64url(id)).member("iat", seconds);
    out.member("nbf", seconds - clock_tolerance_s).member("exp", seconds + lifetime_s).end();
    return out.take();
}

std::string signature(EVP_PKEY& key, const std::string& text) {
    Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;  // belongs to the context
    std::size_t length = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const bool ready = EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr, &key) == 1 &&
                       EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
                       EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1 &&
                       EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size()) == 1;
    if (!ready) throw unusable("cannot sign");
    std::string signed_text(length, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signed_text.data()), &length, bytes,
                       text.size()) != 1)
        throw unusable("cannot sign");
    signed_text.resize(length);
    return signed_text;
}

}  // namespace

Secret client_assertion(const Secret& pem, const std::string& client_id, const std::string& audience,
                        Time now) {
    const auto certificate = certificate_in(pem);
    const auto key = key_in(pem);
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        throw unusable("and the private key beside it do not belong together");
    const auto text =
        base64url(header_text(*certificate)) + "." + base64url(claims_text(client_id, audience, now));
    return Secret(text + "." + base64url(signature(*key, text)));
}

Time certificate_end(const Secret& pem) {
    const auto certificate = certificate_in(pem);
    std::tm parts{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &parts) != 1)
        throw unusable("does not say when it ends");
    using namespace std::chrono;
    const year_month_day day{year{parts.tm_year + 1900}, month{static_cast<unsigned>(parts.tm_mon + 1)},
                             std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return Time(sys_days{day}.time_since_epoch() + hours{parts.tm_hour} + minutes{parts.tm_min} +
                seconds{parts.tm_sec});
}

}  // namespace deskbridge
