#include "decide/discussion.h"

#include "content/canonical_html.h"
#include "content/utf8.h"
#include "model/mark.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Link some_link() {
    Link link;
    link.ticket_url = "https://desk.example/app#/t/7";
    link.key = "ab12";
    return link;
}

Message message_saying(const std::string& html, Visibility visibility = Visibility::everyone) {
    Message message;
    message.id = "345";
    message.author = {"Grace <Hopper>", "grace@acme.example", {}};
    message.created = *parse_time("2026-03-04T08:11:26Z");
    message.visibility = visibility;
    message.text = {html};
    return message;
}

std::string comment(const Message& message, const std::vector<std::string>& notes = {}) {
    return comment_on(message, some_link(), canonical_html(message.text.markup), notes).markup;
}

}  // namespace

TEST_CASE("a comment shows author, visibility and time, and carries the address that makes it known again") {
    const auto text = comment(message_saying("<p>It <b>burns</b></p>"));
    CHECK(text.find("Grace &lt;Hopper&gt;") != std::string::npos);
    CHECK(text.find("public message") != std::string::npos);
    CHECK(text.find("2026-03-04 08:11 UTC") != std::string::npos);
    CHECK(text.find("<p>It <b>burns</b></p>") != std::string::npos);
    CHECK(carries_message(text, "ab12", "345"));
    CHECK(canonical_html(text) == text);
}

TEST_CASE("an internal note says that it is one, and a message that does not say is internal") {
    CHECK(comment(message_saying("x", Visibility::internal)).find("internal note") != std::string::npos);
    CHECK(Message{}.visibility == Visibility::internal);
}

TEST_CASE("a message of nobody is somebody's") {
    auto message = message_saying("x");
    message.author = {"", "grace@acme.example", {}};
    CHECK(comment(message).find("grace@acme.example") != std::string::npos);
    message.author = {};
    CHECK(comment(message).find("somebody") != std::string::npos);
}

TEST_CASE("what the mapping does not want stays on the ticket, kind by kind") {
    CommentRules rules;
    rules.notes_to_work = false;
    CHECK(is_wanted(message_saying("x"), rules));
    CHECK_FALSE(is_wanted(message_saying("x", Visibility::internal), rules));
    rules = {};
    rules.replies_to_work = false;
    CHECK_FALSE(is_wanted(message_saying("x"), rules));
    CHECK(is_wanted(message_saying("x", Visibility::internal), rules));
}

TEST_CASE("the note that told the ticket of its work item does not come back") {
    const auto note = message_saying(
        "<p>Linked</p><p><small>deskbridge:1\xC2\xA0"
        "00ff ab12 </small></p>",
        Visibility::internal);
    CHECK_FALSE(is_wanted(note, {}));
    CHECK(is_wanted(message_saying("deskbridge:1 is quoted by a customer"), {}));
}

TEST_CASE("a mapping wants a discussion and files only when it says so") {
    Mapping mapping;
    CHECK_FALSE(wants_discussion(mapping));
    CHECK_FALSE(wants_files(mapping));
    mapping.comments = CommentRules{};
    CHECK(wants_discussion(mapping));
    mapping.comments->replies_to_work = mapping.comments->notes_to_work = false;
    CHECK_FALSE(wants_discussion(mapping));
    mapping.attachments = AttachmentFlow::to_desk;
    CHECK_FALSE(wants_files(mapping));
    mapping.attachments = AttachmentFlow::both;
    CHECK(wants_files(mapping));
}

TEST_CASE("a message that is longer than a comment may be is shortened, says so, and is still known again") {
    for (const auto* piece : {"<p>long words of a customer</p>", "<p>&amp;&lt;&gt;</p>"}) {
        std::string html;
        while (html.size() < 3'000'000) html += piece;
        const auto text = comment(message_saying(html));
        CHECK(length_in(Unit::utf16, text) <= 1'000'000);
        CHECK(text.size() > 100'000);
        CHECK(text.find("all of it is on the ticket") != std::string::npos);
        CHECK(carries_message(text, "ab12", "345"));
    }
}

TEST_CASE("notes are sentences, escaped, and none leave no trace") {
    CHECK(notes_html({}).empty());
    const auto text = comment(message_saying("x"), {"the file \"<b>.png\" stays", "another"});
    CHECK(text.find("&lt;b&gt;.png") != std::string::npos);
    CHECK(text.find("<li>another</li>") != std::string::npos);
}

TEST_CASE(
    "the digest of a message changes with its words and its readers, not with how its HTML is written") {
    const auto digest = message_digest(message_saying("<p>a<b>c</b></p>"));
    CHECK(digest == message_digest(message_saying("<P>a<B>c</B>")));
    CHECK(digest != message_digest(message_saying("<p>a<b>d</b></p>")));
    CHECK(digest != message_digest(message_saying("<p>a<b>c</b></p>", Visibility::internal)));
}
