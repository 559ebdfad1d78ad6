#include "adapters/azure_devops/verdict.h"

#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

constexpr const char* base = "https://dev.azure.com/acme";

NewWorkItem item(int number) {
    NewWorkItem out;
    out.project = "Widgets";
    out.type = "Bug";
    out.fields["System.Title"] = "Secret words " + std::to_string(number);
    out.origin = {"https://desk.example/t/" + std::to_string(number),
                  "deskbridge:1 0a ff" + std::to_string(number) + " m"};
    return out;
}

std::vector<NewWorkItem> three() {
    return {item(1), item(2), item(3)};
}

HttpResponse made(int number, bool relations = true) {
    const auto text = std::to_string(number);
    return json_answer(
        200, R"({"id":10)" + text + R"(,"rev":1,"fields":{"System.Title":"Secret words )" + text + "\"}" +
                 (relations ? R"(,"relations":[{"rel":"Hyperlink","url":"https://desk.example/t/)" + text +
                                  R"(","attributes":{"comment":"deskbridge:1 0a ff)" + text + R"( m"}}])"
                            : "") +
                 "}");
}

HttpResponse refusal(int status, const std::string& message = "TF401320: Rule Error") {
    return json_answer(status, R"({"message":")" + message + R"(","typeKey":"RuleValidationException"})");
}

std::vector<CreateOutcome> judged(const std::vector<HttpResponse>& answers,
                                  const std::vector<NewWorkItem>& items = three()) {
    return judge(items, answers, base, {});
}

/// C, R, U, N for each outcome.
std::string letters(const std::vector<CreateOutcome>& outcomes) {
    std::string out;
    for (const auto& outcome : outcomes) out += "CRUN"[outcome.index()];
    return out;
}

WorkItemId id_of(const CreateOutcome& outcome) {
    return std::get<Created>(outcome).item.id;
}

}  // namespace

TEST_CASE("as many answers as items are taken one by one") {
    const auto outcomes = judged({made(1), refusal(400), made(3)});
    CHECK(letters(outcomes) == "CRC");
    CHECK(id_of(outcomes[0]) == 101);
    CHECK(id_of(outcomes[2]) == 103);
}

TEST_CASE("an answer goes to the item whose mark it carries, wherever it stands") {
    const auto outcomes = judged({made(3), made(1), made(2)});
    CHECK(letters(outcomes) == "CCC");
    CHECK(id_of(outcomes[0]) == 101);
    CHECK(id_of(outcomes[2]) == 103);
}

TEST_CASE("a refusal out of place proves nothing") {
    CHECK(letters(judged({made(2), refusal(400), made(3)})) == "UCC");
}

TEST_CASE("without relations the title decides") {
    CHECK(letters(judged({made(1, false), made(2, false), made(3, false)})) == "CCC");
    CHECK(letters(judged({made(2, false), made(1, false), made(3, false)})) == "UUC");
}

TEST_CASE("relations that are told but hold no mark make an item unclear") {
    auto foreign = json_answer(200, R"({"id":7,"fields":{"System.Title":"Secret words 1"},"relations":[]})");
    CHECK(letters(judged({foreign, made(2), made(3)})) == "UCC");
}

TEST_CASE("one answer for several items leaves all unclear, whatever it says") {
    CHECK(letters(judged({made(1)})) == "UUU");
    const auto outcomes = judged({refusal(400, "TF401349: unexpected, see 'Secret words 2'")});
    CHECK(letters(outcomes) == "UUU");
    const auto& error = std::get<Unclear>(outcomes[0]).error;
    CHECK(error.reach == Reach::side);
    CHECK(error.fate == Fate::closed);
    CHECK_THAT(error.what(), Catch::Contains("TF401349") && !Catch::Contains("Secret"));
}

TEST_CASE("a wrong number of answers leaves unclear what no mark proves") {
    CHECK(letters(judged({made(2), refusal(400)})) == "UCU");
    CHECK(letters(judged({})) == "UUU");
    CHECK(letters(judged({made(1), made(2), made(3), made(3)})) == "CCC");
}

