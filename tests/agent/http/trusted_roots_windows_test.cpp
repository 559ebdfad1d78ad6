#include "http/http_client.h"
#include "http/trusted_roots.h"
#include "scripted_server.h"
#include "support/private_authority.h"

#include <Poco/Crypto/X509Certificate.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <unistd.h>
#include <vector>
#include <windows.h>

#include <wincrypt.h>

using namespace deskbridge;

namespace {

/// An authority among those that this account's Windows trusts, as long as the object lives.
class Trusted {
public:
    explicit Trusted(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        const std::string pem{std::istreambuf_iterator<char>(stream), {}};
        bytes_.resize(pem.size());
        auto size = static_cast<DWORD>(bytes_.size());
        REQUIRE(CryptStringToBinaryA(pem.c_str(), 0, CRYPT_STRING_BASE64HEADER, bytes_.data(), &size, nullptr,
                                     nullptr) != 0);
        bytes_.resize(size);
        const HCERTSTORE store = roots_of_account();
        REQUIRE(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, bytes_.data(), size,
                                                 CERT_STORE_ADD_REPLACE_EXISTING, nullptr) != 0);
        REQUIRE(CertCloseStore(store, 0) != 0);  // now it can be seen by others
    }
    ~Trusted() {
        const HCERTSTORE store = roots_of_account();
        const auto* wanted =
            CertCreateCertificateContext(X509_ASN_ENCODING, bytes_.data(), static_cast<DWORD>(bytes_.size()));
        const auto* found =
            CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_EXISTING, wanted, nullptr);
        if (found != nullptr) CertDeleteCertificateFromStore(found);
        CertFreeCertificateContext(wanted);
        CertCloseStore(store, 0);
    }
    Trusted(const Trusted&) = delete;
    Trusted& operator=(const Trusted&) = delete;

private:
    static HCERTSTORE roots_of_account() {
        return CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, L"ROOT");
    }

    std::vector<BYTE> bytes_;
};

bool is_among(const std::vector<std::string>& roots, const std::string& name) {
    return std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
        std::istringstream text(root);
        return Poco::Crypto::X509Certificate(text).commonName() == name;
    });
}

}  // namespace

// Hidden, for a process of its own (packaging/windows/test): the roots are read once, and a real Windows asks
// its user before it trusts another one.
TEST_CASE("an authority that Windows trusts needs no ca_file", "[.roots]") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("deskbridge-roots-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    // a name of its own: another with the same one may have been left by a run that was cut off
    const auto name =
        "Plant CA " + std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
    support::PrivateAuthority plant(folder, name);
    const auto own = plant.server("IP:127.0.0.1");
    const Trusted trusted(plant.file());
    CHECK(trusted_roots().size() > 10);
    CHECK(is_among(trusted_roots(), name));
    const auto answer_ok = [](Poco::Net::StreamSocket& socket, int) {
        if (!ScriptedServer::read_request(socket).empty())
            ScriptedServer::send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    };
    ScriptedServer server(answer_ok, true, own.certificate, own.key);
    HttpClient client({.agent_name = "deskbridge-test"});
    CHECK(client.exchange({.method = "GET", .url = server.url(), .deadline = std::chrono::seconds{20}})
              .status == 200);
    std::filesystem::remove_all(folder);
}
