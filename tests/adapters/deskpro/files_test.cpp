#include "adapters/deskpro/files.h"

#include "bench.h"
#include "scripted_http.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::NewFile;
using sandbox::deskpro::Options;

namespace {

/// A place for one fetched file.
struct Spot {
    Spot() {
        static int number = 0;
        path = (std::filesystem::temp_directory_path() /
                ("deskpro_files_" + std::to_string(::getpid()) + "_" + std::to_string(++number)))
                   .string();
    }
    ~Spot() { std::filesystem::remove(path); }
    std::string content() const {
        std::ifstream file(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    }
    std::string path;
};

const std::string png("\x89PNG\r\n\0\x01", 8);

/// A ticket whose description holds a picture and has a log beside it.
long long add_filed(Bench& bench) {
    sandbox::deskpro::NewTicket ticket;
    ticket.subject = "Filed";
    ticket.messages.push_back(
        {"<p>See <img src=\"cid:gauge.png\"></p>",
         false,
         "",
         std::nullopt,
         {{"gauge.png", "image/png", png, true}, {"trace.log", "text/plain", "0 1", false}}});
    return bench.desk.add(ticket);
}

Ticket described(Bench& bench, long long id) {
    std::vector<Ticket> tickets{bench.ticket(id)};
    bench.adapter.describe(tickets);
    return tickets[0];
}

std::string picture_in(const Ticket& ticket) {
    const auto html = text_of(ticket.get("description"));
    const auto at = html.find("src=\"") + 5;
    return html.substr(at, html.find('"', at) - at);
}

FetchOutcome fetched(ScriptedHttp::Script script, File file, const std::string& path = "/nonexistent/x") {
    ScriptedHttp http(std::move(script));
    deskpro::Client client(http, "https://acme.example");
    return deskpro::fetch(client, file, path, 1'000);
}

const File listed{"f", "gauge.png", 0, "https://acme.example/file.php/SECRET/gauge.png?access_token=HIDDEN",
                  false};

}  // namespace

TEST_CASE("The description's files come with it, pictures told from the rest") {
    for (const auto files : {Options::MessageFiles::ids, Options::MessageFiles::objects}) {
        Options options;
        options.message_files = files;
        Bench bench(options);
        const auto ticket = described(bench, add_filed(bench));
        REQUIRE(ticket.described);
        CHECK(!ticket.more_messages);
        REQUIRE(ticket.files.size() == 2);
        CHECK(ticket.files[0].name == "gauge.png");
        CHECK(ticket.files[0].picture);
        CHECK(ticket.files[0].bytes == png.size());
        CHECK(ticket.files[1].name == "trace.log");
        CHECK(!ticket.files[1].picture);
        CHECK(ticket.files[0].id != ticket.files[1].id);
    }
}

TEST_CASE("Describing tickets without files costs one call, with files two") {
    Bench bench;
    const auto ids = bench.add_many(199);
    auto tickets = bench.adapter.read_tickets(ids);
    bench.adapter.describe(tickets);
    bench.http.said.clear();
    bench.adapter.describe(tickets);
    CHECK(bench.http.said.size() == 1);
    for (const auto& ticket : tickets) REQUIRE(!ticket.more_messages);
    tickets.push_back(bench.ticket(add_filed(bench)));
    tickets.push_back(bench.ticket(add_filed(bench)));
    bench.reply(1);
    bench.http.said.clear();
    bench.adapter.describe(tickets);
    CHECK(bench.http.said.size() == 2);
    CHECK(tickets[0].more_messages);
    CHECK(tickets[200].files.size() == 2);
}

TEST_CASE("A note beside the description is more, an empty ticket is not") {
    Bench bench;
    const auto noted = bench.add("Noted");
    bench.desk.write(noted, {"<p>inside</p>", true, "", std::nullopt});
    CHECK(described(bench, noted).more_messages);
    const auto only_note = bench.add("Only a note", "");
    bench.desk.write(only_note, {"<p>inside</p>", true, "", std::nullopt});
    CHECK(described(bench, only_note).more_messages);
    CHECK(!described(bench, bench.add("Empty", "")).more_messages);
}

TEST_CASE("A ticket whose files cannot be listed is not described") {
    Bench bench;
    auto ticket = bench.ticket(add_filed(bench));
    bench.http.after = [](const HttpRequest& request, HttpResponse& answer) {
        if (request.url.find("/attachments") != std::string::npos) answer = json_answer(403, "{}");
    };
    bench.adapter.describe({&ticket, 1});
    CHECK(!ticket.described);
    CHECK(ticket.more_messages);
    CHECK(is_nothing(ticket.get("description")));
    CHECK(ticket.files.empty());
    const MessageQuery query{ticket.id, ""};
    bench.desk.write(1, {"<p>more</p>", false, "", std::nullopt, {{"a.txt", "text/plain", "a", false}}});
    const auto page = bench.adapter.read_messages({&query, 1})[0];
    REQUIRE(page.error);
    CHECK(page.error->reach == Reach::item);
    CHECK(page.messages.empty());
}

TEST_CASE("Files of later messages come with them, hundreds of one message too") {
    Options options;
    options.count_cap = 50;
    Bench bench(options);
    const auto ticket = bench.add("Many");
    std::vector<NewFile> files;
    for (int i = 0; i < 120; ++i)
        files.push_back(
            {"f" + std::to_string(i), "text/plain", std::string(static_cast<std::size_t>(i), 'x'), false});
    bench.desk.write(ticket, {"<p>see</p>", true, "", std::nullopt, files});
    bench.desk.write(ticket, {"<p>none</p>", false, "", std::nullopt});
    const MessageQuery query{"1", ""};
    const auto page = bench.adapter.read_messages({&query, 1})[0];
    REQUIRE(page.messages.size() == 2);
    REQUIRE(page.messages[0].files.size() == 120);
    CHECK(page.messages[0].files[119].bytes == 119);
    CHECK(page.messages[1].files.empty());
}

TEST_CASE("A size is told where the desk tells it in bytes") {
    for (const bool exact : {true, false}) {
        Options options;
        options.blob_tells_size = exact;
        Bench bench(options);
        sandbox::deskpro::NewTicket ticket;
        ticket.subject = "Sized";
        ticket.messages.push_back(
            {"<p>x</p>", false, "", std::nullopt, {{"a.bin", "text/plain", std::string(5'000, 'x'), false}}});
        const auto files = described(bench, bench.desk.add(ticket)).files;
        REQUIRE(files.size() == 1);
        CHECK(files[0].bytes == (exact ? 5'000U : 0U));
    }
}

TEST_CASE("A picture in the text is the one in the list, however its address is written") {
    using Address = Options::PictureAddress;
    for (const auto address : {Address::absolute, Address::protocol_relative, Address::path}) {
        for (const auto download :
             {Options::Download::open, Options::Download::sign_in_page, Options::Download::redirect}) {
            Options options;
            options.picture_address = address;
            options.download = download;
            Bench bench(options);
            const auto ticket = described(bench, add_filed(bench));
            const auto shown = bench.adapter.file_at(picture_in(ticket));
            REQUIRE(shown);
            CHECK(shown->id == ticket.files.at(0).id);
            CHECK(shown->name == "gauge.png");
            CHECK(shown->picture);
            for (const auto& file : {*shown, ticket.files[0]}) {
                Spot spot;
                const auto outcome = bench.adapter.fetch(file, spot.path, 1'000);
                CHECK(!outcome.error);
                CHECK(!outcome.cut);
                CHECK(spot.content() == png);
            }
        }
    }
    Bench bench;
    CHECK(!bench.adapter.file_at("https://elsewhere.example/file.php/ABC/x.png"));
    CHECK(!bench.adapter.file_at("http://127.0.0.1/logo.png"));
}

TEST_CASE("A file that lies on another host is had from the API") {
    Options options;
    options.download_host = "https://files.example";
    Bench bench(options);
    const auto ticket = described(bench, add_filed(bench));
    REQUIRE(ticket.files.size() == 2);
    Spot spot;
    CHECK(!bench.adapter.fetch(ticket.files[0], spot.path, 1'000).error);
    CHECK(spot.content() == png);
    CHECK(bench.http.said.back().find("files.example") == std::string::npos);
    CHECK(bench.http.said.back().find("/api/v2/blobs/1A") != std::string::npos);
    CHECK(bench.adapter.file_at(picture_in(ticket))->id == ticket.files[0].id);
}

TEST_CASE("Sixty megabytes go to disk and no further than the limit") {
    std::string asked_to;
    std::uint64_t limit = 0;
    const auto streamed = [&](const HttpRequest& request) {
        asked_to = request.save_to;
        limit = request.save_limit;
        HttpResponse answer{200, {{"Content-Type", "application/zip"}}, ""};
        answer.saved = std::min<std::uint64_t>(60u << 20, request.save_limit);
        answer.cut = request.save_limit < (60u << 20);
        return answer;
    };
    const auto outcome = fetched(streamed, listed, "/some/spool");
    CHECK(asked_to == "/some/spool");
    CHECK(limit == 1'000);
    CHECK(outcome.cut);
    CHECK(!outcome.error);

    Bench bench;
    sandbox::deskpro::NewTicket big;
    big.subject = "Big";
    big.messages.push_back({"<p>x</p>",
                            false,
                            "",
                            std::nullopt,
                            {{"dump.zip", "application/zip", std::string(60u << 20, 'z'), false}}});
    const auto file = described(bench, bench.desk.add(big)).files.at(0);
    Spot spot;
    CHECK(!bench.adapter.fetch(file, spot.path, 100u << 20).cut);
    CHECK(std::filesystem::file_size(spot.path) == 60u << 20);
    CHECK(bench.adapter.fetch(file, spot.path, 10u << 20).cut);
    CHECK(std::filesystem::file_size(spot.path) == 10u << 20);
}

TEST_CASE("A file that is gone, withheld or elsewhere is its own trouble and gives nothing away") {
    for (const int status : {404, 403, 410, 400, 301}) {
        INFO(status);
        const auto outcome = fetched([=](const auto&) { return html_answer(status); }, listed);
        REQUIRE(outcome.error);
        CHECK(outcome.error->reach == Reach::item);
        CHECK((outcome.error->trouble == Trouble::forbidden) == (status == 403));
        const auto told = std::string(outcome.error->what()) + outcome.error->hint;
        for (const auto* secret : {"SECRET", "HIDDEN", "gauge"})
            CHECK(told.find(secret) == std::string::npos);
    }
    auto foreign = listed;
    foreign.url = "https://evil.example/file.php/SECRET/gauge.png";
    const auto outcome =
        fetched([](const auto&) -> HttpResponse { throw std::runtime_error("asked"); }, foreign);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
}

TEST_CASE("One file that breaks the desk's own code is not the desk's trouble, unless nothing answers") {
    const auto broken = [](bool alive) {
        return [=](const HttpRequest& request) {
            const bool me = request.url.find("/me") != std::string::npos;
            return me && alive ? json_answer(200, R"({"data":{"person_id":1}})") : json_answer(500, "{}");
        };
    };
    const auto outcome = fetched(broken(true), listed);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK_THROWS_AS(fetched(broken(false), listed), SyncError);
}

TEST_CASE("Trouble of the sign-in is the desk's") {
    const auto reach_of = [](const ScriptedHttp::Script& script, const std::string& path) {
        try {
            fetched(script, listed, path);
        } catch (const SyncError& error) {
            CHECK((error.trouble == Trouble::sign_in || error.retry_after.has_value() ||
                   error.trouble == Trouble::limited));
            return error.reach;
        }
        return Reach::item;
    };
    for (const int status : {401, 423, 429}) {
        INFO(status);
        CHECK(reach_of([=](const auto&) { return json_answer(status, "{}"); }, "") == Reach::side);
    }
    Spot spot;
    const auto page = [](const HttpRequest& request) { return saved(request, html_answer(200)); };
    CHECK(reach_of(page, spot.path) == Reach::side);
    const auto sent_away = [](const auto&) {
        return HttpResponse{302, {{"Location", "https://acme.example/login?to=x"}}, ""};
    };
    CHECK(reach_of(sent_away, spot.path) == Reach::side);
}

TEST_CASE("A page that is the file is fetched, another page is not") {
    const auto answers = [](const std::string& body, const std::string& disposition) {
        return [=](const HttpRequest& request) {
            HttpResponse answer{200, {{"Content-Type", "text/html"}}, body};
            if (!disposition.empty()) answer.headers.emplace("Content-Disposition", disposition);
            return saved(request, answer);
        };
    };
    auto page = listed;
    page.name = "Report.HTML";
    Spot spot;
    CHECK(!fetched(answers("<p>password</p>", ""), page, spot.path).error);
    CHECK(!fetched(answers("<p>password</p>", "attachment"), listed, spot.path).error);
    CHECK(spot.content() == "<p>password</p>");
    CHECK(fetched(answers("<p>Not here</p>", ""), listed, spot.path).error->reach == Reach::item);
}
