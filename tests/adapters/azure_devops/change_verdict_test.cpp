#include "adapters/azure_devops/change_verdict.h"

#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

WorkItemChange change(WorkItemId id) {
    WorkItemChange out;
    out.id = id;
    out.revision = 4;
    out.fields["System.Title"] = std::string("Secret words");
    return out;
}

std::vector<WorkItemChange> three() {
    return {change(1), change(2), change(3)};
}

HttpResponse changed(int id) {
    return json_answer(200, R"({"id":)" + std::to_string(id) + R"(,"rev":5,"fields":{}})");
}

HttpResponse refusal(int status, const std::string& message = "TF401320: no",
                     const std::string& key = "SomeException") {
    return json_answer(status, R"({"message":")" + message + R"(","typeKey":")" + key + "\"}");
}

/// C, S, R, U, N for each outcome.
std::string judged(const std::vector<HttpResponse>& answers,
                   const std::vector<WorkItemChange>& changes = three()) {
    std::string out;
    for (const auto& outcome : judge_changes(changes, answers, "https://dev.azure.com/acme", {}))
        out += "CSRUN"[outcome.index()];
    return out;
}

}  // namespace

TEST_CASE("the status of an answer decides what it says of the change") {
    const auto [status, letter] = GENERATE(table<int, std::string>({
        {0, "U"},
        {203, "U"},
        {302, "U"},
        {400, "R"},
        {401, "N"},
        {403, "R"},
        {404, "R"},
        {408, "U"},
        {409, "S"},
        {412, "S"},
        {413, "R"},
        {422, "R"},
        {429, "N"},
        {500, "U"},
        {503, "U"},
    }));
    CAPTURE(status);
    CHECK(judged({refusal(status)}, {change(1)}) == letter);
}

TEST_CASE("another revision is known by its name as well as by its status") {
    CHECK(judged({refusal(400, "TF26071: changed by someone else"),
                  refusal(400, "x", "TestPatchOperationFailedException"),
                  refusal(400, "x", "WorkItemRevisionMismatchException")}) == "SSS");
    CHECK(judged({refusal(400, "VS403351: something else")}, {change(1)}) == "R");
}

TEST_CASE("as many answers as changes are taken one by one") {
    CHECK(judged({changed(1), refusal(400), changed(3)}) == "CRC");
    CHECK(judged({refusal(412), changed(2), refusal(404, "TF401232: gone")}) == "SCR");
}

TEST_CASE("an item belongs to the change of its id, and then a refusal proves nothing") {
    CHECK(judged({changed(3), changed(1), changed(2)}) == "CCC");
    CHECK(judged({changed(2), refusal(400), changed(3)}) == "UCC");
    CHECK(judged({changed(77), refusal(400), changed(3)}) == "UUC");
}

TEST_CASE("one answer for several changes leaves all unclear, without a word of theirs") {
    CHECK(judged({changed(1)}) == "UUU");
    const auto changes = three();
    const std::vector<HttpResponse> answers = {refusal(400, "TF401349: see 'Secret words'")};
    const auto outcomes = judge_changes(changes, answers, "https://dev.azure.com/acme", {});
    for (const auto& outcome : outcomes) {
        const auto& error = std::get<Unclear>(outcome).error;
        CHECK(error.reach == Reach::side);
        CHECK(error.fate == Fate::closed);
        CHECK_THAT(error.what(), Catch::Contains("TF401349") && !Catch::Contains("Secret"));
    }
}

TEST_CASE("any other number of answers proves what shows its item, and no more") {
    CHECK(judged({changed(2), refusal(400)}) == "UCU");
    CHECK(judged({}) == "UUU");
    CHECK(judged({changed(1), changed(2), changed(3), changed(3)}) == "CCC");
}

TEST_CASE("a success that cannot be read may have changed the item") {
    CHECK(judged({json_answer(200, "{\"id\":")}, {change(1)}) == "U");
    CHECK(judged({json_answer(200, "{}")}, {change(1)}) == "U");
    CHECK(judged({json_answer(200, "")}, {change(1)}) == "U");
}
