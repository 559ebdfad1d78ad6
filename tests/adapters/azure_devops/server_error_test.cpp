#include "adapters/azure_devops/server_error.h"

#include "lines.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

std::string envelope(const std::string& message, const std::string& key, int number = 0) {
    return R"({"$id":"1","innerException":null,"message":")" + message +
           R"(","typeName":"Microsoft.X, Microsoft.X","typeKey":")" + key + R"(","errorCode":)" +
           std::to_string(number) + R"(,"eventId":3200})";
}

HttpResponse answer_with(int status, const std::string& type, const std::string& body) {
    HttpResponse out{status, {}, body};
    if (!type.empty()) out.headers.emplace("Content-Type", type);
    return out;
}

struct Case {
    int status;
    std::string body;
    Reach reach;
    Trouble trouble;
    Fate fate;
    std::string told;
};

}  // namespace

TEST_CASE("every known refusal has its trouble, its fate and a hint") {
    const auto item = Reach::item;
    const auto side = Reach::side;
    const auto data = Trouble::data;
    const auto refused = Fate::refused;
    const auto row = GENERATE_REF(values<Case>({
        {400, envelope("TF401320: Rule Error for field X.", "RuleValidationException"), item, data, refused,
         "rule of the process"},
        {400, envelope("Regel verletzt", "RuleValidationException"), item, data, refused,
         "rule of the process"},
        {400, envelope("TF401326: Invalid field status 'ReadOnly' for field 'X'.", "V"), item, data, refused,
         "read-only"},
        {400, envelope("TF401347: Invalid tree name given.", "V"), item, data, refused, "area or iteration"},
        {400, envelope("TF51535: Cannot find field X.", "V"), item, data, refused, "no such field"},
        {400, envelope("TF51005: The query references a field.", "V"), item, data, refused, "unknown field"},
        {400, envelope("x", "WorkItemFieldInvalidException", 600171), item, data, refused, "person"},
        {400, envelope("x", "WorkItemFieldInvalidException"), item, data, refused, "not allowed"},
        {400, envelope("x", "VssVersionOutOfRangeException"), item, Trouble::configuration, refused,
         "too old"},
        {400, envelope("x", "VssInvalidPreviewVersionException"), item, Trouble::configuration, refused,
         "version"},
        {400, envelope("VS402337: exceeds the size limit", "V"), item, data, refused, "too much"},
        {400, envelope("VS402335: timed out", "V"), item, Trouble::unreachable, refused, "too long"},
        {400, envelope("VS403474: exceeds 200", "V"), item, data, refused, "VS403474"},
        {400, envelope("VS403313: attachments", "V"), item, data, refused, "too many files"},
        {400, envelope("TF237082: too big", "V"), item, data, refused, "too big"},
        {400, envelope("TF401243: tags", "V"), item, data, refused, "too many tags"},
        {401, envelope("TF400813: not authorized", "UnauthorizedRequestException"), side, Trouble::sign_in,
         refused, "refused"},
        {401, envelope("Zugriff verweigert", "UnauthorizedRequestException"), side, Trouble::sign_in, refused,
         "refused"},
        {401, "", side, Trouble::sign_in, Fate::closed, "sign-in"},
        {401, R"({"count":0,"value":[]})", side, Trouble::sign_in, Fate::closed, "sign-in"},
        {203, "<html>Sign in</html>", side, Trouble::sign_in, Fate::closed, "sign-in page"},
        {200, "<html>Sign in</html>", side, Trouble::sign_in, Fate::closed, "sign-in page"},
        {302, "", side, Trouble::sign_in, Fate::closed, "sign-in page"},
        {403, envelope("TF401289: no rights", "AccessDeniedException"), item, Trouble::forbidden, refused,
         "may not"},
        {404, envelope("TF401232: Work item 7 does not exist", "WorkItemUnauthorizedAccessException"), item,
         data, refused, "gone or hidden"},
        {404, envelope("TF200016: no project", "ProjectDoesNotExistWithNameException"), item,
         Trouble::configuration, refused, "no such project"},
        {404, envelope("VS800075: no project", "X"), item, Trouble::configuration, refused,
         "no such project"},
        {404, "The controller for path '/x' was not found", item, Trouble::configuration, refused,
         "nothing answers"},
        {409, envelope("TF26071: changed", "WorkItemRevisionMismatchException"), item, data, Fate::closed,
         "same time"},
        {412, envelope("VS403351: failed", "TestPatchOperationFailedException"), item, data, Fate::closed,
         "changed"},
        {429, envelope("TF400733: blocked", "X"), side, Trouble::limited, refused, "too many requests"},
        {503, envelope("TF400733: blocked", "X"), side, Trouble::limited, refused, "too many requests"},
        {500, envelope("TF400898: internal", "X"), item, Trouble::unreachable, Fate::closed, "failed"},
        {500, R"({"count":1,"value":{"Message":"TF401349: unexpected"}})", item, Trouble::unreachable,
         Fate::closed, "TF401349"},
        {503, "\xEF\xBB\xBF" + envelope("TF24668: stopped", "VssServiceException"), item,
         Trouble::unreachable, refused, "collection is stopped"},
        {502, "<html>Bad gateway</html>", item, Trouble::unreachable, Fate::closed, "HTTP 502"},
        {418, "", item, data, refused, "HTTP 418"},
    }));
    const bool html = row.body.rfind("<html>", 0) == 0;
    const auto error = error_of(answer_with(row.status, html ? "text/html" : "application/json", row.body),
                                "create a Bug in Widgets", Reach::item);
    CAPTURE(row.status, row.body, error.what());
    CHECK(error.reach == row.reach);
    CHECK(error.trouble == row.trouble);
    CHECK(error.fate == row.fate);
    CHECK_THAT(error.what(), Catch::Contains(row.told) && Catch::Contains("create a Bug in Widgets"));
    CHECK_THAT(error.what(), !Catch::Contains("html"));
    CHECK_FALSE(error.hint.empty());
}

