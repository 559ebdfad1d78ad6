#include "lines.h"

#include "official_api.h"
#include "support/streams.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace deskbridge::test {

namespace {

std::string base64(const std::string& text) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k > text.size() ? '=' : digits[bits >> (18 - 6 * k) & 63];
    }
    return out;
}

}  // namespace

std::size_t ScriptedHttp::count(const std::string& part) const {
    return static_cast<std::size_t>(
        std::count_if(requests.begin(), requests.end(), [&](const HttpRequest& request) {
            return (request.method + " " + request.url).find(part) != std::string::npos;
        }));
}

HttpResponse StandInHttp::exchange(const HttpRequest& request) {
    ++requests;
    before(request);
    sandbox::Request out;
    out.method = request.method;
    const auto path = request.url.find('/', request.url.find("://") + 3);
    const auto query = request.url.find('?', path);
    out.path = request.url.substr(path, query == std::string::npos ? query : query - path);
    if (query != std::string::npos) out.query = request.url.substr(query + 1);
    for (const auto& [name, value] : request.headers) out.headers.emplace(name, value);
    out.headers.emplace("Host", "127.0.0.1:8790");
    out.headers.emplace("Authorization", "Basic " + base64(":" + secret_));
    out.body = body_of(request);
    const auto reply = system_.handle(out);
    HttpResponse answer{reply.status, {}, reply.body};
    for (const auto& [name, value] : reply.headers) answer.headers.emplace(name, value);
    if (answer.header("Date").empty()) answer.headers.emplace("Date", "Sat, 21 Nov 2026 11:30:00 GMT");
    auto sent = request;
    sent.body = out.body;
    // what a test asks for by itself lacks what every client sends
    if (!header_of(sent.headers, "X-TFS-FedAuthRedirect").empty())
        for (const auto& complaint : OfficialApi::shared().examine(sent, answer)) FAIL_CHECK(complaint);
    after(request, answer);
    return saved(request, std::move(answer));
}

HttpResponse json_answer(int status, std::string body) {
    HttpResponse out{status, {}, std::move(body)};
    out.headers.emplace("Content-Type", "application/json; charset=utf-8");
    return out;
}

HttpResponse options_answer(const std::string& level) {
    std::string rows;
    for (const auto* row : {R"("id":"62d3d110-0047-428c-ad3c-4fe872c91c74","resourceName":"workItems")",
                            R"("id":"72c7ddf8-2cdc-4f60-90cd-ab71c14a399b","resourceName":"workItems")",
                            R"("id":"908509b6-4248-4475-a1cd-829139ba419f","resourceName":"workItemsBatch")",
                            R"("id":"92eefc1f-1e81-473d-88d6-749205248dc3","resourceName":"batch")",
                            R"("id":"1a9c53f7-f243-4447-b110-35ef023636e4","resourceName":"wiql")"})
        rows += (rows.empty() ? "{" : ",{") + std::string(row) +
                R"(,"minVersion":"1.0","resourceVersion":3,"maxVersion":")" + level +
                R"(","releasedVersion":")" + level + "\"}";
    return json_answer(200, R"({"count":5,"value":[)" + rows + "]}");
}

}  // namespace deskbridge::test
