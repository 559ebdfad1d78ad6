#include "sandbox/sign_in/proof.h"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sstream>

namespace sandbox::sign_in {

namespace {

constexpr const char* jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr int url_alphabet = Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING;

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class Thing>
using Owned = std::unique_ptr<Thing, Free>;

std::string decoded(const std::string& text) {
    std::istringstream in(text);
    Poco::Base64Decoder decoder(in, url_alphabet);
    std::ostringstream out;
    out << decoder.rdbuf();
    return out.str();
}

std::string encoded(const std::string& bytes) {
    std::ostringstream out;
    Poco::Base64Encoder encoder(out, url_alphabet);
    encoder.rdbuf()->setLineLength(0);
    encoder << bytes;
    encoder.close();
    return out.str();
}

std::string digest(const std::string& bytes, const EVP_MD* kind) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int length = 0;
    EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, kind, nullptr);
    return {reinterpret_cast<const char*>(out.data()), length};
}

Owned<X509> certificate_of(const App& app) {
    const Owned<BIO> bio(BIO_new_mem_buf(app.certificate.data(), static_cast<int>(app.certificate.size())));
    return Owned<X509>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::string thumbprint(const X509& certificate, const EVP_MD* kind) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int length = 0;
    X509_digest(&certificate, kind, out.data(), &length);
    return encoded({reinterpret_cast<const char*>(out.data()), length});
}

Refusal bad_assertion(const std::string& why, long long code) {
    return {401, "invalid_client", why, code};
}

bool is_signed_by(const X509& certificate, const std::string& algorithm, const std::string& text,
                  const std::string& signature) {
    const Owned<EVP_PKEY> key(X509_get_pubkey(const_cast<X509*>(&certificate)));
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    if (EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key.get()) != 1) return false;
    if (algorithm == "PS256" && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                                 EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                            signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                            text.size()) == 1;
}

struct Assertion {
    Poco::JSON::Object::Ptr header, claims;
    std::string text, signature;
};

Assertion read(const std::string& assertion) {
    const auto first = assertion.find('.');
    const auto second = assertion.find('.', first == std::string::npos ? first : first + 1);
    if (second == std::string::npos) throw bad_assertion("The assertion is no JWT.", 50027);
    try {
        Poco::JSON::Parser head, body;
        Assertion out;
        out.header = head.parse(decoded(assertion.substr(0, first))).extract<Poco::JSON::Object::Ptr>();
        out.claims = body.parse(decoded(assertion.substr(first + 1, second - first - 1)))
                         .extract<Poco::JSON::Object::Ptr>();
        out.text = assertion.substr(0, second);
        out.signature = decoded(assertion.substr(second + 1));
        return out;
    } catch (const Poco::Exception&) {
        throw bad_assertion("The assertion is no JWT.", 50027);
    }
}

void check_assertion(const App& app, const std::string& assertion, const std::string& audience,
                     long long now_ms) {
    const auto certificate = certificate_of(app);
    if (!certificate) throw bad_assertion("The app has no certificate.", 700027);
    const auto jwt = read(assertion);
    const auto algorithm = jwt.header->optValue<std::string>("alg", "");
    const bool known =
        jwt.header->optValue<std::string>("x5t", "") == thumbprint(*certificate, EVP_sha1()) ||
        jwt.header->optValue<std::string>("x5t#S256", "") == thumbprint(*certificate, EVP_sha256());
    if (!known || (algorithm != "RS256" && algorithm != "PS256") ||
        !is_signed_by(*certificate, algorithm, jwt.text, jwt.signature))
        throw bad_assertion(
            "The certificate with identifier used to sign the client assertion is not "
            "registered on application.",
            700027);
    if (jwt.claims->optValue<std::string>("aud", "") != audience)
        throw bad_assertion("Assertion audience claim does not match the Realm issuer.", 50012);
    if (jwt.claims->optValue<std::string>("iss", "") != app.client_id ||
        jwt.claims->optValue<std::string>("sub", "") != app.client_id ||
        jwt.claims->optValue<std::string>("jti", "").empty())
        throw bad_assertion("The assertion is not the app's own.", 700021);
    const auto from = jwt.claims->optValue<Poco::Int64>("nbf", 0);
    const auto until = jwt.claims->optValue<Poco::Int64>("exp", 0);
    constexpr long long tolerance_s = 300;
    if (now_ms / 1000 + tolerance_s < from || now_ms / 1000 - tolerance_s > until)
        throw bad_assertion("Client assertion is not within its valid time range.", 700024);
}

}  // namespace

std::string challenge_of(const std::string& text) {
    return encoded(digest(text, EVP_sha256()));
}

void check_proof(const App& app, const Form& form, const std::string& audience, long long now_ms) {
    const bool secret = form.has("client_secret"), assertion = form.has("client_assertion");
    if (app.secrets.empty() && app.certificate.empty()) {
        if (secret || assertion)
            throw Refusal{401, "invalid_client",
                          "Client is public so neither 'client_assertion' nor 'client_secret' should be "
                          "presented.",
                          700025};
        return;
    }
    if (assertion) {
        if (form["client_assertion_type"] != jwt_bearer)
            throw bad_assertion("The assertion type is not supported.", 50027);
        check_assertion(app, form["client_assertion"], audience, now_ms);
        return;
    }
    if (!secret)
        throw Refusal{401, "invalid_client",
                      "The request body must contain the following parameter: 'client_assertion' or "
                      "'client_secret'.",
                      7000218};
    if (!app.secrets.contains(form["client_secret"]))
        throw Refusal{401, "invalid_client",
                      "Invalid client secret provided. Ensure the secret being sent in the request is the "
                      "client secret value, not the client secret ID.",
                      7000215};
}

}  // namespace sandbox::sign_in
