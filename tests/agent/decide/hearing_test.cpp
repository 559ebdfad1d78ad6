#include "decide/hearing.h"

#include "content/canonical_html.h"
#include "content/plain_text.h"
#include "decide/discussion.h"
#include "model/mark.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

Link some_link() {
    Link link;
    link.ticket_url = "https://desk.example/app#/t/7";
    link.work_item_url = "https://dev.azure.com/acme/_workitems/edit/12";
    link.key = "ab12";
    return link;
}

Comment comment_saying(const std::string& text, bool markdown = false) {
    Comment comment;
    comment.id = 7;
    comment.text = text;
    comment.markdown = markdown;
    comment.author = {"Ada <Lovelace>", "ada@acme.example", {}};
    comment.created = *parse_time("2026-03-04T08:11:26Z");
    return comment;
}

CommentRules marked(const std::string& marker = "#reply") {
    CommentRules rules;
    rules.from_work = CommentRules::FromWork::marked;
    rules.public_marker = marker;
    return rules;
}

std::string message(const Comment& comment, Visibility visibility,
                    const std::vector<std::string>& notes = {}) {
    return message_on(comment, some_link(), visibility, body_of(comment), notes, marked()).markup;
}

Message as_message(const std::string& html, Visibility visibility) {
    Message out;
    out.id = "1";
    out.text = {html};
    out.visibility = visibility;
    return out;
}

}  // namespace

TEST_CASE("a mapping wants comments and files of the work item only when it says so") {
    Mapping mapping;
    CHECK_FALSE(wants_comments(mapping));
    mapping.comments = CommentRules();
    CHECK(wants_comments(mapping));
    mapping.comments->from_work = CommentRules::FromWork::none;
    CHECK_FALSE(wants_comments(mapping));
    CHECK_FALSE(wants_item_files(mapping));
    mapping.attachments = AttachmentFlow::to_work;
    CHECK_FALSE(wants_item_files(mapping));
    mapping.attachments = AttachmentFlow::both;
    CHECK(wants_item_files(mapping));
}

TEST_CASE("our own comments are copies, whatever the link, and what quotes them is not") {
    Message said;
    said.id = "345";
    said.text = {"<p>It burns</p>"};
    const auto ours = comment_on(said, some_link(), "<p>It burns</p>", {}).markup;
    CHECK(is_copy(comment_saying(ours)));
    CHECK(is_copy(comment_saying("**Ada**, [x](https://d.example/7#deskbridge=99ff.3)\n\nIt burns", true)));
    CHECK(is_copy(comment_saying(notes_html(std::vector<std::string>{"a file stayed"}))));
    CHECK_FALSE(is_copy(comment_saying("<p>Not so fast</p>" + ours)));
    CHECK_FALSE(is_copy(comment_saying("<blockquote>" + ours + "</blockquote><p>Not so fast</p>")));
    CHECK_FALSE(is_copy(comment_saying("<p>see deskbridge=the manual</p>")));
    CHECK_FALSE(is_copy(comment_saying("")));
}

TEST_CASE("a comment is public only by the marker that it begins with") {
    for (const auto* text :
         {"#reply hello", "<p>#reply hello</p>", " \n#REPLY: hello", "<div>&nbsp;<b>#reply</b> hello</div>",
          "#reply", "<p><b>#re</b>ply, hello</p>", "\xE2\x80\x8B#reply hello", "<p>#reply\xC2\xA0hello</p>"})
        CHECK(visibility_of(comment_saying(text), marked()) == Visibility::everyone);
    CHECK(visibility_of(comment_saying("#reply **hello**", true), marked()) == Visibility::everyone);
    for (const auto* text : {"hello", "hello #reply", "<p>hello</p><p>#reply</p>", "#replyall hello",
                             "#reply-all", "#reply_", "#reply2", "#reply\xC3\xA9", "# reply", "",
                             "<blockquote>#reply hello</blockquote>", "<ul><li>#reply</ul>"})
        CHECK(visibility_of(comment_saying(text), marked()) == Visibility::internal);
}

