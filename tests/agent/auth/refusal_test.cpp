#include "auth/refusal.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <set>

using namespace deskbridge;
using namespace std::chrono_literals;

namespace {

const Time now = *parse_time("2026-11-21T11:30:00Z");

HttpResponse answer(int status, const std::string& body) {
    return {status,
            {{"Content-Type", "application/json; charset=utf-8"}, {"Date", "Sat, 21 Nov 2026 11:30:00 GMT"}},
            body};
}

HttpResponse coded(int status, const std::string& error, int code) {
    return answer(
        status, fmt::format(R"({{"error":"{}","error_description":"AADSTS{}: Words of the service, canary.",)"
                            R"("error_codes":[{}],"trace_id":"255d1aef-8c98"}})",
                            error, code, code));
}

}  // namespace

TEST_CASE("Every refusal is told apart, and each says what an administrator does") {
    const std::map<int, std::pair<std::string, std::string>> codes{
        {7000215, {"the client secret is wrong", "not its id"}},
        {7000222, {"the client secret has expired", "Make a new one"}},
        {7000218, {"none was sent", "public client flows"}},
        {700025, {"public client", "Leave client_secret out"}},
        {700027, {"the certificate is not accepted", "Upload this very certificate"}},
        {700024, {"out of its time", "Set this machine's clock"}},
        {700016, {"not known in this directory", "client_id"}},
        {90002, {"no such directory", "tenant_id"}},
        {50011, {"callback address is not registered", "redirect_uri"}},
        {65001, {"nobody has consented", "grants consent"}},
        {53003, {"conditional access blocks", "sign-in log"}},
        {53000, {"compliant device", "managed device"}},
        {50076, {"second factor", "auth login"}},
        {700082, {"not used for 90 days", "auth login"}},
        {50173, {"password was changed", "auth login"}},
        {70043, {"sign-in frequency", "entra-app"}},
        {50020, {"another directory", "guest"}},
        {50105, {"not assigned", "Users and groups"}},
        {650052, {"the directory has no Azure DevOps", "Connect the organization"}},
    };
    std::set<std::string> sentences;
    for (const auto& [code, words] : codes) {
        INFO(code);
        const auto error = refusal_of(coded(400, "invalid_grant", code), "Entra", now);
        CHECK(std::string(error.what()).find(words.first) != std::string::npos);
        CHECK(std::string(error.what()).find(fmt::format("AADSTS{}, trace 255d1aef-8c98", code)) !=
              std::string::npos);
        CHECK(error.hint.find(words.second) != std::string::npos);
        CHECK(error.trouble == Trouble::sign_in);
        CHECK(error.fate == Fate::refused);
        CHECK(error.reach == Reach::side);
        CHECK((error.what() + error.hint).find("canary") == std::string::npos);
        sentences.insert(error.what());
    }
    CHECK(sentences.size() == codes.size());
}

TEST_CASE("A code that nobody knows is told by its error, and one without any by its status") {
    CHECK(std::string(refusal_of(coded(400, "invalid_grant", 999999), "Entra", now).what()) ==
          "Entra: the sign-in is not accepted any more (AADSTS999999, trace 255d1aef-8c98)");
    CHECK(std::string(refusal_of(coded(400, "something_new", 999999), "Entra", now).what()) ==
          "Entra: the sign-in was refused (AADSTS999999, trace 255d1aef-8c98)");
    CHECK(ends_sign_in(read_refusal(coded(400, "invalid_grant", 999999))));
    CHECK_FALSE(ends_sign_in(read_refusal(coded(401, "invalid_client", 7000222))));
    CHECK_FALSE(ends_sign_in(read_refusal(coded(400, "something_new", 999999))));
}

TEST_CASE("The legacy service's capitals are read, and its InvalidScope explained") {
    const auto refusal = read_refusal(answer(400, R"({"Error":"invalid_grant","ErrorDescription":"gone"})"));
    CHECK(refusal.error == "invalid_grant");
    CHECK(ends_sign_in(refusal));
    const auto error = refusal_of(refused_authorization("InvalidScope", ""), "Azure DevOps OAuth");
    CHECK(error.hint.find("exactly those that the app was registered with") != std::string::npos);
}

TEST_CASE("A busy service, a limit and a page of something in between pass by themselves") {
    const auto busy = refusal_of(coded(503, "temporarily_unavailable", 90033), "Entra", now);
    CHECK(busy.trouble == Trouble::unreachable);
    auto limited = HttpResponse{429, {{"Retry-After", "7"}}, ""};
    CHECK(refusal_of(limited, "Entra", now).trouble == Trouble::limited);
    CHECK(refusal_of(limited, "Entra", now).retry_after == 7s);
    const HttpResponse page{200, {{"Content-Type", "text/html"}}, "<html>canary</html>"};
    const auto between = refusal_of(page, "Entra", now);
    CHECK(between.trouble == Trouble::unreachable);
    CHECK(between.fate == Fate::closed);
    CHECK(between.hint.find("a proxy or a login page") != std::string::npos);
    CHECK(refusal_of(HttpResponse{403, {}, "no"}, "Entra", now).fate == Fate::closed);
    CHECK(passes(read_refusal(HttpResponse{500, {}, ""})));
    CHECK_FALSE(passes(read_refusal(coded(400, "invalid_grant", 50173))));
}

TEST_CASE("A clock that is wrong by minutes is told with any refusal") {
    const auto refused = coded(401, "invalid_client", 700024);
    CHECK(refusal_of(refused, "Entra", now).hint.find("Also,") == std::string::npos);
    CHECK(refusal_of(refused, "Entra", now + 12min).hint.find("12 minutes ahead of") != std::string::npos);
    CHECK(refusal_of(refused, "Entra", now - 90min).hint.find("90 minutes behind") != std::string::npos);
    CHECK(clock_difference({}, now).empty());
}

TEST_CASE("What a service puts into its answer never reaches a message, whatever it is") {
    for (const auto* body :
         {R"({"error":"<script>canary</script>"})", R"({"error":"canary with blanks"})",
          R"({"error":"x","trace_id":"canary\ncanary"})", R"({"error":"x","error_description":"canary"})",
          R"({"error":{"canary":1}})", R"(["canary"])", R"({"error":)", "canary"}) {
        INFO(body);
        const auto error = refusal_of(answer(400, body), "Entra", now);
        CHECK((error.what() + error.hint).find("canary") == std::string::npos);
    }
}
