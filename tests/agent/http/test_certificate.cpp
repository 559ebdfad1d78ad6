#include "test_certificate.h"

#include <atomic>
#include <cctype>
#include <fstream>
#include <memory>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <unistd.h>

namespace deskbridge {

namespace {

struct Free {
    void operator()(BIO* one) const { BIO_free(one); }
    void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
    void operator()(X509* one) const { X509_free(one); }
    void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Paper = std::unique_ptr<X509, Free>;

constexpr long an_hour = 3600, two_days = 48 * an_hour;

template <class Made>
Made checked(Made made) {
    if (!made) throw std::runtime_error("OpenSSL makes no test certificate");
    return made;
}

void add_extension(X509& paper, X509& issuer, int what, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &paper, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Free> made(
        checked(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())));
    checked(X509_add_ext(&paper, made.get(), -1));
}

/// Signed by `signer`, whose certificate is `issuer`; null = by itself.
Paper paper_for(const std::string& subject, EVP_PKEY& key, X509* issuer, EVP_PKEY& signer,
                const std::string& alternative) {
    Paper paper(checked(X509_new()));
    X509_set_version(paper.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(paper.get()), issuer == nullptr ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(paper.get()), -an_hour);
    X509_gmtime_adj(X509_getm_notAfter(paper.get()), two_days);
    X509_set_pubkey(paper.get(), &key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(paper.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(subject.c_str()), -1, -1, 0);
    X509& by = issuer == nullptr ? *paper : *issuer;
    X509_set_issuer_name(paper.get(), X509_get_subject_name(&by));
    add_extension(*paper, by, NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
    add_extension(*paper, by, NID_subject_key_identifier, "hash");
    // which of several authorities of one name it is
    add_extension(*paper, by, NID_authority_key_identifier, "keyid");
    if (!alternative.empty()) add_extension(*paper, by, NID_subject_alt_name, alternative);
    checked(X509_sign(paper.get(), &signer, EVP_sha256()));
    return paper;
}

template <class Write>
void write_pem(const std::filesystem::path& file, const Write& write) {
    const std::unique_ptr<BIO, Free> memory(checked(BIO_new(BIO_s_mem())));
    checked(write(memory.get()));
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    std::ofstream(file, std::ios::binary).write(text, length);
}

}  // namespace

TestCertificate::TestCertificate(const std::string& name) {
    static std::atomic<int> number = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("deskbridge-tls-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(folder_);
    const Key authority_key(checked(EVP_EC_gen("P-256"))), own_key(checked(EVP_EC_gen("P-256")));
    const auto authority =
        paper_for("Test authority of " + name, *authority_key, nullptr, *authority_key, {});
    const bool is_address = std::isdigit(static_cast<unsigned char>(name.front())) != 0;
    const auto own =
        paper_for(name, *own_key, authority.get(), *authority_key, (is_address ? "IP:" : "DNS:") + name);
    write_pem(this->authority(), [&](BIO* out) { return PEM_write_bio_X509(out, authority.get()); });
    write_pem(certificate(), [&](BIO* out) { return PEM_write_bio_X509(out, own.get()); });
    write_pem(key(), [&](BIO* out) {
        return PEM_write_bio_PrivateKey(out, own_key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

TestCertificate::~TestCertificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace deskbridge
