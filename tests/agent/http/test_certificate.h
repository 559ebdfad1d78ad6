// Certificates of a test's own, made by the library: no program has to be there for it.
#pragma once

#include <filesystem>
#include <string>

namespace deskbridge {

/// An authority, and a certificate for `name` (a host name or an address) that it signed, as PEM files in a
/// folder that goes with the object. Throws std::runtime_error when the library refuses.
class TestCertificate {
public:
    explicit TestCertificate(const std::string& name);
    ~TestCertificate();
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    std::string authority() const { return (folder_ / "authority.pem").string(); }
    std::string certificate() const { return (folder_ / "certificate.pem").string(); }
    std::string key() const { return (folder_ / "key.pem").string(); }

private:
    std::filesystem::path folder_;
};

}  // namespace deskbridge
