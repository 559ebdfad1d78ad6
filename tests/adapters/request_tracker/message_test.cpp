#include "adapters/request_tracker/wire.h"
#include "scripted_desk.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace deskbridge;
using namespace deskbridge::test;
using request_tracker::RequestTracker;

namespace {

std::string said(int id, const std::string& type) {
    return fmt::format(
        R"({{"id":"{}","Type":"{}","ObjectId":"7","Created":"2026-11-27T11:00:00Z","Creator":{{"id":"ines","EmailAddress":"ines@customer.example","RealName":"Ines"}}}})",
        id, type);
}

std::string part(int id, int transaction, const std::string& type, const std::string& name = "",
                 const std::string& headers = "") {
    return fmt::format(
        R"({{"id":"{}","TransactionId":"{}","ContentType":"{}","Filename":"{}","ContentLength":"20","Headers":"{}"}})",
        id, transaction, type, name, headers);
}

const std::vector<MessageQuery> talk{{"7", ""}};

}  // namespace

TEST_CASE("An empty page of a talk is no end while the ticket's version is ahead") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(950).rows(said(100, "Create")).rows("", 2).rows(said(950, "Correspond"), 3);
    http.rows(part(30, 950, "text/plain")).rows(R"({"id":"30","Content":"a <b>\nc"})");
    const auto page = desk.read_messages(talk).front();
    REQUIRE(page.messages.size() == 1);
    CHECK_FALSE(page.more);
    CHECK(page.messages[0].visibility == Visibility::everyone);
    CHECK(page.messages[0].text.markup.find("a &lt;b&gt;<br>c") != std::string::npos);
}

TEST_CASE("A server that repeats its last page is not followed in circles") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(999).rows(said(101, "Comment"), 1);
    http.rows(part(30, 101, "text/plain")).rows(R"({"id":"30","Content":"x"})");
    const auto first = desk.read_messages(talk).front();
    REQUIRE(first.more);
    http.version(999).rows(said(101, "Comment"), 1);
    const std::vector<MessageQuery> next{{"7", first.cursor}};
    const auto second = desk.read_messages(next).front();
    CHECK(second.messages.empty());
    CHECK_FALSE(second.more);
}

TEST_CASE("What RT calls otherwise one day is not said to anybody") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(103).rows(said(101, "EmailRecord") + "," + said(102, "Whisper") + "," +
                           said(103, "Comment"));
    http.rows(part(30, 103, "text/plain")).rows(R"({"id":"30","Content":"x"})");
    const auto page = desk.read_messages(talk).front();
    REQUIRE(page.messages.size() == 1);
    CHECK(page.messages[0].id == "103");
    CHECK(page.messages[0].visibility == Visibility::internal);
}

TEST_CASE("A mail's text is its HTML, with pictures where they can be fetched, and files beside it") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(101).rows(said(101, "Correspond"));
    http.rows(
        part(30, 101, "multipart/related") + "," + part(31, 101, "text/plain") + "," +
        part(32, 101, "text/html") + "," +
        part(33, 101, "image/png", "pic 1.png", "Content-Type: image/png\\nContent-ID: <pic1@x>\\nX: y") +
        "," + part(34, 101, "application/pdf", "a.pdf"));
    http.rows(R"({"id":"32","Content":"<p>See <img src=\"cid:pic1@x\"></p>"})");
    const auto page = desk.read_messages(talk).front();
    REQUIRE(page.messages.size() == 1);
    const auto& message = page.messages[0];
    const std::string address = "https://rt.example/Ticket/Attachment/101/33/pic%201.png";
    CHECK(message.text.markup == "<p>See <img src=\"" + address + "\"></p>");
    REQUIRE(message.files.size() == 2);
    CHECK(message.files[0].picture);
    CHECK(message.files[0].url == address);
    CHECK_FALSE(message.files[1].picture);
    const auto found = desk.file_at(address);
    REQUIRE(found);
    CHECK(found->id == message.files[0].id);
    for (const auto* foreign :
         {"https://rt.example.evil/Ticket/Attachment/1/2/x", "https://rt.example/Ticket/Attachment/1/../x",
          "https://rt.example/Ticket/Attachment/kept/1/x", "https://rt.example/Ticket/Attachment/1/2"})
        CHECK_FALSE(desk.file_at(foreign));
}