TEST_CASE("the status of an answer decides what it proves") {
    const auto [status, letter] = GENERATE(table<int, std::string>({
        {0, "U"},
        {203, "U"},
        {302, "U"},
        {400, "R"},
        {401, "N"},
        {403, "R"},
        {404, "R"},
        {408, "U"},
        {409, "U"},
        {412, "U"},
        {413, "R"},
        {422, "R"},
        {429, "N"},
        {500, "U"},
        {502, "U"},
        {503, "U"},
    }));
    CAPTURE(status);
    CHECK(letters(judged({refusal(status)}, {item(1)})) == letter);
}

TEST_CASE("a throttled or unsigned item in a batch was not taken, and says that it is the account") {
    const auto outcomes = judged({made(1), refusal(503, "TF400733: blocked"), refusal(401)});
    CHECK(letters(outcomes) == "CNN");
    CHECK(std::get<NotSent>(outcomes[1]).error->trouble == Trouble::limited);
    CHECK(std::get<NotSent>(outcomes[2]).error->reach == Reach::side);
}

TEST_CASE("a success that cannot be read may have made the item") {
    CHECK(letters(judged({json_answer(200, "{\"id\":")}, {item(1)})) == "U");
    CHECK(letters(judged({json_answer(200, "{}")}, {item(1)})) == "U");
    CHECK(letters(judged({json_answer(200, "")}, {item(1)})) == "U");
}

TEST_CASE("an unknown person is found by the rule, by the address quoted, or as the only one") {
    auto one = item(1);
    one.fields["System.AssignedTo"] = Person{"Ghost", "ghost@example.com", ""};
    const std::string start = R"({"typeKey":"WorkItemFieldInvalidException","message":)";
    const std::string body = GENERATE_REF(
        start +
            R"("The identity value 'ghost@example.com' for field 'Zugewiesen an' is an unknown identity."})",
        start + R"("Unbekannt","errorCode":600171})",
        start +
            R"("x","customProperties":{"RuleValidationErrors":[{"fieldReferenceName":"System.AssignedTo"}]}})");
    const auto outcome = refusal_of(one, json_answer(400, body));
    REQUIRE(std::holds_alternative<Refused>(outcome));
    CHECK(std::get<Refused>(outcome).unknown_person_field == "System.AssignedTo");
    CHECK_THAT(std::get<Refused>(outcome).error.what(), !Catch::Contains("ghost"));
}

TEST_CASE("a refusal about something else names no person") {
    auto one = item(1);
    one.fields["System.AssignedTo"] = Person{"Jamal", "jamal@example.com", ""};
    const auto outcome = refusal_of(one, refusal(400, "TF401320: Rule Error for field Severity"));
    CHECK(std::get<Refused>(outcome).unknown_person_field.empty());
}

TEST_CASE("a refusal does not repeat the customer's words but shows short values") {
    auto one = item(1);
    one.fields["Custom.Team"] = std::string("Green");
    one.fields["System.Description"] = Html{"<p>private</p>"};
    const auto outcome =
        refusal_of(one, refusal(400, "'Secret words 1' and '<p>private</p>' and 'Green' are wrong"));
    const std::string told = std::get<Refused>(outcome).error.what();
    CHECK_THAT(told, !Catch::Contains("Secret") && !Catch::Contains("private") && Catch::Contains("Green"));
}

TEST_CASE("a batch answer is read as text, as object, as bare array and as one message") {
    const auto read = [](const std::string& text) {
        const auto document = json::Document::parse(text, "x");
        return read_batch(document.root());
    };
    const auto texts =
        read(R"({"count":2,"value":[{"code":200,"headers":{"Retry-After":"3"},"body":"{\"id\":7}"},
                             {"code":"400","body":{"message":"no"}}]})");
    REQUIRE(texts.size() == 2);
    CHECK(texts[0].status == 200);
    CHECK(texts[0].header("retry-after") == "3");
    CHECK(texts[0].body == R"({"id":7})");
    CHECK(texts[1].status == 400);
    CHECK(texts[1].body == R"({"message":"no"})");
    CHECK(read(R"([{"code":200,"body":"{}"}])").size() == 1);
    const auto whole = read(R"({"count":1,"value":{"Message":"TF401349: x"}})");
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].status == 500);
    CHECK(whole[0].body.find("TF401349") != std::string::npos);
}
