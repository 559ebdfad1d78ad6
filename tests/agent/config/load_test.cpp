#include "folder.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using deskbridge::testing::Folder;
using std::chrono::minutes;
using std::chrono::seconds;
using Texts = std::vector<std::string>;

namespace {

const std::string two_tenants = R"(// the two of us
{
  "$schema": "deskbridge.schema.json",
  "state": "data/../state.db", /* beside this file */
  "listen": "127.0.0.1:8790",
  "defaults": { "poll_seconds": 30, "timezone": "+01:30", "proxy": "http://proxy.example:3128",
                "entra": { "client_id": "id", "client_secret": { "env": "ENTRA_SECRET" } } },
  "tenants": [
    { "name": "acme",
      "desk": { "kind": "deskpro", "url": "https://acme.deskpro.com/", "api_key": { "file": "keys/acme.key" }, "agent": 7 },
      "work": { "kind": "azure-devops", "organization": "acme", "auth": { "method": "pat", "token": { "env": "ACME_PAT" } } },
      "mappings": [ "mappings/bug.json", "mappings/task.json", ], "poll_seconds": 120, "proxy": null },
    { "name": "plant.1",
      "desk": { "kind": "request-tracker", "url": "http://localhost:8080/rt", "token": { "credential": "rt-token" } },
      "work": { "kind": "azure-devops", "url": "https://tfs.plant.example/tfs/", "collection": "Default Collection", "ca_file": "ca.pem",
                "auth": { "method": "pat", "account": "PLANT\\svc-desk", "token": { "file": "/etc/plant.pat" } } },
      "mappings": [ "mappings/bug.json" ], "resend_after_seconds": 100, "sweep_pages": 0, "mass_change": 50, "timezone": "UTC" },
  ],
})";

struct Home : Folder {
    Home() {
        file("mappings/bug.json", "{}");
        file("mappings/task.json", "{}");
        file("ca.pem", "");
    }
};

}  // namespace

TEST_CASE("a whole file becomes settings, defaults filled in and paths made absolute") {
    const Home home;
    const Loaded loaded = home.load(two_tenants);
    CHECK(loaded.warnings.empty());
    const Settings& settings = loaded.settings;
    CHECK(settings.state == home.path / "state.db");
    REQUIRE(settings.listen);
    CHECK(settings.listen->host == "127.0.0.1");
    CHECK(settings.listen->port == 8790);
    REQUIRE(settings.tenants.size() == 2);

    const TenantSettings& acme = settings.tenants[0];
    CHECK(acme.name == "acme");
    CHECK(acme.desk.kind == "deskpro");
    CHECK(acme.desk.url == "https://acme.deskpro.com");
    CHECK(acme.desk.values == std::map<std::string, std::string>{{"agent", "7"}});
    REQUIRE(acme.desk.secrets.count("api_key") == 1);
    CHECK(acme.desk.secrets.at("api_key").text() == "file " + (home.path / "keys" / "acme.key").string());
    CHECK(acme.work.kind == "azure-devops");
    CHECK(acme.work.url == "https://dev.azure.com");
    CHECK(acme.work.organization == "acme");
    CHECK(acme.work.collection.empty());
    CHECK(acme.work.auth.method == "pat");
    CHECK(acme.work.auth.account.empty());
    CHECK(acme.work.auth.token.text() == "environment variable ACME_PAT");
    CHECK(acme.mappings == std::vector{home.path / "mappings/bug.json", home.path / "mappings/task.json"});
    CHECK(acme.options.poll == seconds{120});
    CHECK(acme.options.resend_after == seconds{90});
    CHECK(acme.options.sweep_pages == 5);
    CHECK(acme.options.mass_change == 1000);
    CHECK(acme.options.timezone == minutes{90});
    CHECK(acme.options.proxy == std::string());
    CHECK(home.without_folder(acme.place) == "deskbridge.json:9:5");

    const TenantSettings& plant = settings.tenants[1];
    CHECK(plant.desk.url == "http://localhost:8080/rt");
    CHECK(plant.desk.secrets.at("token").text() == "credential 'rt-token'");
    CHECK(plant.work.url == "https://tfs.plant.example/tfs");
    CHECK(plant.work.collection == "Default Collection");
    CHECK(plant.work.ca_file == home.path / "ca.pem");
    CHECK(plant.work.auth.account == "PLANT\\svc-desk");
    CHECK(plant.work.auth.token.text() ==
          "file " + (home.path / "/etc/plant.pat").lexically_normal().string());
    CHECK(plant.options.poll == seconds{30});
    CHECK(plant.options.resend_after == seconds{100});
    CHECK(plant.options.sweep_pages == 0);
    CHECK(plant.options.mass_change == 50);
    CHECK(plant.options.timezone == minutes{0});
    CHECK(plant.options.proxy == "http://proxy.example:3128");
}

namespace {

/// A file of one tenant whose parts can be replaced.
struct Parts {
    std::string before;
    std::string desk = R"("kind": "deskpro", "url": "https://acme.example", "api_key": { "env": "K" })";
    std::string work =
        R"("kind": "azure-devops", "organization": "acme", "auth": { "method": "pat", "token": { "env": "T" } })";
    std::string rest = R"("mappings": [ "mappings/bug.json" ])";

