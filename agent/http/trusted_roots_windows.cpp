#include "http/trusted_roots.h"

#include <windows.h>

#include <wincrypt.h>

namespace deskbridge {

namespace {

std::string pem_of(const CERT_CONTEXT& certificate) {
    DWORD size = 0;
    CryptBinaryToStringA(certificate.pbCertEncoded, certificate.cbCertEncoded, CRYPT_STRING_BASE64HEADER,
                         nullptr, &size);
    std::string text(size, '\0');
    if (CryptBinaryToStringA(certificate.pbCertEncoded, certificate.cbCertEncoded, CRYPT_STRING_BASE64HEADER,
                             text.data(), &size) == 0)
        return {};
    text.resize(size);
    return text;
}

std::vector<std::string> read_roots() {
    std::vector<std::string> roots;
    const HCERTSTORE store = CertOpenSystemStoreW(0, L"ROOT");
    if (store == nullptr) return roots;
    for (const CERT_CONTEXT* one = nullptr; (one = CertEnumCertificatesInStore(store, one)) != nullptr;)
        if (auto text = pem_of(*one); !text.empty()) roots.push_back(std::move(text));
    CertCloseStore(store, 0);
    return roots;
}

}  // namespace

const std::vector<std::string>& trusted_roots() {
    static const std::vector<std::string> roots = read_roots();
    return roots;
}

}  // namespace deskbridge
