// A certificate authority of a test's own, with keys that are thrown away.
#pragma once

#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <string>

namespace support {

/// What a server has: files with its certificate and its key.
struct ServerFiles {
    std::string certificate, key;
};

/// Signs certificates; its own is in `file()`.
class PrivateAuthority {
public:
    /// Files go into `folder`, which is there.
    PrivateAuthority(std::filesystem::path folder, const std::string& name)
        : folder_(std::move(folder)), name_(name), key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
        own_ = made(name_, key_.get(), 0, 10);
        add(own_.get(), own_.get(), NID_basic_constraints, "critical,CA:TRUE");
        sign(own_.get());
        write(file(), [&](BIO* out) { PEM_write_bio_X509(out, own_.get()); });
    }
    std::string file() const { return (folder_ / (name_ + ".pem")).string(); }

    /// For `names` as in "IP:127.0.0.1,DNS:desk.example", good from `from` to `until` days from now.
    ServerFiles server(const std::string& names, int from = -1, int until = 2) {
        const std::string base = (folder_ / (name_ + "-server-" + std::to_string(++count_))).string();
        const Owned<EVP_PKEY> key(EVP_RSA_gen(2048), EVP_PKEY_free);
        const auto certificate = made("server", key.get(), from, until);
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(own_.get()));
        add(certificate.get(), own_.get(), NID_subject_alt_name, names);
        sign(certificate.get());
        ServerFiles files{base + ".pem", base + ".key"};
        write(files.certificate, [&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
        write(files.key, [&](BIO* out) {
            PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        return files;
    }

private:
    template <class Thing>
    using Owned = std::unique_ptr<Thing, void (*)(Thing*)>;

    Owned<X509> made(const std::string& subject, EVP_PKEY* key, int from, int until) {
        constexpr long day = 86'400;
        Owned<X509> certificate(X509_new(), X509_free);
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial_);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), (from - 1) * day);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until * day);
        X509_set_pubkey(certificate.get(), key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
        return certificate;
    }
    static void add(X509* certificate, X509* issuer, int kind, const std::string& value) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
        if (extension == nullptr) throw std::runtime_error("an extension could not be made: " + value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }
    void sign(X509* certificate) {
        if (X509_sign(certificate, key_.get(), EVP_sha256()) == 0)
            throw std::runtime_error("a certificate could not be signed");
    }
    template <class Write>
    static void write(const std::string& file, const Write& write_to) {
        const Owned<BIO> out(BIO_new_file(file.c_str(), "w"), BIO_free_all);
        if (!out) throw std::runtime_error("cannot write " + file);
        write_to(out.get());
    }

    std::filesystem::path folder_;
    std::string name_;
    Owned<EVP_PKEY> key_;
    Owned<X509> own_{nullptr, X509_free};
    long serial_ = 0;
    int count_ = 0;
};

}  // namespace support
