// The contract's Http on a stand-in in the same process: what an adapter says to a server, without a socket.
#pragma once

#include "contract/http.h"
#include "sandbox/exchange/exchange.h"
#include "support/streams.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge {

/// Sets Host, Content-Length and, unless it is empty, Authorization, as the signed client would. `before`
/// sees each request and may throw in the stand-in's place; `after` sees each answer and may change it or
/// throw: then the system has done its work, and its answer is lost. Thread rule: one thread at a time.
class SystemHttp : public Http {
public:
    SystemHttp(sandbox::System& system, std::string authorization, std::string host = "127.0.0.1")
        : system_(system), authorization_(std::move(authorization)), host_(std::move(host)) {}

    HttpResponse exchange(const HttpRequest& request) override {
        said.push_back(request.method + " " + request.url);
        if (before) before(request);
        const auto reply = system_.handle(translated(request));
        HttpResponse answer{reply.status, {}, reply.body};
        for (const auto& [name, value] : reply.headers) answer.headers.emplace(name, value);
        if (after) after(request, answer);
        return saved(request, std::move(answer));
    }

    std::function<void(const HttpRequest&)> before;
    std::function<void(const HttpRequest&, HttpResponse&)> after;
    std::vector<std::string> said;  ///< "GET http://...", each request

private:
    sandbox::Request translated(const HttpRequest& request) const {
        sandbox::Request out;
        out.method = request.method;
        const auto scheme = request.url.find("://");
        const auto path = request.url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
        const auto query = request.url.find('?');
        out.path = path == std::string::npos ? "/" : request.url.substr(path, query - path);
        if (query != std::string::npos) out.query = request.url.substr(query + 1);
        for (const auto& [name, value] : request.headers) out.headers.emplace(name, value);
        out.headers.erase("Host");
        out.headers.emplace("Host", host_);
        if (!authorization_.empty()) {
            out.headers.erase("Authorization");
            out.headers.emplace("Authorization", authorization_);
        }
        out.body = body_of(request);
        if (!out.body.empty() || request.method != "GET")
            out.headers.emplace("Content-Length", std::to_string(out.body.size()));
        return out;
    }

    sandbox::System& system_;
    std::string authorization_;
    std::string host_;
};

}  // namespace deskbridge
