#include "auth/app_keeper.h"

#include "auth/client_assertion.h"
#include "auth/credentials.h"
#include "auth/refusal.h"
#include "token_bench.h"

#include <catch2/catch.hpp>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

using namespace deskbridge;
using namespace deskbridge::bench;
using namespace std::chrono_literals;
using sandbox::sign_in::Kind;

namespace {

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const auto length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(length)};
}

struct Pair {
    std::string certificate, key;
};

/// A certificate of its own that is good from an hour before to `days` after `now`.
Pair make_pair_of(EVP_PKEY* key, Time now, int days) {
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    const auto start = static_cast<time_t>(now.time_since_epoch().count() / 1000);
    ASN1_TIME_set(X509_getm_notBefore(certificate), start - 3600);
    ASN1_TIME_set(X509_getm_notAfter(certificate), start + days * 86'400);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("deskbridge"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    Pair pair{text_of(out), {}};
    BIO_free(out);
    out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    pair.key = text_of(out);
    BIO_free(out);
    X509_free(certificate);
    return pair;
}

Pair make_pair(Time now, int days = 90) {
    EVP_PKEY* key = EVP_RSA_gen(2048);
    auto pair = make_pair_of(key, now, days);
    EVP_PKEY_free(key);
    return pair;
}

struct Scene {
    explicit Scene(const std::function<void(sandbox::sign_in::Options&)>& change = {})
        : service(made(change), clock.as_function()) {}
    sandbox::sign_in::Options made(const std::function<void(sandbox::sign_in::Options&)>& change) {
        auto options = options_of(Kind::entra);
        if (change) change(options);
        return options;
    }
    OAuthApp app() const {
        auto app = app_of(Kind::entra);
        app.scopes = {"499b84ac-1321-427f-aa17-267ca6975798/.default"};
        app.proof = proof;
        return app;
    }
    AppKeeper keeper() {
        return AppKeeper(
            [this] {
                return read_token(send(wire, client_credentials_call(app(), clock.now())), "Entra",
                                  clock.now());
            },
            clock, [this] { return stamp; }, {});
    }
    int asked() const {
        const auto all = service.requests();
        return all.contains("client_credentials") ? all.at("client_credentials") : 0;
    }

    StepClock clock;
    Steps steps;
    sandbox::sign_in::SignIn service;
    Wire wire{service, steps};
    AppProof proof{AppProof::Kind::secret, [] { return Secret(client_secret); }};
    std::string stamp = "1";
};

std::string refused(AppKeeper& keeper) {
    try {
        keeper.value();
    } catch (const SyncError& error) {
        return error.what() + std::string(" | ") + error.hint;
    }
    return {};
}

}  // namespace

TEST_CASE("A program's token is asked for once and renewed ahead of its end") {
    Scene scene;
    auto keeper = scene.keeper();
    const auto first = std::string(keeper.value().reveal());
    CHECK(first.starts_with("Bearer eyJ"));
    scene.clock.step(54min);
    CHECK(keeper.value().reveal() == first);
    scene.clock.step(2min);
    CHECK(keeper.value().reveal() != first);
    CHECK(scene.asked() == 2);
}

TEST_CASE("A service that does not answer ahead of time is asked again in a while, and the token goes on") {
    Scene scene;
    auto keeper = scene.keeper();
    const auto first = std::string(keeper.value().reveal());
    scene.clock.step(56min);
    for (int i = 0; i < 10; ++i) {
        scene.wire.next = Mishap::timed_out_after;
        CHECK(keeper.value().reveal() == first);
    }
    CHECK(scene.asked() == 2);
    scene.clock.step(5s);
    scene.wire.next = Mishap::none;
    CHECK(keeper.value().reveal() != first);
}

TEST_CASE("A wrong secret is asked about once a minute, and at once when it changes") {
    Scene scene([](auto& options) { options.apps[0].secrets = {"new secret"}; });
    auto secret = std::string(client_secret);
    scene.proof.read = [&] { return Secret(secret); };
    auto keeper = scene.keeper();
    for (int i = 0; i < 5; ++i) {
        const auto told = refused(keeper);
        CHECK(told.find("the client secret is wrong (AADSTS7000215") != std::string::npos);
        CHECK(told.find(client_secret) == std::string::npos);
        scene.clock.step(10s);
    }
    CHECK(scene.asked() == 1);
    scene.clock.step(1min);
    refused(keeper);
    CHECK(scene.asked() == 2);
    secret = "new secret";
    scene.stamp = "2";
    CHECK(keeper.value().reveal().starts_with("Bearer "));
}