TEST_CASE("without a marker, or where the mapping says note, every comment is internal") {
    CHECK(visibility_of(comment_saying("#reply x"), CommentRules()) == Visibility::internal);
    CHECK(visibility_of(comment_saying("#reply x"), marked("")) == Visibility::internal);
    CHECK(visibility_of(comment_saying("x"), marked("")) == Visibility::internal);
    CHECK(visibility_of(comment_saying("<p>&lt;public&gt; x</p>"), marked("<public>")) ==
          Visibility::everyone);
}

TEST_CASE("an internal note shows who said it and when, and is known again") {
    const auto text =
        message(comment_saying("<p>Fixed</p>"), Visibility::internal, {"a file of 2 GB stays there"});
    CHECK(text.find("Ada &lt;Lovelace&gt;") != std::string::npos);
    CHECK(text.find("2026-03-04 08:11 UTC") != std::string::npos);
    CHECK(text.find("<p>Fixed</p>") != std::string::npos);
    CHECK(text.find("a file of 2 GB stays there") != std::string::npos);
    CHECK(carries_comment(text, "ab12", 7));
    CHECK(carries_any_comment(text, "ab12"));
    CHECK_FALSE(carries_comment(text, "ab12", 8));
    CHECK(canonical_html(text) == text);
}

TEST_CASE("a public reply is the text alone, and is known again though nobody sees how") {
    const auto text = message(comment_saying("<div><p>#reply: <b>Fixed</b> in 4.2</p><p>Bye</p></div>"),
                              Visibility::everyone, {"internal trouble"});
    CHECK(plain_text(text).find("#reply") == std::string::npos);
    CHECK(plain_text(text).find("Ada") == std::string::npos);
    CHECK(text.find("internal trouble") == std::string::npos);
    CHECK(text.find("<b>Fixed</b> in 4.2") != std::string::npos);
    CHECK(text.find("Bye") != std::string::npos);
    CHECK(carries_comment(text, "ab12", 7));
    CHECK(stands_for_comment(text));
    CHECK(canonical_html(text) == text);
}

TEST_CASE("the marker goes with the blanks and the line end behind it, and nothing else does") {
    CHECK(without_marker("<p>#reply Hello</p>", "#reply") == "<p>Hello</p>");
    CHECK(without_marker("<p>#Reply: Hello</p>", "#reply") == "<p>Hello</p>");
    CHECK(without_marker("<p>#reply<br>Hello</p>", "#reply") == "<p>Hello</p>");
    CHECK(without_marker("<p><b>#re</b>ply Hello</p>", "#reply").find("Hello") != std::string::npos);
    CHECK(without_marker("<p>Hello #reply</p>", "#reply") == "<p>Hello #reply</p>");
    CHECK(without_marker("<p>&lt;x&gt; Hello</p>", "<x>") == "<p>Hello</p>");
    CHECK(plain_text(without_marker("<p>#reply</p><p>Hello</p>", "#reply")) == "Hello");
    CHECK(without_marker("<p>Hello</p>", "") == "<p>Hello</p>");
}

TEST_CASE("a message that stands for a comment does not come back, and an answer that quotes it does") {
    for (const auto visibility : {Visibility::internal, Visibility::everyone}) {
        const auto ours = message(comment_saying("<p>#reply Fixed</p>"), visibility);
        CHECK_FALSE(is_wanted(as_message(ours, visibility), {}));
        CHECK(is_wanted(as_message("<p>It still burns</p>" + ours, visibility), {}));
        CHECK(is_wanted(as_message("<p>Still</p><blockquote>" + ours + "</blockquote>", visibility), {}));
    }
}

TEST_CASE("an edited comment is another text, and the same one in Markdown or HTML is not") {
    CHECK(comment_digest(comment_saying("<p>a</p>")) != comment_digest(comment_saying("<p>b</p>")));
    CHECK(comment_digest(comment_saying("<P>a</P>")) == comment_digest(comment_saying("<p>a</p>")));
    CHECK(body_of(comment_saying("a b", true)) == body_of(comment_saying("<p>a b</p>")));
}
