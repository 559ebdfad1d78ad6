#include "setup/work_sign_in.h"

#include "setup/ending_notes.h"

#include <catch2/catch.hpp>
#include <set>

using namespace deskbridge;
using namespace std::chrono_literals;

namespace {

const Time now = *parse_time("2026-11-21T11:30:00Z");
constexpr const char* ours = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";
constexpr const char* theirs = "11111111-604b-40ac-a9d7-9fd97c0b779f";

AuthSettings auth(const std::string& method) {
    AuthSettings settings;
    settings.method = method;
    settings.tenant_id = ours;
    settings.client_id = "app";
    settings.redirect_uri = "http://localhost";
    return settings;
}

HttpResponse refused(const std::string& directory = ours) {
    return {401,
            {{"X-VSS-ResourceTenant", directory}, {"Date", "Sat, 21 Nov 2026 11:30:00 GMT"}},
            R"({"message":"TF400813: The user 'canary' is not authorized to access this resource."})"};
}

class Lines : public Log {
public:
    void write(const LogLine& line) override { texts.push_back(line.message); }
    std::vector<std::string> texts;
};

}  // namespace

TEST_CASE("What Azure DevOps refuses is told by the method, and each says what to do") {
    std::set<std::string> hints;
    for (const auto* method : {"entra-app", "entra-user", "azure-devops-oauth"}) {
        const auto error = explain_refusal(auth(method), refused(), now);
        REQUIRE(error);
        CHECK(error->trouble == Trouble::sign_in);
        CHECK(error->fate == Fate::refused);
        CHECK(std::string(error->what()).find("TF400813") != std::string::npos);
        CHECK((error->what() + error->hint).find("canary") == std::string::npos);
        hints.insert(error->hint);
    }
    CHECK(hints.size() == 3);
    CHECK(explain_refusal(auth("managed-identity"), refused(), now)->hint.find("Users add the app") !=
          std::string::npos);
    CHECK_FALSE(explain_refusal(auth("pat"), refused(), now));
    CHECK_FALSE(explain_refusal(auth("entra-user"), HttpResponse{401, {}, ""}, now));
}

TEST_CASE("An organization of another directory is told by name, and a wrong clock besides") {
    const auto error = explain_refusal(auth("entra-user"), refused(theirs), now + 20min);
    REQUIRE(error);
    const std::string message = error->what();
    CHECK(message.find("belongs to the directory 11111111-604b-40ac-a9d7-9fd97c0b779f") != message.npos);
    CHECK(error->hint.find("20 minutes ahead") != std::string::npos);
    const auto none =
        explain_refusal(auth("entra-user"), refused("00000000-0000-0000-0000-000000000000"), now);
    CHECK(std::string(none->what()).find("directory") == std::string::npos);
}

TEST_CASE("A sign-in page for a token that is new may pass, and is no refusal") {
    for (const int status : {203, 302, 200}) {
        const auto error = explain_refusal(auth("entra-app"),
                                           HttpResponse{status, {{"Content-Type", "text/html"}}, ""}, now);
        REQUIRE(error);
        CHECK(error->fate == Fate::closed);
    }
}

TEST_CASE("Each method has its addresses, scopes and form") {
    const auto person = work_app(auth("entra-user"), {});
    CHECK(person.authorize_url ==
          "https://login.microsoftonline.com/6babcaad-604b-40ac-a9d7-9fd97c0b779f/oauth2/v2.0/authorize");
    CHECK(person.scope_text() == "499b84ac-1321-427f-aa17-267ca6975798/user_impersonation offline_access");
    CHECK(person.pkce);
    CHECK(person.old_renewal_survives);
    CHECK(work_app(auth("entra-app"), {}).scope_text() == "499b84ac-1321-427f-aa17-267ca6975798/.default");
    auto sovereign = auth("entra-user");
    sovereign.authority = "https://login.microsoftonline.us";
    sovereign.scopes = {"vso.work"};
    CHECK(work_app(sovereign, {}).token_url.starts_with("https://login.microsoftonline.us/"));
    CHECK(work_app(sovereign, {}).scope_text() == "vso.work offline_access");
    auto old = auth("azure-devops-oauth");
    old.scopes = {"vso.work_write"};
    const auto legacy = work_app(old, {});
    CHECK(legacy.token_url == "https://app.vssps.visualstudio.com/oauth2/token");
    CHECK(legacy.form == OAuthApp::Form::assertion);
    CHECK(legacy.scope_text() == "vso.work_write");
    CHECK_FALSE(legacy.pkce);
    CHECK_FALSE(legacy.old_renewal_survives);
    CHECK(person.fingerprint() != work_app(sovereign, {}).fingerprint());
}

TEST_CASE("What ends is told 30, 7 and 1 days before, once each, and when it has ended") {
    EndingWatch watch({{"the token of tenant acme", now + 45 * 24h}});
    Lines log;
    std::vector<int> told_on;
    for (int day = 0; day < 50; ++day) {
        const auto before = log.texts.size();
        for (int hour = 0; hour < 24; ++hour) watch.look("acme", now + day * 24h + hour * 1h, log);
        if (log.texts.size() > before) told_on.push_back(45 - day);
    }
    CHECK(told_on == std::vector<int>{31, 8, 2, 0});
    CHECK(log.texts.size() == 8);
    CHECK(log.texts[0] == "the token of tenant acme ends in 30 days, on 2027-01-05");
    CHECK(log.texts[4] == "the token of tenant acme ends in 1 day, on 2027-01-05");
    CHECK(log.texts[6] == "the token of tenant acme has ended on 2027-01-05");
    CHECK(ending_notes({{"x", now + 40 * 24h}}, now).empty());
    CHECK(ending_notes({{"x", now + 5h}}, now).at(0).text == "x ends within a day, on 2026-11-21");
}