TEST_CASE("Two secrets are good during a rotation") {
    Scene scene([](auto& options) { options.apps[0].secrets.insert("second"); });
    CHECK(scene.keeper().value().reveal().starts_with("Bearer "));
    scene.proof.read = [] { return Secret("second"); };
    CHECK(scene.keeper().value().reveal().starts_with("Bearer "));
}

TEST_CASE("A refused token is replaced once when it is not young") {
    Scene scene;
    auto keeper = scene.keeper();
    const auto header = keeper.value();
    CHECK_FALSE(keeper.replace(header));
    scene.clock.step(2min);
    CHECK(keeper.replace(header));
    CHECK(keeper.replace(header));
    CHECK(scene.asked() == 2);
}

TEST_CASE("An app proves itself with a certificate, checked by its public half alone") {
    StepClock clock;
    const auto pair = make_pair(clock.now());
    Scene scene([&](auto& options) {
        options.apps[0].secrets.clear();
        options.apps[0].certificate = pair.certificate;
    });
    const auto with = [&](const std::string& pem) {
        scene.proof = {AppProof::Kind::certificate, [pem] { return Secret(pem); }};
    };
    for (const auto& pem : {pair.certificate + pair.key, pair.key + "\n" + pair.certificate}) {
        with(pem);
        auto keeper = scene.keeper();
        CHECK(keeper.value().reveal().starts_with("Bearer "));
    }

    const auto other = make_pair(clock.now());
    with(other.certificate + other.key);
    auto stranger = scene.keeper();
    CHECK(refused(stranger).find("AADSTS700027") != std::string::npos);
    with(pair.certificate + other.key);
    auto mixed = scene.keeper();
    CHECK(refused(mixed).find("do not belong together") != std::string::npos);
}

TEST_CASE("An assertion is good for its own service and its own minutes") {
    Scene scene;
    const auto pair = make_pair(scene.clock.now());
    sandbox::sign_in::Options options = options_of(Kind::entra);
    options.apps[0].secrets.clear();
    options.apps[0].certificate = pair.certificate;
    sandbox::sign_in::SignIn service(options, scene.clock.as_function());
    Wire wire(service, scene.steps);
    scene.proof = {AppProof::Kind::certificate, [&] { return Secret(pair.certificate + pair.key); }};
    const auto ask = [&](const OAuthApp& app, Time now) {
        return read_refusal(send(wire, client_credentials_call(app, now))).code;
    };
    CHECK(ask(scene.app(), scene.clock.now()) == "");
    CHECK(ask(scene.app(), scene.clock.now() + 4min) == "");
    CHECK(ask(scene.app(), scene.clock.now() - 20min) == "AADSTS700024");
    CHECK(ask(scene.app(), scene.clock.now() + 20min) == "AADSTS700024");
}

TEST_CASE("A file that is no certificate with its key says what is missing and repeats nothing") {
    StepClock clock;
    const auto pair = make_pair(clock.now());
    EVP_PKEY* elliptic = EVP_EC_gen("P-256");
    const auto curve = make_pair_of(elliptic, clock.now(), 10);
    EVP_PKEY_free(elliptic);
    const auto told = [&](const std::string& pem) -> std::string {
        try {
            client_assertion(Secret(pem), "id", "aud", clock.now());
        } catch (const SyncError& error) {
            return error.what();
        }
        return {};
    };
    CHECK(told("canary") == "the certificate to sign in with holds no certificate");
    CHECK(told(pair.key) == "the certificate to sign in with holds no certificate");
    CHECK(told(pair.certificate) == "the certificate to sign in with holds no private key that can be read");
    CHECK(told(curve.certificate + curve.key) == "the certificate to sign in with has a key that is not RSA");
    CHECK(told(pair.certificate + pair.key).empty());
    CHECK(certificate_end(Secret(pair.certificate)) ==
          std::chrono::floor<std::chrono::seconds>(clock.now()) + 90 * 24h);
}
