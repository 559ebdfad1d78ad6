#include "desk_talk.h"

#include <catch2/catch.hpp>

using namespace desk_talk;
using sandbox::deskpro::Options;

namespace {

/// A multipart body with one part, and the headers that go with it.
std::string multipart(Talk& talk, const std::string& name, const std::string& content) {
    std::string body = "--cut\r\nContent-Disposition: form-data; name=\"" + name +
                       "\"; filename=\"gauge.png\"\r\nContent-Type: image/png\r\n\r\n" + content +
                       "\r\n--cut--\r\n";
    talk.more_headers = {{"Content-Type", "multipart/form-data; boundary=cut"},
                         {"Content-Length", std::to_string(body.size())}};
    return body;
}

}  // namespace

TEST_CASE("A note is written as is_note, read as is_agent_note, and moves no date") {
    Talk talk;
    talk.add("Noted");
    const auto before = talk.get("/tickets/1").text;
    talk.now += 60'000;
    const auto made = talk.post("/tickets/1/messages", R"({"message":"<p>inside</p>","is_note":true})");
    REQUIRE(made.status == 201);
    CHECK(made.written_at("data/is_agent_note") == "1");
    CHECK(made.number_at("data/person") == 1);
    CHECK(made.number_at("data/ticket") == 1);
    CHECK(made.text_at("data/message") == "<p>inside</p>");
    CHECK(made.text_at("data/message_preview_text") == "inside");
    CHECK(made.text_at("data/date_created") == "2025-05-20T07:25:41+0000");
    CHECK(made.headers.find("Location")->second == "http://127.0.0.1/api/v2/tickets/1/messages/2");
    CHECK(talk.get("/tickets/1").text == before);
    REQUIRE(talk.desk.notes(1).size() == 1);
    CHECK(talk.desk.notes(1)[0].by == "Integration");
    CHECK(talk.post("/tickets/1/messages", R"({"message":"x","is_agent_note":1})").status == 400);
}

TEST_CASE("A message that is not a note is public, counts as a reply and turns the ticket") {
    Talk talk;
    talk.add("Replied");
    talk.now += 1000;
    const auto made = talk.post("/tickets/1/messages", R"({"message":"<p>Hello</p>"})");
    CHECK(made.written_at("data/is_agent_note") == "0");
    auto ticket = talk.get("/tickets/1");
    CHECK(ticket.text_at("data/status") == "awaiting_user");
    CHECK(ticket.text_at("data/date_first_agent_reply") == "2025-05-20T07:24:42+0000");
    CHECK(ticket.text_at("data/date_last_agent_reply") == "2025-05-20T07:24:42+0000");
    CHECK(ticket.number_at("data/count_agent_replies") == 1);
    talk.now += 1000;
    CHECK(talk.post("/tickets/1/messages", R"({"message":"Thanks","person":"ines.duarte@nordhafen.example"})")
              .status == 201);
    ticket = talk.get("/tickets/1");
    CHECK(ticket.text_at("data/status") == "awaiting_agent");
    CHECK(ticket.text_at("data/date_last_user_reply") == "2025-05-20T07:24:43+0000");
    CHECK(ticket.number_at("data/count_user_replies") == 2);
    talk.desk.change_options([](Options& options) { options.reply_awaits_user = false; });
    CHECK(talk.post("/tickets/1/messages", R"({"message":"Once more"})").status == 201);
    CHECK(talk.get("/tickets/1").text_at("data/status") == "awaiting_agent");
}

TEST_CASE("Text becomes HTML, HTML stays as it is") {
    Talk talk;
    talk.add("Formats");
    CHECK(talk.post("/tickets/1/messages", R"({"message":"a < b & c\nd","format":"text"})")
              .text_at("data/message") == "a &lt; b &amp; c<br />\nd");
    CHECK(
        talk.post("/tickets/1/messages", R"({"message":"a < b","format":"html"})").text_at("data/message") ==
        "a < b");
    CHECK(talk.post("/tickets/1/messages", R"({"message":"a","format":"markdown"})").status == 400);
    CHECK(talk.post("/tickets/1/messages", R"({"message":""})")
              .text_at("errors/fields/message/errors/0/code") == "required");
    CHECK(talk.post("/tickets/1/messages", R"({"message":"a","person":4711})").status == 400);
}

TEST_CASE("Messages are listed in pages, either way round") {
    Talk talk;
    talk.add("Long");
    for (int i = 2; i <= 12; ++i) {
        CHECK(talk.post("/tickets/1/messages", R"({"message":"m","is_note":true})").status == 201);
    }
    const auto first = talk.get("/tickets/1/messages");
    CHECK(first.number_at("meta/pagination/total") == 12);
    CHECK(first.number_at("meta/pagination/count") == 10);
    CHECK(first.number_at("data/0/id") == 1);
    CHECK(talk.get("/tickets/1/messages?page=2").number_at("data/1/id") == 12);
    const auto newest = talk.get("/tickets/1/messages?order_by=id&order_dir=desc&count=1&include=person");
    CHECK(newest.number_at("data/0/id") == 12);
    CHECK(newest.text_at("linked/person/1/name") == "Integration");
    CHECK(talk.get("/tickets/1/messages/counts").number_at("data/count") == 12);
}

