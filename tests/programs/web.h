// HTTP for tests that look at what the stand-ins hold.
#pragma once

#include <map>
#include <memory>
#include <string>

namespace programs {

struct Answer {
    int status = 0;
    std::string body;
    std::string location;  ///< where a redirect leads
};

/// One kept connection to "http://host:port", with the same headers on every request.
class Web {
public:
    Web(const std::string& address, std::map<std::string, std::string> headers);
    ~Web();
    Web(Web&&) noexcept;

    /// Throws when there is no answer; any status is one. A body is sent as JSON, a list
    /// as a JSON patch.
    Answer ask(const std::string& method, const std::string& path, const std::string& body = {});
    /// As ask, but throws for a status other than 2xx, with what was answered.
    std::string want(const std::string& method, const std::string& path, const std::string& body = {});

private:
    struct Session;
    std::unique_ptr<Session> session_;
    std::map<std::string, std::string> headers_;
};

/// "Basic ..." for a token without a name.
std::string basic_authorization(const std::string& token);

}  // namespace programs
