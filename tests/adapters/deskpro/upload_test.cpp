#include "adapters/deskpro/upload.h"

#include "adapters/deskpro/blob_token.h"
#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

namespace fs = std::filesystem;

/// A folder with one file in it.
struct Spot {
    explicit Spot(const std::string& content) : folder(fs::temp_directory_path() / "deskpro_upload_test") {
        fs::remove_all(folder);
        fs::create_directories(folder);
        path = (folder / "file").string();
        std::ofstream(path, std::ios::binary) << content;
    }
    ~Spot() { fs::remove_all(folder); }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    fs::path folder;
    std::string path;
};

std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("A file comes back byte for byte under its name, and nothing is left beside it") {
    std::string every;
    for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
    std::string large;
    while (large.size() < 300'000) large += every;
    for (const auto& content : {std::string(), std::string("x"), every + "\r\n--deskbridge-\r\n", large}) {
        Bench bench;
        bench.add("x");
        const Spot spot(content);
        const auto outcome = bench.adapter.upload("Grüße \"a\".png", spot.path, content.size());
        REQUIRE(!outcome.error);
        CHECK(spot.files() == 1);
        NewMessage message{"1", Visibility::internal, {"<p>With a file</p>"}, {outcome.url}};
        REQUIRE(!bench.adapter.say({&message, 1}).at(0).error);
        const std::vector<MessageQuery> queries{{"1", ""}};
        const auto read = bench.adapter.read_messages(queries).at(0).messages.at(0);
        REQUIRE(read.files.size() == 1);
        CHECK(read.files[0].name == "Grüße _a_.png");
        const auto back = spot.folder / "back";
        CHECK(!bench.adapter.fetch(read.files[0], back.string(), 1'000'000).error);
        CHECK(content_of(back) == content);
    }
}

TEST_CASE("The form is streamed from disk and says its length; the token holds no access token") {
    Bench bench;
    const Spot spot("0123456789");
    std::uint64_t bytes = 0;
    std::string body, type;
    bench.http.before = [&](const HttpRequest& request) {
        CHECK(request.url == "http://127.0.0.1/api/v2/blobs/temp");
        CHECK(request.body.empty());
        body = content_of(request.body_file);
        bytes = request.body_bytes;
        type = header_of(request.headers, "Content-Type");
        CHECK(spot.files() == 2);
    };
    const auto outcome = bench.adapter.upload("a.jpg", spot.path, 10);
    CHECK(bytes == body.size());
    CHECK(type.starts_with("multipart/form-data; boundary="));
    CHECK(
        body.find("name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n0123456789\r\n--") !=
        std::string::npos);
    CHECK(outcome.url.find("access_token") == std::string::npos);
    const auto token = deskpro::BlobToken::parse(outcome.url);
    REQUIRE(token);
    CHECK(bench.adapter.file_at(token->address));
}

TEST_CASE("A file that is too large is its own trouble, whoever says so") {
    for (const auto who : {Options::BlobTooLarge::desk, Options::BlobTooLarge::web_server}) {
        Options options;
        options.blob_limit = 1'000;
        options.blob_too_large = who;
        Bench bench(options);
        const std::string content(5'000, 'x');
        const Spot spot(content);
        const auto outcome = bench.adapter.upload("secret name.log", spot.path, content.size());
        REQUIRE(outcome.error);
        CHECK(outcome.url.empty());
        CHECK(outcome.error->reach == Reach::item);
        CHECK(std::string(outcome.error->what()).find("too large") != std::string::npos);
        CHECK(std::string(outcome.error->what()).find("secret") == std::string::npos);
        CHECK(spot.files() == 1);
        CHECK(!bench.adapter.upload("small.log", spot.path, 100).error);
    }
}

TEST_CASE("A file that is shorter than told is not sent") {
    Bench bench;
    const Spot spot("0123");
    const auto outcome = bench.adapter.upload("a.log", spot.path, 10);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK(bench.http.said.empty());
    CHECK(bench.adapter.upload("a.log", spot.path + "-not-there", 10).error);
    CHECK(spot.files() == 1);
}

TEST_CASE("Instances without /blobs/temp keep files at /blobs") {
    Bench bench;
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/blobs/temp") != std::string::npos) answer = json_answer(404, "{}");
    };
    const Spot spot("0123");
    CHECK(!bench.adapter.upload("a.log", spot.path, 4).error);
    REQUIRE(bench.http.said.size() == 2);
    CHECK(bench.http.said[1].ends_with("/api/v2/blobs"));
}

TEST_CASE("The desk's trouble is not the file's, and a file that makes it stumble is its own") {
    const Spot spot("0123");
    for (const int status : {401, 423, 429, 302}) {
        ScriptedHttp http(json_answer(status, "{}"));
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        try {
            adapter.upload("a.log", spot.path, 4);
            FAIL("not told: " << status);
        } catch (const SyncError& error) {
            CHECK(error.reach == Reach::side);
        }
    }
    for (const auto& answer :
         {html_answer(200), json_answer(201, "{}"), json_answer(201, R"({"data":{"blob_id":1}})")}) {
        ScriptedHttp http(answer);
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        CHECK_THROWS_AS(adapter.upload("a.log", spot.path, 4), SyncError);
    }
    for (const bool answers : {true, false}) {
        ScriptedHttp http([&](const HttpRequest& request) {
            const bool me = request.url.ends_with("/me");
            return me && answers ? json_answer(200, R"({"data":{"person_id":1}})") : json_answer(500, "{}");
        });
        deskpro::Deskpro adapter(http, {"https://acme.example"});
        if (!answers) {
            CHECK_THROWS_AS(adapter.upload("a.log", spot.path, 4), SyncError);
            continue;
        }
        const auto outcome = adapter.upload("a.log", spot.path, 4);
        REQUIRE(outcome.error);
        CHECK(outcome.error->reach == Reach::item);
    }
    CHECK(spot.files() == 1);
}

TEST_CASE("Names are made fit for a header and a path, and keep their ending") {
    using deskpro::upload_name;
    CHECK(upload_name("Grüße 日本.png") == "Grüße 日本.png");
    CHECK(upload_name("../../etc/passwd") == "_.._etc_passwd");
    CHECK(upload_name("a\"b\\c\r\nd:e.txt") == "a_b_c d_e.txt");
    CHECK(upload_name("") == "file");
    CHECK(upload_name("...") == "file");
    CHECK(upload_name("\xFF.txt") == "\xEF\xBF\xBD.txt");
    std::string wide;
    for (int i = 0; i < 200; ++i) wide += "日";
    const auto cut = upload_name(wide + ".jpeg");
    CHECK(cut.size() <= 200);
    CHECK(cut.size() > 180);
    CHECK(cut.ends_with(".jpeg"));
    CHECK(upload_name(std::string(300, 'x')).size() <= 200);
}
