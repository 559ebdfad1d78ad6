// Requests that the tests of the client send, and what they get.
#pragma once

#include "contract/sync_error.h"
#include "http/http_client.h"

#include <chrono>
#include <stdexcept>
#include <string>

namespace deskbridge {

inline const HttpSettings plain{.agent_name = "deskbridge-test"};

inline HttpRequest get(const std::string& url) {
    return {.method = "GET", .url = url, .deadline = std::chrono::seconds{20}};
}

inline HttpRequest post(const std::string& url, const std::string& body) {
    return {.method = "POST",
            .url = url,
            .headers = {{"Content-Type", "application/json"}},
            .body = body,
            .deadline = std::chrono::seconds{20}};
}

/// The error of an exchange that must fail.
inline SyncError failure_of(HttpClient& client, const HttpRequest& request) {
    try {
        client.exchange(request);
    } catch (const SyncError& error) {
        return error;
    }
    throw std::logic_error("the exchange was expected to fail");
}

inline const std::string ok =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

}  // namespace deskbridge
