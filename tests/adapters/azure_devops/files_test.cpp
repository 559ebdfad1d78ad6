#include "adapters/azure_devops/files.h"

#include "stand_in.h"
#include "support/streams.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <unistd.h>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::azure_devops::Switches;

namespace {

namespace fs = std::filesystem;

/// A file of that many bytes, gone with the object.
class Content {
public:
    explicit Content(std::uint64_t bytes)
        : path_(fs::temp_directory_path() / ("files_test." + std::to_string(::getpid()))), bytes_(bytes) {
        std::ofstream file(path_, std::ios::binary);
        if (bytes <= 1024 * 1024)
            for (std::uint64_t i = 0; i < bytes; ++i) file.put(static_cast<char>(i * 31 % 251));
        file.close();
        fs::resize_file(path_, bytes);
    }
    ~Content() { fs::remove(path_); }
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;

    Upload upload(const std::string& project, const std::string& name) const {
        return {project, name, path_.string(), bytes_};
    }
    std::string text() const {
        HttpRequest whole;
        whole.body_file = path_.string();
        whole.body_bytes = bytes_;
        return body_of(whole);
    }

private:
    fs::path path_;
    std::uint64_t bytes_;
};

std::string download(Bench& bench, const std::string& url) {
    HttpRequest request;
    request.method = "GET";
    request.url = url;
    return bench.http.exchange(request).body;
}

/// Takes pieces and remembers them; the last one is answered with `last_status`.
struct PieceServer {
    explicit PieceServer(int last_status = 201)
        : http([this, last_status](const HttpRequest& request) {
              if (request.method == "OPTIONS") return options_answer("7.1");
              if (request.method == "PUT") {
                  ranges.push_back(header_of(request.headers, "Content-Range"));
                  sizes.push_back(request.body_bytes);
                  offsets.push_back(request.body_offset);
                  if (request.body_bytes < azure_devops::piece_bytes)
                      return json_answer(last_status, R"({"id":"a1","url":"https://x/a1"})");
                  return HttpResponse{200, {}, ""};
              }
              return json_answer(201, R"({"id":"a1","url":"https://x/a1?fileName=big"})");
          }) {}
    std::vector<std::string> ranges;
    std::vector<std::uint64_t> sizes, offsets;
    ScriptedHttp http;
    azure_devops::Client client{http, "https://dev.azure.com/acme"};
};

}  // namespace

TEST_CASE("a file is uploaded byte by byte and named by an item at every level") {
    const auto level = GENERATE(Level::server2019, Level::server2019_1, Level::server2020, Level::server2022,
                                Level::services);
    const std::uint64_t bytes = GENERATE(std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{70'000});
    Bench bench(level);
    const Content content(bytes);
    const std::string name = "caf\xC3\xA9 50% + #1 & \"2\".txt";
    const auto kept = bench.tracker.upload(content.upload("Widgets", name));
    REQUIRE_FALSE(kept.error);
    CHECK(download(bench, kept.url) == content.text());

    auto item = bench.ticket(1);
    item.files = {{kept.url, name, "from the ticket"}};
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    CHECK(made.files == item.files);
    CHECK(made.hyperlinks == std::vector<Hyperlink>{item.origin});
    const std::vector<WorkItemId> ids = {made.id};
    CHECK(bench.tracker.read(ids).at(0).files == item.files);
}

TEST_CASE("a file joins an item that is there already") {
    Bench bench;
    const auto item = bench.ticket(1);
    const auto made = made_items(bench.tracker.create({&item, 1}, true)).at(0);
    const Content content(10);
    WorkItemChange change;
    change.id = made.id;
    change.revision = made.revision;
    change.files = {{bench.tracker.upload(content.upload("Widgets", "a.bin")).url, "a.bin", ""}};
    const auto outcomes = bench.tracker.change({&change, 1}, true);
    REQUIRE(std::holds_alternative<Changed>(outcomes.at(0)));
    CHECK(std::get<Changed>(outcomes[0]).item.files == change.files);
    CHECK(std::get<Changed>(outcomes[0]).item.revision == made.revision + 1);
}

TEST_CASE("more than 100 MiB goes in pieces that follow each other") {
    const std::uint64_t bytes = azure_devops::most_bytes_at_once + 5;
    const Content content(bytes);
    SECTION("against the stand-in") {
        Bench bench;
        bench.system.change([](Switches& switches) { switches.attachment_limit = 1u << 30; });
        const auto kept = bench.tracker.upload(content.upload("Widgets", "big.bin"));
        REQUIRE_FALSE(kept.error);
        CHECK(kept.url.find("fileName=big.bin") != std::string::npos);
        CHECK(download(bench, kept.url).size() == bytes);
        CHECK(bench.system.counters().requests["uploadPiece"] == 13);
    }
    SECTION("with ranges that cover it") {
        PieceServer server;
        CHECK(azure_devops::Files(server.client).upload(content.upload("P", "big")).url ==
              "https://x/a1?fileName=big");
        std::uint64_t next = 0;
        for (std::size_t i = 0; i < server.ranges.size(); ++i) {
            CHECK(server.offsets[i] == next);
            next += server.sizes[i];
            CHECK(server.ranges[i] == "bytes " + std::to_string(server.offsets[i]) + "-" +
                                          std::to_string(next - 1) + "/" + std::to_string(bytes));
        }
        CHECK(next == bytes);
        CHECK(server.http.requests.at(1).url ==
              "https://dev.azure.com/acme/P/_apis/wit/attachments?fileName=big&uploadType=Chunked");
        CHECK(server.http.requests.at(1).body.empty());
    }
    SECTION("and a last piece that is not taken is no success") {
        PieceServer refusing(400);
        const auto refused = azure_devops::Files(refusing.client).upload(content.upload("P", "big"));
        REQUIRE(refused.error);
        CHECK(refused.error->reach == Reach::item);
        PieceServer failing(503);
        CHECK_THROWS_AS(azure_devops::Files(failing.client).upload(content.upload("P", "big")), SyncError);
    }
}

TEST_CASE("a file that the tracker does not take is an outcome that says what to do") {
    const Content content(2000);
    Bench bench;
    const bool localized = GENERATE(false, true);
    bench.system.change([&](Switches& switches) {
        switches.localized_errors = localized;
        switches.attachment_limit = 1999;
        switches.blocked_extensions = {".exe"};
    });
    const auto big = bench.tracker.upload(content.upload("Widgets", "Secret plan.txt"));
    REQUIRE(big.error);
    CHECK(big.url.empty());
    CHECK(big.error->reach == Reach::item);
    CHECK(big.error->trouble == Trouble::data);
    CHECK_THAT(big.error->what(), Catch::Contains("too big") && Catch::Contains("2000 bytes") &&
                                      Catch::Contains("Widgets") && !Catch::Contains("Secret"));
    CHECK_THAT(big.error->hint, Catch::Contains("limit"));
    const auto blocked = bench.tracker.upload(content.upload("Widgets", "a.EXE"));
    REQUIRE(blocked.error);
    CHECK(blocked.error->reach == Reach::item);
}

TEST_CASE("a body too large for the server before the tracker is the file's fault too") {
    ScriptedHttp http([](const HttpRequest& request) {
        return request.method == "OPTIONS" ? options_answer("7.1") : HttpResponse{413, {}, "<html>"};
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    const Content content(10);
    const auto outcome = azure_devops::Files(client).upload(content.upload("P", "a"));
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
}

TEST_CASE("trouble of the side while uploading is thrown") {
    const auto [status, trouble] = GENERATE(table<int, Trouble>({{401, Trouble::sign_in},
                                                                 {203, Trouble::sign_in},
                                                                 {403, Trouble::forbidden},
                                                                 {429, Trouble::limited},
                                                                 {503, Trouble::unreachable}}));
    ScriptedHttp http([status = status](const HttpRequest& request) {
        return request.method == "OPTIONS" ? options_answer("7.1") : HttpResponse{status, {}, ""};
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    const Content content(10);
    try {
        azure_devops::Files(client).upload(content.upload("P", "a"));
        FAIL("no error");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
        CHECK(error.trouble == trouble);
    }
}

TEST_CASE("an upload is given the time that a slow line needs") {
    ScriptedHttp http([](const HttpRequest& request) {
        return request.method == "OPTIONS" ? options_answer("7.1") : json_answer(201, R"({"url":"u"})");
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Files(client).upload({"P", "a", "/somewhere", 60'000'000});
    CHECK(http.requests.at(1).deadline > std::chrono::minutes(10));
    CHECK(http.requests.at(1).body_file == "/somewhere");
    CHECK(header_of(http.requests.at(1).headers, "Content-Type") == "application/octet-stream");
    CHECK(http.requests.at(0).deadline < std::chrono::minutes(3));
}

TEST_CASE("the hosted service's limits are known, a server's size is not") {
    Bench hosted;
    hosted.tracker.identify();
    CHECK(hosted.tracker.file_limits().bytes == 60 * 1024 * 1024);
    CHECK(hosted.tracker.file_limits().count == 100);
    CHECK(hosted.tracker.file_limits().name_length == 255);
    Bench server(Level::server2022);
    server.tracker.identify();
    CHECK(server.tracker.file_limits().bytes == 0);
    CHECK(server.tracker.file_limits().count == 100);
}

namespace {

/// A place for a fetched file, gone with the object.
struct Fetched {
    fs::path path = fs::temp_directory_path() / ("files_test.fetched." + std::to_string(::getpid()));
    Fetched() = default;
    Fetched(const Fetched&) = delete;
    Fetched& operator=(const Fetched&) = delete;
    ~Fetched() { fs::remove(path); }
    std::string text() const {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

}  // namespace

TEST_CASE("a file of an item is fetched as it was uploaded, at every level") {
    const auto level = GENERATE(Level::server2019, Level::server2019_1, Level::server2020,
                                Level::server2020_1, Level::server2022, Level::server2022_1, Level::services);
    const bool in_project = GENERATE(true, false), with_options = GENERATE(true, false);
    Bench bench(level);
    if (!with_options)
        bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
            if (request.method == "OPTIONS") answer = HttpResponse{405, {}, ""};
        };
    const Content content(70'000);
    const std::string name = "caf\xC3\xA9 50% + #1 & \"2\".txt";
    const auto kept = bench.tracker.upload(content.upload(in_project ? "Widgets" : "", name));
    const Fetched fetched;
    const auto outcome = bench.tracker.fetch({kept.url, name, ""}, fetched.path.string(), 70'000);
    REQUIRE_FALSE(outcome.error);
    CHECK_FALSE(outcome.cut);
    CHECK(fetched.text() == content.text());
    CHECK(bench.tracker.fetch({kept.url, name, ""}, fetched.path.string(), 69'999).cut);
    CHECK(fs::file_size(fetched.path) == 69'999);

    const auto found = bench.tracker.file_at(kept.url);
    REQUIRE(found);
    CHECK(found->name == name);
    CHECK_FALSE(bench.tracker.fetch(*found, fetched.path.string(), 70'000).error);
    CHECK(fetched.text() == content.text());
}

TEST_CASE("a file is streamed and given time, and the sign-in goes to no other host") {
    ScriptedHttp http([](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.1");
        HttpResponse out{200, {}, ""};
        out.headers.emplace("Content-Type", "application/octet-stream");
        return out;
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Files files(client);
    const std::string path = "/_apis/wit/attachments/06BD1BA9-8b7a-4d1f-9e0e-2d3b2a1c0f5e?fileName=a%20b.png";
    CHECK_FALSE(
        files.fetch({"https://acme.visualstudio.com/P%201" + path, "", ""}, "/tmp/x", 60'000'000).error);
    const auto asked = http.requests.back();
    CHECK(asked.url ==
          "https://dev.azure.com/acme/P%201/_apis/wit/attachments/"
          "06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e?download=true&fileName=a%20b.png");
    CHECK(asked.save_to == "/tmp/x");
    CHECK(asked.save_limit == 60'000'000);
    CHECK(asked.deadline >= std::chrono::minutes(15));
    CHECK(header_of(asked.headers, "Accept").rfind("application/octet-stream;api-version=7.1", 0) == 0);
    const auto sent = http.requests.size();
    for (const auto* foreign : {"https://evil.example", "http://dev.azure.com/acme",
                                "https://dev.azure.com/other", "https://dev.azure.com.evil.example/acme"}) {
        const auto outcome = files.fetch({foreign + path, "", ""}, "/tmp/x", 10);
        REQUIRE(outcome.error);
        CHECK(outcome.error->reach == Reach::item);
        CHECK_FALSE(files.file_at(foreign + path));
    }
    CHECK(http.requests.size() == sent);
}

TEST_CASE("a file that cannot be had is the item's trouble, its name stays unsaid") {
    const auto [status, trouble] = GENERATE(table<int, Trouble>(
        {{403, Trouble::forbidden}, {404, Trouble::configuration}, {500, Trouble::unreachable}}));
    Bench bench;
    bench.http.after = [status = status](const HttpRequest& request, HttpResponse& answer) {
        if (request.method == "GET")
            answer = json_answer(status, R"({"message":"No attachment 'secret plan.txt'."})");
    };
    const Fetched fetched;
    const auto outcome = bench.tracker.fetch(
        {"http://127.0.0.1:8790/fabrikam/_apis/wit/attachments/06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e",
         "secret plan.txt", ""},
        fetched.path.string(), 10);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK(outcome.error->trouble == trouble);
    CHECK_THAT(outcome.error->what(), !Catch::Contains("secret"));
}

TEST_CASE("a file that is a page is fetched, and one that is kept elsewhere is not") {
    int status = 200;
    ScriptedHttp http([&](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.1");
        HttpResponse out{status, {}, ""};
        out.headers.emplace("Content-Type", "text/html");
        if (status == 302) out.headers.emplace("Location", "https://blob.example/x");
        return out;
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    azure_devops::Files files(client);
    const Attachment page{
        "https://dev.azure.com/acme/_apis/wit/attachments/06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e",
        "Report.HTML", ""};
    CHECK_FALSE(files.fetch(page, "/tmp/x", 10).error);
    status = 302;
    const auto elsewhere = files.fetch(page, "/tmp/x", 10);
    REQUIRE(elsewhere.error);
    CHECK(elsewhere.error->reach == Reach::item);
}

TEST_CASE("a file that nobody keeps is the item's trouble") {
    Bench bench;
    const Fetched fetched;
    const auto outcome = bench.tracker.fetch(
        {"http://127.0.0.1:8790/fabrikam/_apis/wit/attachments/06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e", "a",
         ""},
        fetched.path.string(), 10);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
}

TEST_CASE("a sign-in page is no file, and trouble of the side while fetching is thrown") {
    const auto [status, type] = GENERATE(table<int, std::string>(
        {{200, "text/html; charset=utf-8"}, {203, "text/html"}, {302, ""}, {401, ""}, {429, ""}, {503, ""}}));
    ScriptedHttp http([status = status, type = type](const HttpRequest& request) {
        if (request.method == "OPTIONS") return options_answer("7.1");
        HttpResponse out{status, {}, "<html>"};
        if (!type.empty()) out.headers.emplace("Content-Type", type);
        return out;
    });
    azure_devops::Client client(http, "https://dev.azure.com/acme");
    const std::string url =
        "https://dev.azure.com/acme/_apis/wit/attachments/06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e";
    CHECK_THROWS_AS(azure_devops::Files(client).fetch({url, "a", ""}, "/tmp/x", 10), SyncError);
}
