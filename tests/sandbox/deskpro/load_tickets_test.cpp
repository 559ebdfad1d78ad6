#include "sandbox/deskpro/load_tickets.h"

#include "desk_talk.h"
#include "support/packed_data.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>

using namespace desk_talk;
using sandbox::deskpro::load_tickets;
using sandbox::deskpro::LoadError;

namespace {

std::vector<sandbox::deskpro::NewTicket> load(const std::string& lines) {
    std::istringstream stream(lines);
    return load_tickets(stream);
}

std::string reason(const std::string& lines) {
    try {
        load(lines);
    } catch (const LoadError& error) {
        return error.what();
    }
    return "(none)";
}

std::filesystem::path questions_file() {
    const char* data = std::getenv("DESKBRIDGE_DATA");
    const char* source = std::getenv("DESKBRIDGE_SOURCE");
    const std::filesystem::path folder =
        data ? data : std::filesystem::path(source ? source : ".") / "../shared/data";
    return folder / "sumo-questions" / "questions.jsonl.xz";
}

void append_utf8(std::string& out, unsigned long code) {
    const auto put = [&](unsigned long bits) { out += static_cast<char>(bits); };
    if (code < 0x80) return put(code);
    if (code < 0x800) return put(0xC0 | (code >> 6)), put(0x80 | (code & 63));
    if (code < 0x10000)
        return put(0xE0 | (code >> 12)), put(0x80 | ((code >> 6) & 63)), put(0x80 | (code & 63));
    put(0xF0 | (code >> 18)), put(0x80 | ((code >> 12) & 63)), put(0x80 | ((code >> 6) & 63)),
        put(0x80 | (code & 63));
}

/// The text of a member, read from the raw line by hand: what the stand-in's own reader is measured by.
/// `line` has the member's name as `"name":"` once at its top level, before anything that could look like it.
std::string raw_text(const std::string& line, const std::string& name) {
    const auto mark = "\"" + name + "\":\"";
    auto at = line.find(mark);
    std::string out;
    if (at == std::string::npos) return out;
    for (at += mark.size(); line[at] != '"'; ++at) {
        if (line[at] != '\\') {
            out += line[at];
            continue;
        }
        const char kind = line[++at];
        static const std::string plain = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        if (kind != 'u') {
            out += meant[plain.find(kind)];
            continue;
        }
        auto code = std::stoul(line.substr(at + 1, 4), nullptr, 16);
        at += 4;
        if (code >= 0xD800 && code < 0xDC00) {
            code =
                0x10000 + ((code - 0xD800) << 10) + std::stoul(line.substr(at + 3, 4), nullptr, 16) - 0xDC00;
            at += 6;
        }
        append_utf8(out, code);
    }
    return out;
}

}  // namespace

TEST_CASE("A line in our own shape becomes a ticket with everything it names") {
    const auto tickets = load(
        R"({"id":12,"ref":"MRD-12","subject":"S","message":"<p>m</p>","status":"pending","department":"Engineering",)"
        R"("priority":"High","category":"Bug","product":"P","workflow":"New","urgency":5,"labels":["a","b"],)"
        R"("language":"de","person":{"name":"N","email":"n@x.example"},"organization":"O",)"
        R"("agent":"maren.holt@meridian.example","created":"2025-05-20T07:24:41Z",)"
        R"("fields":{"Severity":"Major","Platforms":["Linux","iOS"],"Customer is blocked":true,"Count":3},)"
        R"("messages":["two",{"html":"three","is_note":true,"by":"maren.holt@meridian.example","at":"2025-05-21"}]})");
    REQUIRE(tickets.size() == 1);
    Talk talk;
    CHECK(talk.desk.add_all(tickets) == std::vector<long long>{12});
    const auto view = *talk.desk.ticket(12);
    CHECK(view.ref == "MRD-12");
    CHECK(view.status == "pending");
    CHECK(view.department == "Engineering");
    CHECK(view.priority == "High");
    CHECK(view.category == "Bug");
    CHECK(view.product == "P");
    CHECK(view.organization == "O");
    CHECK(view.agent == "maren.holt@meridian.example");
    CHECK(view.language == "de");
    CHECK(view.person_email == "n@x.example");
    CHECK(view.labels == std::vector<std::string>{"a", "b"});
    CHECK(view.created == start);
    CHECK(view.fields.at("Severity") == "Major");
    CHECK(view.fields.at("Platforms") == "Linux;iOS");
    CHECK(view.fields.at("Customer is blocked") == "true");
    CHECK(view.fields.at("Count") == "3");
    REQUIRE(view.messages.size() == 3);
    CHECK(view.messages[0].html == "<p>m</p>");
    CHECK(view.messages[0].by == "N");
    CHECK(view.messages[1].created == start);
    CHECK(view.messages[2].is_note);
    CHECK(view.messages[2].by == "Maren Holt");
    CHECK(talk.get("/tickets/12").number_at("data/urgency") == 5);
}

