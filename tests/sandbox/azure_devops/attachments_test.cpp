#include "service.h"

#include <catch2/catch.hpp>

using namespace test;

namespace {

const sandbox::Headers octets = {{"Content-Type", "application/octet-stream"}};

Reply upload(Service& service, const std::string& query, const std::string& bytes,
             const std::string& project = "/Widgets") {
    return service.send("POST", project + "/_apis/wit/attachments?api-version=7.1&" + query, bytes,
                        "ada-token", octets);
}

Reply piece(Service& service, const std::string& id, const std::string& range, const std::string& bytes) {
    auto headers = octets;
    headers.emplace("Content-Range", range);
    return service.send("PUT", "/Widgets/_apis/wit/attachments/" + id + "?fileName=a&api-version=7.1", bytes,
                        "ada-token", headers);
}

std::string content(Service& service, const std::string& id) {
    return service.get("/_apis/wit/attachments/" + id).body;
}

Reply attach(Service& service, int id, const std::string& url) {
    return service.patch(
        id, R"([{"op":"add","path":"/relations/-","value":{"rel":"AttachedFile","url":")" + url + "\"}}]");
}

}  // namespace

TEST_CASE("an address below a project is told with the project's id") {
    Service service;
    const auto project = text(service.ok("GET", "/_apis/projects/Widgets?api-version=7.1"), "id");
    const auto below = text(parse(upload(service, "fileName=a.txt", "x").body), "url");
    CHECK(below.find("/" + project + "/_apis/wit/attachments/") != std::string::npos);
    CHECK(below.find("?fileName=a.txt") != std::string::npos);
    const auto beside = text(parse(upload(service, "fileName=a.txt", "x", "").body), "url");
    CHECK(beside.find(project) == std::string::npos);
}

TEST_CASE("pieces that follow each other make one file, and only the whole one can be used") {
    Service service;
    service.bug("x");
    const Object begun = parse(upload(service, "fileName=a&uploadType=chunked", "").body);
    const auto id = text(begun, "id");
    CHECK(piece(service, id, "bytes 0-2/5", "abc").status == 201);
    CHECK(attach(service, 1, text(begun, "url")).status == 400);
    CHECK(service.get("/_apis/wit/attachments/" + id).status == 404);
    CHECK(piece(service, id, "bytes 4-4/5", "e").status == 400);
    CHECK(piece(service, id, "bytes 3-4/6", "de").status == 400);
    CHECK(piece(service, id, "bytes 3-4/5", "d").status == 400);
    CHECK(piece(service, id, "bytes 3-x/5", "de").status == 400);
    const Reply last = piece(service, id, "bytes 3-4/5", "de");
    CHECK(last.status == 201);
    CHECK(text(parse(last.body), "id") == id);
    CHECK(content(service, id) == "abcde");
    CHECK(attach(service, 1, text(begun, "url")).status == 200);
    CHECK(piece(service, id, "bytes 3-4/5", "de").status == 404);
    CHECK(upload(service, "fileName=a&uploadType=chunked", "x").status == 400);
}

TEST_CASE("the limit of one file is the level's or the switch's, for pieces too") {
    const auto [level, limit] =
        GENERATE(table<Level, std::size_t>({{Level::server2022, 4u << 20}, {Level::services, 60u << 20}}));
    Service service(level);
    const auto below = [&](const std::string& bytes) {
        return service.send("POST", "/Widgets/_apis/wit/attachments?api-version=7.0&fileName=a", bytes,
                            "ada-token", octets);
    };
    CHECK(below(std::string(limit, 'x')).status == 201);
    const Reply refused = below(std::string(limit + 1, 'x'));
    CHECK(refused.status == 400);
    CHECK(refused.body.find("TF237082") != std::string::npos);
    service.system.change([](Switches& switches) { switches.attachment_limit = 3; });
    CHECK(below("abc").status == 201);
    CHECK(below("abcd").status == 400);
    const auto id = text(parse(upload(service, "fileName=a&uploadType=chunked", "").body), "id");
    if (level == Level::services) CHECK(piece(service, id, "bytes 0-0/4", "a").status == 400);
}

TEST_CASE("an ending that is blocked is refused, whatever its case") {
    Service service;
    service.system.change([](Switches& switches) { switches.blocked_extensions = {".exe"}; });
    CHECK(upload(service, "fileName=a.EXE", "x").status == 400);
    CHECK(upload(service, "fileName=exe", "x").status == 201);
}

TEST_CASE("an item holds a hundred files and a thousand links") {
    Service service;
    service.bug("x");
    std::string files, links;
    for (int i = 0; i < 100; ++i) {
        files += std::string(i == 0 ? "" : ",") +
                 R"({"op":"add","path":"/relations/-","value":{"rel":"AttachedFile","url":")" +
                 text(parse(upload(service, "fileName=f", "x").body), "url") + "\"}}";
    }
    for (int i = 0; i < 900; ++i) {
        links += std::string(i == 0 ? "" : ",") +
                 R"({"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://x/)" +
                 std::to_string(i) + "\"}}";
    }
    CHECK(service.patch(1, "[" + files + "]").status == 200);
    const Reply one_more = attach(service, 1, text(parse(upload(service, "fileName=f", "x").body), "url"));
    CHECK(one_more.status == 400);
    CHECK(one_more.body.find("VS403313") != std::string::npos);
    CHECK(service.patch(1, "[" + links + "]").status == 200);
    CHECK(
        service
            .patch(1, R"([{"op":"add","path":"/relations/-","value":{"rel":"Hyperlink","url":"https://y"}}])")
            .status == 400);
}
