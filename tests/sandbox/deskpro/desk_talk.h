// What every test here says to the stand-in: one call over HTTP, its answer as JSON.
#pragma once

#include "sandbox/deskpro/deskpro.h"
#include "sandbox/deskpro/json.h"

#include <string>

namespace desk_talk {

using sandbox::Deskpro;
using sandbox::deskpro::Json;

/// 2025-05-20T07:24:41Z
constexpr long long start = 1'747'725'881'000;

struct Said {
    int status = 0;
    sandbox::Headers headers;
    std::string text;
    Json json;

    /// The value at a path of names and positions: at("data/0/subject"). Null when there is none.
    Json at(const std::string& path) const;
    std::string text_at(const std::string& path) const;
    long long number_at(const std::string& path) const;
    /// As written: `[]`, `{}`, `null`, `"x"`.
    std::string written_at(const std::string& path) const;
};

/// A desk whose clock stands still until it is moved.
class Talk {
public:
    explicit Talk(sandbox::deskpro::Options options = {});

    long long now = start;
    Deskpro desk;
    std::string authorization = "key 1:SANDBOXKEY0123456789";
    std::string root = "/api/v2";
    sandbox::Headers more_headers;

    /// `target` is the address below the root, with its query.
    Said call(const std::string& method, const std::string& target, const std::string& body = "");
    Said get(const std::string& target) { return call("GET", target); }
    Said post(const std::string& target, const std::string& body) { return call("POST", target, body); }
    Said put(const std::string& target, const std::string& body) { return call("PUT", target, body); }

    long long add(const std::string& subject, const std::string& html = "<p>Hello</p>");
};

}  // namespace desk_talk
