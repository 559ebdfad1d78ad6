// Between an adapter and its desk: counts calls, and lets them go wrong.
#pragma once

#include "contract/http.h"

#include <functional>
#include <string>
#include <vector>

namespace help_desk_contract {

class Line : public deskbridge::Http {
public:
    using Mishap = std::function<deskbridge::HttpResponse(const deskbridge::HttpRequest&)>;

    explicit Line(deskbridge::Http& next) : next_(next) {}

    deskbridge::HttpResponse exchange(const deskbridge::HttpRequest& request) override {
        said.push_back(request.method + " " + request.url);
        return mishap ? mishap(request) : next_.exchange(request);
    }
    deskbridge::HttpResponse through(const deskbridge::HttpRequest& request) {
        return next_.exchange(request);
    }

    /// Instead of the desk; may throw. Empty: the desk answers.
    Mishap mishap;
    std::vector<std::string> said;

private:
    deskbridge::Http& next_;
};

}  // namespace help_desk_contract