TEST_CASE("A question of an export becomes a ticket") {
    const auto tickets = load(
        R"({"id":1308036,"created":"2020-10-10 23:55:26 -0800","updated":"2020-10-11","locale":"en-US","product":"firefox",)"
        R"("topic":"fix-problems","title":"T","content":"<p>c</p>","tags":["x","y"],"answers":[1],"creator":"u85c5fc"})");
    Talk talk;
    talk.desk.add_all(tickets);
    const auto view = *talk.desk.ticket(1308036);
    CHECK(view.subject == "T");
    CHECK(view.messages.at(0).html == "<p>c</p>");
    CHECK(view.category == "fix-problems");
    CHECK(view.product == "firefox");
    CHECK(view.language == "en-US");
    CHECK(view.labels == std::vector<std::string>{"x", "y"});
    CHECK(view.person_name == "u85c5fc");
    CHECK(talk.get("/tickets/1308036").text_at("data/date_created") == "2020-10-11T07:55:26+0000");
}

TEST_CASE("A repeated id is a ticket of its own and takes no other line's number") {
    Talk talk;
    talk.add("Already there");
    const auto ids = talk.desk.add_all(
        load("{\"id\":1,\"subject\":\"a\"}\n{\"id\":5,\"subject\":\"b\"}\n"
             "{\"id\":5,\"subject\":\"c\"}\n{\"subject\":\"d\"}\n{\"id\":6,\"subject\":\"e\"}\n"));
    CHECK(ids == std::vector<long long>{7, 5, 8, 9, 6});
    CHECK(talk.desk.ticket(8)->subject == "c");
}

TEST_CASE("A bad line is named with its number and reason") {
    const std::string good = "{\"subject\":\"s\"}\n\n";
    CHECK(reason(good + "{\"subject\":") == "line 3: not JSON: unexpected end of text");
    CHECK(reason(good + "[]") == "line 3: it is not an object");
    CHECK(reason(good + "{\"subject\":5}") == "line 3: \"subject\" is not a text");
    CHECK(reason(good + "{\"message\":\"m\"}") == "line 3: there is no \"subject\"");
    CHECK(reason(good + "{\"subject\":\"s\",\"colour\":1}") == "line 3: unknown key \"colour\" in a ticket");
    CHECK(reason(good + "{\"subject\":\"s\",\"labels\":\"x\"}") == "line 3: \"labels\" is not a list");
    CHECK(reason(good + "{\"subject\":\"s\",\"created\":\"soon\"}") ==
          "line 3: \"created\" is not a date: soon");
    CHECK(reason(good + "{\"subject\":\"s\",\"id\":0}") == "line 3: \"id\" is not a positive whole number");
    CHECK(reason(good + "{\"subject\":\"s\",\"urgency\":11}") ==
          "line 3: \"urgency\" is not a number from 1 to 10");
    CHECK(reason(good + "{\"subject\":\"s\",\"messages\":[{\"text\":1}]}") ==
          "line 3: unknown key \"text\" in a message");
    CHECK(reason(good + "{\"subject\":\"s\",\"fields\":{\"a\":{}}}").find("line 3: the field \"a\"") == 0);
    CHECK(reason(good + "{\"title\":\"t\"}") == "line 3: there is no \"content\"");
    CHECK(reason(good + "{\"subject\":\"\\ud800\"}").find("line 3: not JSON: ") == 0);
    CHECK(reason("\xEF\xBB\xBF" + good) == "(none)");
}

