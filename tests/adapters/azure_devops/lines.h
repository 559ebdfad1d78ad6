// The two ends that a test can put an adapter on: a script, or a stand-in in the same process.
#pragma once

#include "contract/http.h"
#include "sandbox/exchange/exchange.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace deskbridge::test {

/// Answers by a function and keeps what was asked.
class ScriptedHttp : public Http {
public:
    using Script = std::function<HttpResponse(const HttpRequest&)>;
    explicit ScriptedHttp(Script script) : script_(std::move(script)) {}

    HttpResponse exchange(const HttpRequest& request) override {
        requests.push_back(request);
        return script_(request);
    }
    /// How many requests had this in method and address.
    std::size_t count(const std::string& part) const;

    std::vector<HttpRequest> requests;

private:
    Script script_;
};

/// Leads to a stand-in, signed in with a token as PAT. `before` may answer in its stead or throw. What the
/// adapter sends is held against the official description of the API, where that is at hand.
class StandInHttp : public Http {
public:
    StandInHttp(sandbox::System& system, std::string secret) : system_(system), secret_(std::move(secret)) {}

    HttpResponse exchange(const HttpRequest& request) override;

    std::function<void(const HttpRequest&)> before = [](const HttpRequest&) {};
    std::function<void(const HttpRequest&, HttpResponse&)> after = [](const HttpRequest&, HttpResponse&) {};
    std::size_t requests = 0;

private:
    sandbox::System& system_;
    std::string secret_;
};

HttpResponse json_answer(int status, std::string body);
/// The list that OPTIONS answers with, every resource of ours released in `level`.
HttpResponse options_answer(const std::string& level);

}  // namespace deskbridge::test
