// Answers as Request Tracker gives them, in a test's own order, and what was asked for them.
#pragma once

#include "adapters/request_tracker/request_tracker.h"
#include "contract/http.h"
#include "support/system_http.h"

#include <deque>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace deskbridge::test {

/// Gives the next of `answers` to each request. One that was not expected is a std::runtime_error.
class Script : public Http {
public:
    HttpResponse exchange(const HttpRequest& request) override {
        asked.push_back(request);
        if (answers.empty()) throw std::runtime_error("not expected: " + request.method + " " + request.url);
        auto answer = std::move(answers.front());
        answers.pop_front();
        return saved(request, std::move(answer));
    }

    Script& json(std::string body, int status = 200, Headers more = {}) {
        more.emplace("Content-Type", "application/json; charset=\"utf-8\"");
        more.emplace("Date", "Fri, 27 Nov 2026 12:00:00 GMT");
        answers.push_back({status, std::move(more), std::move(body)});
        return *this;
    }
    /// A list without a total, as an account that is no superuser gets it.
    Script& rows(const std::string& items, int page = 1) {
        return json(fmt::format(R"({{"total":null,"pages":null,"page":{},"per_page":100,"items":[{}]}})",
                                page, items));
    }
    /// The version of a ticket.
    Script& version(int last) { return json("", 200, {{"ETag", fmt::format("\"{}\"", last)}}); }

    std::deque<HttpResponse> answers;
    std::vector<HttpRequest> asked;
};

constexpr const char* rt_url = "https://rt.example";

inline request_tracker::RequestTrackerSettings rt_settings() {
    request_tracker::RequestTrackerSettings settings;
    settings.url = rt_url;
    settings.account = "29";
    return settings;
}

/// A ticket of a listing.
inline std::string ticket_row(int id, const std::string& more = "") {
    return fmt::format(
        R"({{"id":"{}","type":"ticket","Subject":"It stops","Status":"open","Priority":"50",)"
        R"("Queue":{{"id":"3","Name":"Engineering","Lifecycle":"default"}},)"
        R"("Owner":{{"id":"Nobody","EmailAddress":""}},"Requestor":[],"Cc":[],"CustomFields":[],)"
        R"("Created":"2026-11-27T10:00:00Z","LastUpdated":"2026-11-27T11:00:00Z",)"
        R"("Due":"1970-01-01T00:00:00Z"{}}})",
        id, more);
}

}  // namespace deskbridge::test