TEST_CASE("A status or agent that nobody knows adds none of the tickets and names the line") {
    Talk talk;
    for (const char* line :
         {"{\"subject\":\"b\",\"status\":\"done\"}", "{\"subject\":\"b\",\"agent\":\"x@y.example\"}"}) {
        try {
            talk.desk.add_all(load(std::string("{\"subject\":\"a\"}\n") + line));
            FAIL("nothing was refused");
        } catch (const std::invalid_argument& error) {
            CHECK(std::string(error.what()).find("line 2: no ") == 0);
        }
        CHECK(talk.desk.tickets().empty());
    }
}

TEST_CASE("Thousands of real questions come back byte for byte over HTTP, one ticket each") {
    const auto file = questions_file();
    if (!std::filesystem::exists(file)) {
        std::cout << "skipped: no " << file.filename().string() << "\n";
        return;
    }
    const auto text = support::unpacked(file);
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    Talk talk;
    const auto ids = talk.desk.add_all(load(text));
    REQUIRE(ids.size() == 4867);
    CHECK(std::set<long long>(ids.begin(), ids.end()).size() == 4867);

    std::map<long long, std::string> subjects;
    for (int page = 1; page <= 25; ++page) {
        const auto said =
            talk.get("/tickets?count=200&order_by=id&order_dir=desc&page=" + std::to_string(page));
        const auto data = said.at("data");
        for (const auto& item : *data.list()) {
            subjects[*item.find("id")->integer()] = *item.find("subject")->text();
        }
    }
    CHECK(subjects.size() == 4867);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto messages = talk.get("/tickets/" + std::to_string(ids[i]) + "/messages");
        const bool same = subjects[ids[i]] == raw_text(lines[i], "title") &&
                          raw_text(messages.text, "message") == raw_text(lines[i], "content");
        if (!same && wrong++ < 5) CHECK(lines[i].substr(0, 200) == "as the desk gave it back");
    }
    CHECK(wrong == 0);
}

TEST_CASE("A message of a file brings files, as text or base64") {
    const auto tickets = load(
        R"({"subject":"s","messages":[{"html":"<img src=\"cid:a.png\">","files":[)"
        R"({"name":"a.png","type":"image/png","base64":"iVBORw==","is_inline":true},{"name":"b.log","text":"0 1"}]}]})");
    REQUIRE(tickets.size() == 1);
    const auto& files = tickets[0].messages.at(0).files;
    REQUIRE(files.size() == 2);
    CHECK(files[0].content == "\x89PNG");
    CHECK(files[0].content_type == "image/png");
    CHECK(files[0].is_inline);
    CHECK(files[1].content == "0 1");
    CHECK(files[1].content_type == "application/octet-stream");
    const auto refused = [](const std::string& file) {
        return reason(R"({"subject":"s","message":{"html":"x","files":[)" + file + "]}}");
    };
    CHECK(refused(R"({"text":"x"})") == "line 1: a file has no \"name\"");
    CHECK(refused(R"({"name":"x","base64":"!!!"})") == "line 1: \"base64\" is not base64");
    CHECK(refused(R"({"name":"x","size":1})") == "line 1: unknown key \"size\" in a file");
    CHECK(refused("1") == "line 1: a file is not an object");
    CHECK(reason(R"({"subject":"s","message":{"html":"x","files":{}}})") ==
          "line 1: \"files\" is not a list");
}