TEST_CASE("A message is edited, seen by its hash, and deleted") {
    Talk talk;
    talk.add("Edited");
    const auto before = talk.get("/tickets/1/messages/1").text_at("data/message_hash");
    talk.now += 1000;
    CHECK(talk.put("/tickets/1/messages/1", R"({"message":"<p>other</p>"})").status == 204);
    const auto after = talk.get("/tickets/1/messages/1");
    CHECK(after.text_at("data/message") == "<p>other</p>");
    CHECK(after.text_at("data/message_hash") != before);
    CHECK(after.text_at("data/date_created") == "2025-05-20T07:24:41+0000");
    CHECK(talk.call("DELETE", "/tickets/1/messages/1").status == 200);
    CHECK(talk.get("/tickets/1/messages/1").status == 404);
    CHECK(talk.call("DELETE", "/tickets/1/messages/1").status == 404);
}

TEST_CASE(
    "A file is uploaded with a true Content-Length, attached by its secret and fetched by its address") {
    Talk talk;
    talk.add("Filed");
    const std::string content("\x89PNG\r\n\0\x01--cut", 13);
    const auto wrong_part = multipart(talk, "upload", content);
    CHECK(talk.post("/blobs/temp", wrong_part).status == 400);
    const auto body = multipart(talk, "file", content);
    const auto made = talk.post("/blobs/temp", body);
    REQUIRE(made.status == 201);
    CHECK(made.text_at("data/filename") == "gauge.png");
    CHECK(made.text_at("data/content_type") == "image/png");
    CHECK(made.written_at("data/is_temp") == "true");
    talk.more_headers.erase("Content-Length");
    CHECK(talk.post("/blobs/temp", body).status == 411);
    talk.more_headers.emplace("Content-Length", "5");
    CHECK(talk.post("/blobs/temp", body).status == 411);

    talk.more_headers.clear();
    const auto auth = made.text_at("data/blob_auth");
    const auto attach = [&](const std::string& files) {
        return talk.post("/tickets/1/messages",
                         R"({"message":"see","is_note":true,"attachments":)" + files + "}");
    };
    CHECK(attach(R"({"1":{"blob_auth":"guess"}})").status == 400);
    CHECK(attach(R"({"2":{"blob_auth":")" + auth + R"("}})").status == 400);
    CHECK(attach(R"([{"blob_auth":")" + auth + R"(","is_inline":false}])").written_at("data/attachments") ==
          "[1]");
    const auto attached = attach(R"({"1":{"blob_auth":")" + auth + R"("}})");
    CHECK(attached.written_at("data/attachments") == "[1]");
    const auto id = std::to_string(attached.number_at("data/id"));
    CHECK(talk.get("/tickets/1").written_at("data/has_attachments") == "true");
    CHECK(talk.get("/tickets/1/attachments").number_at("meta/pagination/total") == 2);
    const auto listed = talk.get("/tickets/1/messages/" + id + "/attachments");
    CHECK(listed.written_at("data/0/blob/is_temp") == "false");
    CHECK(talk.put("/tickets/1/messages/" + id, R"({"attachments":[]})").status == 204);
    CHECK(talk.get("/tickets/1/messages/" + id).written_at("data/attachments") == "[]");

    const std::string host = "http://127.0.0.1";
    const auto url = listed.text_at("data/0/blob/download_url");
    REQUIRE(url.substr(0, host.size()) == host);
    talk.root.clear();
    talk.authorization.clear();
    CHECK(talk.get(url.substr(host.size())).text == content);
    CHECK(talk.get("/file.php/nothing/gauge.png").status == 404);
}

TEST_CASE("A file beyond the limit is refused by the desk or by the web server before it") {
    Options options;
    options.blob_limit = 400;
    Talk talk(options);
    CHECK(talk.post("/blobs/temp", multipart(talk, "file", std::string(300, 'x'))).status == 201);
    talk.more_headers.clear();
    const auto refused = talk.post("/blobs/temp", multipart(talk, "file", std::string(500, 'x')));
    CHECK(refused.status == 400);
    CHECK(refused.text_at("errors/fields/file/errors/0/code") == "invalid_input");
    talk.desk.change_options([](Options& o) { o.blob_too_large = Options::BlobTooLarge::web_server; });
    talk.more_headers.clear();
    const auto stopped = talk.post("/blobs/temp", multipart(talk, "file", std::string(500, 'x')));
    CHECK(stopped.status == 413);
    CHECK(stopped.text.find('<') == 0);
}

TEST_CASE("A message that is edited in part keeps what the edit does not name") {
    Talk talk;
    talk.add("Edited");
    const auto made = talk.post("/blobs/temp", multipart(talk, "file", "x"));
    talk.more_headers.clear();
    talk.post("/tickets/1/messages",
              R"({"message":"a","format":"html","is_note":true,"attachments":{"1":{"blob_auth":")" +
                  made.text_at("data/blob_auth") + R"("}}})");
    CHECK(talk.put("/tickets/1/messages/2", R"({"message":"b","format":"html"})").status == 204);
    const auto after = talk.get("/tickets/1/messages/2");
    CHECK(after.text_at("data/message") == "b");
    CHECK(after.number_at("data/is_agent_note") == 1);
    CHECK(after.written_at("data/attachments") == "[1]");
}