TEST_CASE("an error is read in every shape that servers give it") {
    SECTION("with the fields that rules refuse") {
        const auto answer = json_answer(
            400, R"({"message":"TF401320: Rule Error","typeKey":"RuleValidationException","customProperties":
                {"RuleValidationErrors":[{"fieldReferenceName":"Custom.Team","fieldStatusFlags":"required, invalidEmpty"},
                {"fieldReferenceName":"Custom.Site","fieldStatusFlags":""}]}})");
        CHECK_THAT(error_of(answer, "x").what(),
                   Catch::Contains("Custom.Team (required, invalidEmpty); Custom.Site"));
    }
    SECTION("as an old exception") {
        const auto read = read_server_error(json_answer(
            500,
            R"({"ClassName":"Microsoft.TeamFoundation.WorkItemRevisionMismatchException","Message":"TF26071: x"})"));
        CHECK(read.type_key == "WorkItemRevisionMismatchException");
        CHECK(read.code == "TF26071");
    }
    SECTION("wrapped in a value") {
        CHECK(
            read_server_error(json_answer(500, R"({"count":1,"value":{"Message":"VS402335: slow"}})")).code ==
            "VS402335");
    }
    SECTION("as plain text") {
        CHECK(
            read_server_error(answer_with(404, "text/plain; charset=utf-8", "TF401232: no")).is("TF401232"));
    }
    SECTION("in a header only") {
        auto answer = answer_with(503, "", "");
        answer.headers.emplace("X-TFS-ServiceError", "TF24668%3A%20stopped");
        CHECK(read_server_error(answer).message == "TF24668: stopped");
    }
    SECTION("cut in the middle") {
        CHECK(read_server_error(json_answer(400, R"({"message":"TF4013)")).message.empty());
    }
}

TEST_CASE("a server's message is told on one line and cut at a whole character") {
    CHECK(shown("a\r\n\tb\x7F") == "a   b ");
    const auto cut = shown("x" + std::string(400, '\xC3') + "");
    CHECK(cut.size() <= 303);
    std::string umlauts;
    for (int i = 0; i < 300; ++i) umlauts += "\xC3\xBC";
    const auto whole = shown("x" + umlauts);
    CHECK(whole.substr(whole.size() - 3) == "...");
    CHECK((whole.size() - 4) % 2 == 0);
}

TEST_CASE("a wait that the server asks for is passed on") {
    auto answer = json_answer(429, "");
    answer.headers.emplace("Retry-After", "30");
    CHECK(error_of(answer, "x").retry_after == std::chrono::seconds(30));
}
