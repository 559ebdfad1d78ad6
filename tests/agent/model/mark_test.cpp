#include "model/mark.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

TEST_CASE("a mark is found again in the comment that carries it") {
    const Mark mark{"0a1b2c", "ffee00112233", "Deskpro ticket to Agile bug"};
    CHECK(parse_mark(mark_text(mark)) == mark);
    auto by_hand = mark;
    by_hand.by_hand = true;
    CHECK(parse_mark(mark_text(by_hand)) == by_hand);
    CHECK(mark_text(by_hand) != mark_text(mark));
}

TEST_CASE("a long mapping name is cut at a whole character, agent and key stay") {
    Mark mark{"0a1b2c", "ffee00112233", ""};
    for (int i = 0; i < 200; ++i) mark.mapping += "ü";
    const auto text = mark_text(mark);
    CHECK(text.size() <= 255);
    const auto read = parse_mark(text);
    REQUIRE(read);
    CHECK(read->agent == mark.agent);
    CHECK(read->key == mark.key);
    CHECK(mark.mapping.substr(0, read->mapping.size()) == read->mapping);
    CHECK(read->mapping.size() % 2 == 0);
}

TEST_CASE("other people's comments are no marks") {
    for (const auto* text :
         {"", "deskbridge", "deskbridge:1 ", "deskbridge:1 xyz 00 m", "deskbridge:1 00",
          "deskbridge:1 00 XX m", "deskbridge:1+00 11 m", "see deskbridge:1 00 11 m", "deskbridge:2 00 11 m"})
        CHECK_FALSE(parse_mark(text));
}

TEST_CASE("a message's address leads to its ticket and is known again in any form of text") {
    const auto plain = message_address("https://desk.example/tickets/7", "ab12", "345");
    CHECK(plain == "https://desk.example/tickets/7#deskbridge=ab12.345");
    CHECK(message_address("https://desk.example/app#/t/7", "ab12", "345") ==
          "https://desk.example/app#/t/7?deskbridge=ab12.345");
    CHECK(message_address("https://desk.example/app#/t/7?x=1", "ab12", "345") ==
          "https://desk.example/app#/t/7?x=1&deskbridge=ab12.345");
    for (const auto& text : {"<a href=\"" + plain + "\">then</a>", "[then](" + plain + ")", "see " + plain})
        CHECK(carries_message(text, "ab12", "345"));
}

TEST_CASE("a message is not taken for another one") {
    const auto text = "<a href=\"" + message_address("https://desk.example/7", "ab12", "345") + "\">x</a>";
    CHECK_FALSE(carries_message(text, "ab12", "34"));
    CHECK_FALSE(carries_message(text, "ab12", "3456"));
    CHECK_FALSE(carries_message(text, "ab1", "345"));
    CHECK_FALSE(carries_message("", "ab12", "345"));
    const auto odd = message_address("https://desk.example/7", "ab12", "a/b \"c\"");
    CHECK(odd.find_first_of(" \"") == std::string::npos);
    CHECK(carries_message(odd, "ab12", "a/b \"c\""));
    CHECK_FALSE(carries_message(odd, "ab12", "a"));
}

TEST_CASE("a comment's address leads to its work item and is known again in any form of text") {
    const auto plain = comment_address("https://dev.azure.com/acme/_workitems/edit/12", "ab12", 7);
    CHECK(plain == "https://dev.azure.com/acme/_workitems/edit/12#deskbridge=ab12.c7");
    CHECK(comment_address("https://tfs.example/#/12", "ab12", 7) ==
          "https://tfs.example/#/12?deskbridge=ab12.c7");
    for (const auto& text :
         {"<p><b>Ada</b>, <a href=\"" + plain + "\">then</a></p><p>x</p>",
          "**Ada**, [then](" + plain + ")\n\nx", "Ada, " + plain + "\nx",
          std::string("<div>\n\n<p>") + "<a href=\"https://x.example/?a=1&amp;deskbridge=ab12.c7\">x</a>"}) {
        CHECK(carries_comment(text, "ab12", 7));
        CHECK(carries_any_comment(text, "ab12"));
        CHECK(stands_for_comment(text));
        CHECK_FALSE(carries_comment(text, "ab12", 77));
        CHECK_FALSE(carries_comment(text, "ab1", 7));
        CHECK_FALSE(carries_any_comment(text, "ab1"));
    }
    CHECK_FALSE(carries_comment(plain + "7", "ab12", 7));
    CHECK_FALSE(carries_any_comment(message_address("https://desk.example/7", "ab12", "345"), "ab12"));
    CHECK(stands_for_comment("<p>" + comment_address("https://work.example/7", "ab12", -345) + "</p>"));
    CHECK_FALSE(stands_for_comment(message_address("https://desk.example/7", "ab12", "345")));
    CHECK(stands_for_message(message_address("https://desk.example/7", "ab12", "345")));
}

TEST_CASE("a message of our own that stands for no comment is known by a number below 0") {
    const auto address = comment_address("https://dev.azure.com/acme/_workitems/edit/12", "ab12", -712);
    const auto text = "<p>Files of <a href=\"" + address + "\">work item 12</a>:</p>";
    CHECK(stands_for_comment(text));
    CHECK(carries_any_comment(text, "ab12"));
    CHECK(carries_comment(text, "ab12", -712));
    CHECK_FALSE(carries_comment(text, "ab12", 712));
    CHECK_FALSE(carries_comment(text, "ab12", -71));
}

TEST_CASE("a message of our own about files or events is known as one, too") {
    const auto html =
        "<p>Files of <a href=\"" + comment_address("https://x/12", "ab12", -77) + "\">12</a></p>";
    CHECK(carries_comment(html, "ab12", -77));
    CHECK(carries_any_comment(html, "ab12"));
    CHECK(stands_for_comment(html));
    CHECK_FALSE(stands_for_comment("<p><a href=\"https://x/12#deskbridge=ab12.c-2D\">x</a></p>"));
    CHECK_FALSE(stands_for_comment("<p><a href=\"https://x/12#deskbridge=ab12.-2D7\">x</a></p>"));
}

TEST_CASE("what people write above or below a copy that they quote is their own") {
    const auto address = comment_address("https://dev.azure.com/acme/_workitems/edit/12", "ab12", 7);
    const auto copy = "<p><a href=\"" + address + "\">x</a>Thanks</p>";
    for (const auto& text :
         {"<p>No, thank you</p>" + copy, "No<br>" + copy, "<div>No</div>" + copy,
          "<blockquote>" + copy + "</blockquote><p>No</p>", "On Monday you wrote: <blockquote>" + copy,
          "> [x](" + address + ")\n\nNo", "No\n" + address, std::string("deskbridge="), std::string()})
        CHECK_FALSE(stands_for_comment(text));
}
