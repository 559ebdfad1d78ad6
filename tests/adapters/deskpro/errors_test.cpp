#include "adapters/deskpro/errors.h"

#include <catch2/catch.hpp>

using namespace deskbridge;

namespace {

deskpro::Answer answer(int status, const char* body = "{}") {
    return {status, json::Document::parse(body, "x")};
}

Reach reach_of(int status) {
    try {
        return deskpro::own_trouble(answer(status), "look").reach;
    } catch (const SyncError& error) {
        return error.reach;
    }
}

}  // namespace

TEST_CASE("Nested errors become one sentence of Deskpro's own words") {
    const auto body = json::Document::parse(
        R"({"status":400,"code":"invalid_input","message":"Request input is invalid.","errors":{"errors":[],
            "fields":{"fields":{"errors":[],"fields":{"12":{"errors":[{"code":"bad","message":"Not valid."}],
            "fields":[]}}},"labels":{"errors":[{"code":"too_long"}],"fields":[]}}}})",
        "an error");
    CHECK(deskpro::flattened(body.root()) ==
          "Request input is invalid. fields.12: Not valid.; labels: too_long");
    for (const auto* odd : {R"({})", R"({"errors":[]})", R"({"errors":{}})", R"({"errors":{"errors":{}}})",
                            R"({"errors":"text"})"})
        CHECK(deskpro::flattened(json::Document::parse(odd, "x").root()) == "no reason given");
    CHECK(deskpro::flattened(json::Document::parse(R"({"code":"dupe_ticket"})", "x").root()) ==
          "dupe_ticket");
}

TEST_CASE("Values that Deskpro repeats in quotes stay out of errors") {
    const auto words = [](const std::string& message) {
        json::Writer out;
        out.object().member("message", message).end();
        return deskpro::flattened(json::Document::parse(out.take(), "x").root());
    };
    CHECK(words("Email \"dave@x.example\" is in use by \"Dave\".") == "Email \"...\" is in use by \"...\".");
    CHECK(words("Cut \"in the mid") == "Cut \"...\"");
    CHECK(words("\"\"") == "\"...\"");
}

TEST_CASE("One call's failure is its own trouble, unless it is about the sign-in or the desk") {
    for (const int status : {200, 0, 302, 400, 403, 404, 405, 422, 500, 502})
        CHECK(reach_of(status) == Reach::item);
    for (const int status : {401, 423, 429}) CHECK(reach_of(status) == Reach::side);
    CHECK(deskpro::own_trouble(answer(200), "look").fate == Fate::closed);
}

TEST_CASE("Many calls that all fail are the desk's trouble") {
    const auto fails = [](std::vector<int> statuses) {
        std::vector<deskpro::Answer> answers;
        for (const int status : statuses) answers.push_back(answer(status));
        try {
            deskpro::expect_any(answers, "look");
            return false;
        } catch (const SyncError& error) {
            return error.reach == Reach::side;
        }
    };
    CHECK(fails({500, 503, 429, 500}));
    CHECK(!fails({500, 500, 500}));
    CHECK(!fails({500, 500, 500, 404}));
    CHECK(!fails({}));
}

TEST_CASE("A duplicate is known at any depth, and hints that the first attempt worked") {
    const auto duplicate = [](const char* body) {
        const auto json = json::Document::parse(body, "x");
        return deskpro::is_duplicate(json.root());
    };
    CHECK(duplicate(R"({"status":400,"code":"dupe_ticket","errors":[]})"));
    CHECK(duplicate(R"({"code":"invalid_input","errors":{"errors":[{"code":"dupe_ticket"}],"fields":[]}})"));
    CHECK(duplicate(R"({"errors":{"errors":[],"fields":{"message":{"errors":[{"code":"dupe_ticket"}]}}}})"));
    CHECK(!duplicate(R"({"errors":{"fields":{"person":{"errors":[{"code":"dupe_email"}]}}}})"));
    CHECK(!duplicate(R"({"code":"invalid_input"})"));
    CHECK(!duplicate("{}"));
    const auto error = deskpro::own_trouble(answer(400, R"({"code":"dupe_ticket"})"), "make");
    CHECK(error.hint.find("just before") != std::string::npos);
}

TEST_CASE("A call of many that its answer does not name is unclear, and no trouble of one is thrown") {
    CHECK(deskpro::item_error(answer(0), "look").fate == Fate::closed);
    CHECK(deskpro::item_error(answer(200), "look").fate == Fate::closed);
    CHECK(deskpro::item_error(answer(500), "look").fate == Fate::closed);
    for (const int status : {400, 401, 403, 404, 422, 423, 429})
        CHECK(deskpro::item_error(answer(status), "look").fate == Fate::refused);
    for (const int status : {0, 200, 400, 401, 403, 404, 422, 423, 429, 500, 503})
        CHECK(deskpro::item_error(answer(status), "look").reach == Reach::item);
    for (const int status : {401, 423, 429})
        CHECK_THROWS_AS(deskpro::own_trouble(answer(status), "look"), SyncError);
}