TEST_CASE("A text that is listed and does not come is no empty text") {
    Script http;
    RequestTracker desk(http, rt_settings());
    http.version(101).rows(said(101, "Comment")).rows(part(30, 101, "text/plain")).rows("");
    try {
        desk.read_messages(talk);
        FAIL("nothing was thrown");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::side);
    }
}

TEST_CASE("A file's content is read out of the answer, whatever else stands there") {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("deskbridge-rt-{}", ::getpid());
    std::filesystem::create_directories(folder);
    const auto path = (folder / "file").string();
    const File file{"33", "x", 0, "https://rt.example/Ticket/Attachment/101/33/x"};
    struct Case {
        std::string answer;
        std::string content;
        bool fails = false;
    };
    const std::vector<Case> cases{
        {R"({"Headers":"\"Content\" : \"bm8=\"","Content":"aGVs\nbG8=\n","_hyperlinks":[{"Content":"bm8="}]})",
         "hello", false},
        {R"({"Content" : "", "id" : 33})", "", false},
        {R"({"Content" : "aGVsbG8=")", "", true},
        {R"({"id" : 33})", "", true}};
    for (const auto& each : cases) {
        INFO(each.answer);
        Script http;
        RequestTracker desk(http, rt_settings());
        http.json(each.answer);
        const auto outcome = desk.fetch(file, path, 100);
        CHECK(outcome.error.has_value() == each.fails);
        std::ifstream in(path, std::ios::binary);
        if (!each.fails) CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == each.content);
        CHECK_FALSE(std::filesystem::exists(path + ".answer"));
        CHECK(http.asked[0].url == "https://rt.example/REST/2.0/attachment/33");
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("A file on another host is not asked for") {
    Script http;
    RequestTracker desk(http, rt_settings());
    const auto outcome =
        desk.fetch({"1", "x", 0, "https://elsewhere.example/Ticket/Attachment/1/2/x"}, "/nowhere", 10);
    REQUIRE(outcome.error);
    CHECK(outcome.error->reach == Reach::item);
    CHECK(http.asked.empty());
}

TEST_CASE("A work item is known by its address among what a ticket refers to") {
    using request_tracker::work_item_in;
    CHECK(work_item_in("https://dev.azure.com/acme/Widgets/_workitems/edit/4711") == 4711);
    CHECK(work_item_in("https://tfs.example/tfs/c/_apis/wit/workItems/12") == 12);
    CHECK_FALSE(work_item_in("https://dev.azure.com/acme/Widgets/_wiki/4711"));
    Script http;
    auto settings = rt_settings();
    settings.refers_to = true;
    RequestTracker desk(http, settings);
    http.json(fmt::format(
        R"({{"items":[{}]}})",
        ticket_row(
            7,
            R"(,"_hyperlinks":[{"ref":"refers-to","type":"ticket","id":3},{"ref":"refers-to","type":"external","_url":"https://dev.azure.com/acme/Widgets/_workitems/edit/4711"}])")));
    const auto found = desk.read_tickets(std::vector<std::string>{"7"});
    REQUIRE(found.size() == 1);
    CHECK(text_of(found[0].get("custom[\"RefersTo\"]")) == "4711");
}

TEST_CASE("Basic sign-in goes out with every call, and a token's does not come from here") {
    auto settings = rt_settings();
    settings.user = "bridge";
    settings.password = "hunter2";
    Script http;
    RequestTracker desk(http, settings);
    http.json(R"({"Version":"5.0.3"})").json(R"({"id":29,"Name":"bridge","RealName":""})");
    CHECK(desk.identify().account == "bridge");
    for (const auto& request : http.asked)
        CHECK(header_of(request.headers, "Authorization") == "Basic YnJpZGdlOmh1bnRlcjI=");
    Script other;
    RequestTracker by_token(other, rt_settings());
    other.json(R"({"Version":"5.0.3"})").json(R"({"id":29,"Name":"bridge","RealName":"Bridge"})");
    CHECK(by_token.identify().account == "Bridge (bridge)");
    CHECK(other.asked[0].headers.count("Authorization") == 0);
}
