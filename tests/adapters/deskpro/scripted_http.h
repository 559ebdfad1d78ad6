// A help desk that says what a test tells it to.
#pragma once

#include "contract/http.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge::test {

inline HttpResponse json_answer(int status, std::string body) {
    HttpResponse answer{status, {}, std::move(body)};
    answer.headers.emplace("Content-Type", "application/json");
    return answer;
}

inline HttpResponse html_answer(int status) {
    HttpResponse answer{status, {}, "<!DOCTYPE html><html><body>Please sign in</body></html>"};
    answer.headers.emplace("Content-Type", "text/html; charset=utf-8");
    return answer;
}

class ScriptedHttp : public Http {
public:
    using Script = std::function<HttpResponse(const HttpRequest&)>;
    explicit ScriptedHttp(Script script) : script_(std::move(script)) {}
    explicit ScriptedHttp(HttpResponse always) : script_([always](const auto&) { return always; }) {}

    HttpResponse exchange(const HttpRequest& request) override {
        requests.push_back(request);
        return script_(request);
    }
    /// How many requests had this in method and address.
    std::size_t count(const std::string& part) const {
        std::size_t found = 0;
        for (const auto& request : requests)
            if ((request.method + " " + request.url).find(part) != std::string::npos) ++found;
        return found;
    }

    std::vector<HttpRequest> requests;

private:
    Script script_;
};

}  // namespace deskbridge::test
