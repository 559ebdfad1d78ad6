#include "programs/web.h"

#include <Poco/Base64Encoder.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <fmt/format.h>
#include <sstream>
#include <stdexcept>

namespace programs {

struct Web::Session {
    explicit Session(const Poco::URI& address) : http(address.getHost(), address.getPort()) {
        http.setKeepAlive(true);
        http.setTimeout(Poco::Timespan(30, 0));
    }
    Poco::Net::HTTPClientSession http;
};

Web::Web(const std::string& address, std::map<std::string, std::string> headers)
    : session_(std::make_unique<Session>(Poco::URI(address))), headers_(std::move(headers)) {}
Web::~Web() = default;
Web::Web(Web&&) noexcept = default;

Answer Web::ask(const std::string& method, const std::string& path, const std::string& body) {
    Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : headers_) request.set(name, value);
    if (!body.empty())
        request.setContentType(body.front() == '[' ? "application/json-patch+json" : "application/json");
    if (method != "GET") request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    try {
        session_->http.sendRequest(request) << body << std::flush;
        Poco::Net::HTTPResponse response;
        auto& in = session_->http.receiveResponse(response);
        Answer answer{static_cast<int>(response.getStatus()), {}, response.get("Location", "")};
        Poco::StreamCopier::copyToString(in, answer.body);
        return answer;
    } catch (const Poco::Exception& error) {
        session_->http.reset();
        throw std::runtime_error(fmt::format("{} {}: {}", method, path, error.displayText()));
    }
}

std::string Web::want(const std::string& method, const std::string& path, const std::string& body) {
    const auto answer = ask(method, path, body);
    if (answer.status < 200 || answer.status > 299)
        throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, answer.status, answer.body));
    return answer.body;
}

std::string basic_authorization(const std::string& token) {
    std::ostringstream out;
    Poco::Base64Encoder encoder(out);
    encoder.rdbuf()->setLineLength(0);
    encoder << ":" << token;
    encoder.close();
    return "Basic " + out.str();
}

}  // namespace programs