    std::string text() const {
        return "{ " + before + "\"tenants\": [ {\n\"name\": \"acme\",\n\"desk\": { " + desk +
               " },\n\"work\": { " + work + " },\n" + rest + " } ] }";
    }
};

}  // namespace

TEST_CASE("the state file lies in the folder that the service manager gives, else beside the settings") {
    Home home;
    CHECK(home.load(Parts{}.text()).settings.state == home.path / "deskbridge.db");
    home.variables["STATE_DIRECTORY"] = "/var/lib/deskbridge:/var/lib/other";
    CHECK(home.load(Parts{}.text()).settings.state == "/var/lib/deskbridge/deskbridge.db");
    home.variables["STATE_DIRECTORY"] = "";
    CHECK(home.load(Parts{}.text()).settings.state == home.path / "deskbridge.db");
    CHECK(home.load(Parts{.before = R"("state": "/srv/state.db", )"}.text()).settings.state ==
          (home.path / "/srv/state.db").lexically_normal());
}

TEST_CASE("no port is opened unless one is named") {
    const Home home;
    CHECK_FALSE(home.load(Parts{}.text()).settings.listen);
    CHECK_FALSE(home.load(Parts{.before = R"("listen": null, )"}.text()).settings.listen);
    CHECK(home.load(Parts{.before = R"("listen": "localhost:80", )"}.text()).settings.listen->port == 80);
    CHECK(home.load(Parts{.before = R"("listen": "[::1]:81", )"}.text()).settings.listen->host == "[::1]");
}

TEST_CASE("an organization may be named by its host, as older addresses do") {
    const Home home;
    const auto loaded = home.load(Parts{
        .work =
            R"("kind": "azure-devops", "url": "https://acme.visualstudio.com", "auth": { "method": "pat", "token": { "env": "T" } })"}
                                      .text());
    CHECK(loaded.settings.tenants[0].work.organization.empty());
}

TEST_CASE("an address may be plain http on this machine alone") {
    const Home home;
    for (const auto* url :
         {"http://127.0.0.1:8081", "http://localhost", "http://[::1]:8081", "HTTPS://a.example"}) {
        INFO(url);
        CHECK(home.problems(Parts{.desk = R"("kind": "deskpro", "api_key": { "env": "K" }, "url": ")" +
                                          std::string(url) + "\""}
                                .text())
                  .empty());
    }
}

TEST_CASE("a secret stands in the file itself only when nobody else can read the file, and with a warning") {
    Home home;
    const Parts parts{.desk = R"("kind": "deskpro", "url": "https://acme.example", "api_key": "2:HUNTER")"};
    const Loaded loaded = home.load(parts.text());
    CHECK(loaded.settings.tenants[0].desk.secrets.at("api_key").plain.reveal() == "2:HUNTER");
    CHECK(home.texts(loaded.warnings) == Texts{"deskbridge.json:3:72: tenants[0].desk.api_key: a secret "
                                               "stands here as plain text; { \"file\": ... } or "
                                               "{ \"credential\": ... } is safer"});
    for (const auto permission : {std::filesystem::perms::group_read, std::filesystem::perms::others_read}) {
        home.access = std::filesystem::perms::owner_read | permission;
        const auto problems = home.problems(parts.text());
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].find(
                  "deskbridge.json:3:72: tenants[0].desk.api_key: a secret may stand here as plain text only "
                  "when no other account can read the file") == 0);
        CHECK(problems[0].find("HUNTER") == std::string::npos);
    }
    home.access = {};
    CHECK(home.problems(parts.text()).empty());
}

TEST_CASE("of a secret there may be two, one for now and one for later") {
    const Home home;
    const Parts parts{
        .desk =
            R"("kind": "deskpro", "url": "https://acme.example", "api_key": [ { "file": "a.key" }, { "env": "B" } ])"};
    const auto key = home.load(parts.text()).settings.tenants[0].desk.secrets.at("api_key");
    const auto each = key.each();
    REQUIRE(each.size() == 2);
    CHECK(each[0].text() == "file " + (home.path / "a.key").string());
    CHECK(each[0].next.empty());
    CHECK(each[1].text() == "environment variable B");
}

TEST_CASE("a proxy may have a password only when nobody else can read the file") {
    Home home;
    const Parts parts{
        .rest = R"("mappings": [ "mappings/bug.json" ], "proxy": "http://us:er@proxy.example:3128/")"};
    CHECK(home.load(parts.text()).settings.tenants[0].options.proxy == "http://us:er@proxy.example:3128/");
    home.access = std::filesystem::perms::others_read;
    const auto problems = home.problems(parts.text());
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].find("tenants[0].proxy: holds a password") != std::string::npos);
    CHECK(problems[0].find("us:er") == std::string::npos);
}

