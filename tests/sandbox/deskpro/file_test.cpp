#include "desk_talk.h"

#include <catch2/catch.hpp>

using namespace desk_talk;
using sandbox::deskpro::Options;

namespace {

/// A ticket whose first message shows a picture and has a log; returns the message's attachments.
Said add_filed(Talk& talk) {
    sandbox::deskpro::NewTicket ticket;
    ticket.subject = "Filed";
    ticket.messages.push_back(
        {"<img src=\"cid:a b.png\"><img src=\"cid:other\">",
         false,
         "",
         std::nullopt,
         {{"a b.png", "image/png", "PNG", true}, {"b.log", "text/plain", "0 1", false}}});
    talk.desk.add(ticket);
    return talk.get("/tickets/1/messages/1/attachments");
}

/// A GET without sign-in of an absolute address.
Said open(Talk& talk, const std::string& url) {
    const std::string host = "http://127.0.0.1";
    REQUIRE(url.substr(0, host.size()) == host);
    const auto root = std::exchange(talk.root, "");
    const auto said = talk.get(url.substr(host.size()));
    talk.root = root;
    return said;
}

}  // namespace

TEST_CASE("The files of a ticket from the house are listed with the message, inline ones apart") {
    Talk talk;
    const auto listed = add_filed(talk);
    CHECK(listed.number_at("meta/pagination/total") == 2);
    CHECK(listed.written_at("data/0/is_inline") == "true");
    CHECK(listed.written_at("data/1/is_inline") == "false");
    CHECK(listed.text_at("data/1/blob/filename") == "b.log");
    CHECK(listed.text_at("data/1/blob/filesize_readable") == "3 B");
    CHECK(listed.written_at("data/1/blob/filesize") == "null");
    const auto message = talk.get("/tickets/1/messages/1");
    CHECK(message.written_at("data/attachments") == "[1,2]");
    CHECK(message.text_at("data/message").find("cid:other") != std::string::npos);
    CHECK(talk.desk.ticket(1)->messages[0].files == std::vector<std::string>{"a b.png", "b.log"});
    talk.desk.change_options([](Options& o) {
        o.message_files = Options::MessageFiles::objects;
        o.blob_tells_size = true;
    });
    CHECK(talk.get("/tickets/1/messages/1").number_at("data/attachments/1/blob/filesize") == 3);
}

TEST_CASE("A picture stands in the text by an address that serves it") {
    Talk talk;
    add_filed(talk);
    const auto picture = [&] {
        const auto html = talk.get("/tickets/1/messages/1").text_at("data/message");
        return html.substr(10, html.find('"', 10) - 10);
    };
    const auto whole = picture();
    CHECK(open(talk, whole).text == "PNG");
    CHECK(whole.find("/a%20b.png") != std::string::npos);
    talk.desk.change_options([](Options& o) { o.picture_address = Options::PictureAddress::path; });
    CHECK("http://127.0.0.1" + picture() == whole);
    talk.desk.change_options(
        [](Options& o) { o.picture_address = Options::PictureAddress::protocol_relative; });
    CHECK("http:" + picture() == whole);
}

TEST_CASE("Content is had by the API's address with a sign-in") {
    Talk talk;
    const auto id = add_filed(talk).text_at("data/1/blob/blob_auth_id");
    const auto content = talk.get("/blobs/" + id + "/download/b.log");
    CHECK(content.status == 200);
    CHECK(content.text == "0 1");
    CHECK(content.headers.find("Content-Type")->second == "text/plain");
    CHECK(talk.get("/blobs/" + id).text_at("data/filename") == "b.log");
    CHECK(talk.get("/blobs/" + id + "/download").status == 404);
    CHECK(talk.get("/blobs/guess/download/b.log").status == 404);
    talk.authorization.clear();
    CHECK(talk.get("/blobs/" + id + "/download/b.log").status == 401);
}

TEST_CASE("An instance may want the access token or a sign-in for a file") {
    Talk talk;
    const auto url = add_filed(talk).text_at("data/1/blob/download_url");
    const auto bare = url.substr(0, url.find('?'));
    CHECK(open(talk, bare).text == "0 1");
    talk.desk.change_options([](Options& o) { o.download = Options::Download::sign_in_page; });
    CHECK(open(talk, bare).text == "0 1");
    const auto key = std::exchange(talk.authorization, "");
    CHECK(open(talk, url).text == "0 1");
    const auto page = open(talk, bare);
    CHECK(page.status == 200);
    CHECK(page.headers.find("Content-Type")->second == "text/html; charset=UTF-8");
    CHECK(open(talk, bare + "?access_token=guess").text == page.text);
    talk.desk.change_options([](Options& o) { o.download = Options::Download::redirect; });
    CHECK(open(talk, bare).status == 302);
    talk.authorization = key;
    talk.desk.change_options([](Options& o) { o.download_host = "https://files.example"; });
    CHECK(talk.get("/tickets/1/messages/1/attachments")
              .text_at("data/0/blob/download_url")
              .find("https://files.example/file.php/") == 0);
}

TEST_CASE("A list of messages may keep its own order, or refuse one") {
    Talk talk;
    talk.add("Ordered");
    talk.desk.write(1, {"<p>second</p>", false, "", std::nullopt});
    const std::string ordered = "/tickets/1/messages?order_by=id&order_dir=asc";
    CHECK(talk.get(ordered).number_at("data/0/id") == 1);
    talk.desk.change_options([](Options& o) { o.message_order = Options::MessageOrder::newest_first; });
    CHECK(talk.get(ordered).number_at("data/0/id") == 2);
    talk.desk.change_options([](Options& o) { o.message_order = Options::MessageOrder::refuse; });
    CHECK(talk.get(ordered).status == 400);
    CHECK(talk.get("/tickets/1/messages").status == 200);
}

TEST_CASE("A long message is cut between characters, and whole beside it") {
    Options options;
    options.message_cut = 5;
    Talk talk(options);
    talk.add("Cut", "<p>\xC3\xA9\xC3\xA9");
    const auto said = talk.get("/tickets/1/messages/1");
    CHECK(said.text_at("data/message") == "<p>\xC3\xA9");
    CHECK(said.text_at("data/message_full") == "<p>\xC3\xA9\xC3\xA9");
}