TEST_CASE("what is allowed but dangerous is a warning with its place") {
    const Home home;
    CHECK(home.texts(
              home.load(Parts{.rest = R"("mappings": [ "mappings/bug.json" ], "resend_after_seconds": 10)"}
                            .text())
                  .warnings) == Texts{"deskbridge.json:5:62: tenants[0].resend_after_seconds: Azure DevOps "
                                      "may still be busy with a request after "
                                      "less than 90 seconds: a work item could be made twice"});
    std::string twice = Parts{}.text();
    const auto at = twice.find("{\n\"name\"");
    std::string second = twice.substr(at, twice.rfind(']') - at);
    second.replace(second.find("acme"), 4, "beta");
    twice.insert(twice.rfind(']'), ", " + second);
    CHECK(home.texts(home.load(twice).warnings) ==
          Texts{"deskbridge.json:5:41: tenants[1]: joins the same help desk and Azure DevOps as 'acme': a "
                "ticket that both "
                "select becomes two work items"});
}

TEST_CASE("an app that is inherited is the one of defaults, and an own one is whole") {
    const Home home;
    const auto load = [&](const std::string& auth) {
        return home
            .load(
                R"({ "defaults": { "entra": { "client_id": "shared", "client_secret": { "env": "S" }, "expires": "2027-01-31" } },
  "tenants": [ { "name": "acme", "desk": { "kind": "deskpro", "url": "https://acme.example", "api_key": { "env": "K" } },
    "work": { "kind": "azure-devops", "organization": "acme", "auth": )" +
                auth + R"( }, "mappings": [ "mappings/bug.json" ] } ] })")
            .settings.tenants[0]
            .work.auth;
    };
    const auto shared = load(R"({ "method": "entra-app", "tenant_id": "x" })");
    CHECK(shared.client_id == "shared");
    CHECK(shared.client_secret.text() == "environment variable S");
    CHECK(shared.expires == parse_time("2027-01-31"));
    CHECK(shared.redirect_uri == "http://localhost");
    const auto own = load(R"({ "method": "entra-user", "tenant_id": "x", "client_id": "own",
        "scopes": [ "a", "b" ], "authority": "https://login.microsoftonline.us/" })");
    CHECK(own.client_id == "own");
    CHECK(own.client_secret.kind == SecretSource::Kind::none);
    CHECK_FALSE(own.expires);
    CHECK(own.scopes == std::vector<std::string>{"a", "b"});
    CHECK(own.authority == "https://login.microsoftonline.us");
}

TEST_CASE("all problems of a file come at once, in the order of the file") {
    const Home home;
    const auto problems = home.problems(R"({ "tenats": [],
  "listen": "0.0.0.0:8790",
  "tenants": [ { "name": "a b", "name": "c",
    "desk": { "kind": "deskpor", "url": "acme.example" },
    "work": { "kind": "azure-devops", "auth": { "method": "entra-app" } },
    "mappings": [ "mappings/none.json" ], "poll_seconds": "60" } ] })");
    CHECK(problems ==
          Texts{"deskbridge.json:1:3: tenats: unknown key 'tenats'; did you mean 'tenants'?",
                "deskbridge.json:2:13: listen: would be open to other machines; use '127.0.0.1:8790'",
                "deskbridge.json:3:26: tenants[0].name: may hold letters, digits, '.', '_' and '-' only, and "
                "begins "
                "with a letter or a digit",
                "deskbridge.json:3:33: key 'name' is here a second time; it stands at 3:18 already",
                "deskbridge.json:4:23: tenants[0].desk.kind: must be 'deskpro' or 'request-tracker'; did you "
                "mean 'deskpro'?",
                "deskbridge.json:4:41: tenants[0].desk.url: must begin with 'https://', as in "
                "'https://acme.example'",
                "deskbridge.json:5:13: tenants[0].work: needs 'organization' (Azure DevOps Services), or "
                "'url' and "
                "'collection' (Azure DevOps Server)",
                "deskbridge.json:5:47: tenants[0].work.auth: the key 'tenant_id' is missing: the id or a "
                "domain of the directory",
                "deskbridge.json:5:47: tenants[0].work.auth: 'client_id' and 'client_secret' are missing, "
                "here and in "
                "'defaults.entra'",
                "deskbridge.json:6:19: tenants[0].mappings[0]: there is no such mapping, neither a file nor "
                "a preset",
                "deskbridge.json:6:59: tenants[0].poll_seconds: must be a whole number, not text"});
}

TEST_CASE("a file that cannot be read at all is one clear problem") {
    const Home home;
    CHECK(home.problems("") == Texts{"deskbridge.json:1:1: not JSON: the document is empty"});
    CHECK(home.problems("[]") == Texts{"deskbridge.json:1:1: must be an object, not a list"});
    CHECK(home.problems("{}") == Texts{"deskbridge.json:1:1: the key 'tenants' is missing"});
    CHECK(home.problems("{ \"tenants\": [ }") == Texts{"deskbridge.json:1:16: not JSON: invalid value"});
    try {
        load_settings(home.path / "none.json", {});
        FAIL("loaded");
    } catch (const json::FileError& error) {
        CHECK(home.without_folder(error.what()) == "none.json: cannot be read: No such file or directory");
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::configuration);
    }
}
