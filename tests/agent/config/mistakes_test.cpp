// Every mistake that somebody may make in deskbridge.json, and what is said about it.
#include "mistakes.h"

#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using namespace deskbridge::testing;

TEST_CASE("mistakes at the top of the file are told") {
    check(
        Home{}, "{", R"("tenants": [ { )" + name + ", " + desk + ", " + work + ", " + mappings + " } ] }",
        {
            {R"("state": "x",)", {}},
            {R"("stat": "x",)", {"2:1: stat: unknown key 'stat'; did you mean 'state'?"}},
            {R"("database": "x",)",
             {"2:1: database: unknown key 'database'; known here: '$schema', 'state', 'listen', 'defaults' "
              "or 'tenants'"}},
            {R"("state": "",)", {"2:10: state: must not be empty"}},
            {R"("state": 7,)", {"2:10: state: must be text, not a number"}},
            {R"("state": "~/state.db",)",
             {"2:10: state: '~' is not understood here; write the whole path, or one relative to this file"}},
            {R"("state": "a\u0000b",)", {"2:10: state: is no path"}},
            {R"("listen": 8790,)", {"2:11: listen: must be text or null, not a number"}},
            {R"("listen": "8790",)", {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "",)", {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "127.0.0.1",)",
             {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "[::1]",)",
             {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "127.0.0.1:99999",)",
             {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "http://127.0.0.1:8790",)",
             {"2:11: listen: must be an address and a port, as in '127.0.0.1:8790'"}},
            {R"("listen": "0.0.0.0:8790",)",
             {"2:11: listen: would be open to other machines; use '127.0.0.1:8790'"}},
            {R"("listen": "desk.example:80",)",
             {"2:11: listen: would be open to other machines; use '127.0.0.1:80'"}},
            {R"("state": "a", "state": "b",)",
             {"2:15: key 'state' is here a second time; it stands at 2:1 already"}},
            {R"("state": 'x',)", {"2:10: not JSON: invalid value"}},
            {R"("state": "x")", {"3:1: not JSON: missing a comma or '}' after an object member"}},
            {R"(state: "x",)", {"2:1: not JSON: missing a name for object member"}},
            {R"("state": "C:\db",)", {"2:13: not JSON: invalid escape character in string"}},
            {R"(# a comment)", {"2:1: not JSON: missing a name for object member"}},
        });
}

TEST_CASE("mistakes in what tenants inherit are told, once however many tenants there are") {
    const std::string tenant = "{ " + name + ", " + desk + ", " + work + ", " + mappings + " }";
    std::string other = tenant;
    other.replace(other.find("acme"), 4, "beta");
    other.replace(other.find("a.example"), 9, "b.example");
    check(Home{}, "{", R"("tenants": [ )" + tenant + ", " + other + " ] }",
          {
              {R"("defaults": {},)", {}},
              {R"("defaults": [],)", {"2:13: defaults: must be an object, not a list"}},
              {R"("defaults": { "poll": 5 },)",
               {"2:15: defaults.poll: unknown key 'poll'; known here: 'entra', 'poll_seconds', "
                "'resend_after_seconds', "
                "'sweep_pages', 'mass_change', 'timezone', 'people' or 'proxy'"}},
              {R"("defaults": { "poll_second": 5 },)",
               {"2:15: defaults.poll_second: unknown key 'poll_second'; did you mean 'poll_seconds'?"}},
              {R"("defaults": { "poll_seconds": 4 },)",
               {"2:31: defaults.poll_seconds: must be between 5 and 86400"}},
              {R"("defaults": { "timezone": "Berlin" },)",
               {"2:27: defaults.timezone: must be 'UTC' or an offset such as '+01:00'; names of time zones "
                "are not "
                "understood"}},
              {R"("defaults": { "entra": { "client_id": "x" } },)",
               {"2:24: defaults.entra: the key 'client_secret' is missing: the id and the secret of an app "
                "are inherited "
                "together or not at all"}},
              {R"("defaults": { "entra": { "client_secret": { "env": "X" } } },)",
               {"2:24: defaults.entra: the key 'client_id' is missing: the id and the secret of an app are "
                "inherited "
                "together or not at all"}},
              {R"("defaults": { "entra": { "client_id": "x", "client_secret": { "enf": "X" } } },)",
               {"2:63: defaults.entra.client_secret.enf: unknown key 'enf'; did you mean 'env'?"}},
          });
}

TEST_CASE("mistakes in a tenant are told") {
    const std::string rest = desk + ", " + work + ", " + mappings;
    check(
        Home{}, R"({ "tenants": [)", "] }",
        {
            {"", {"1:14: tenants: must not be empty"}},
            {"7", {"2:1: tenants[0]: must be an object, not a number"}},
            {"{ " + name + ", " + rest + " },\n{ " + name +
                 R"(, "desk": { "kind": "deskpro", "url": "https://b.example", "api_key": { "env": "K" } }, )" +
                 work + ", " + mappings + " }",
             {"3:11: tenants[1].name: this name is taken by the tenant at 2:11"}},
            {R"({ "name": "acme" })",
             {"2:1: tenants[0]: the key 'desk' is missing", "2:1: tenants[0]: the key 'mappings' is missing",
              "2:1: tenants[0]: the key 'work' is missing"}},
            {"{ " + rest + " }", {"2:1: tenants[0]: the key 'name' is missing"}},
            {"{ \"name\": 7, " + rest + " }", {"2:11: tenants[0].name: must be text, not a number"}},
            {"{ \"name\": \"\", " + rest + " }", {"2:11: tenants[0].name: must not be empty"}},
            {"{ \"name\": \"" + std::string(65, 'x') + "\", " + rest + " }",
             {"2:11: tenants[0].name: must have at most 64 characters"}},
            {"{ \"name\": \"a/b\", " + rest + " }",
             {"2:11: tenants[0].name: may hold letters, digits, '.', '_' and '-' only, and begins with a "
              "letter or a digit"}},
            {"{ \"name\": \"..\", " + rest + " }",
             {"2:11: tenants[0].name: may hold letters, digits, '.', '_' and '-' only, and begins with a "
              "letter or a digit"}},
            {"{ \"name\": \"--all\", " + rest + " }",
             {"2:11: tenants[0].name: may hold letters, digits, '.', '_' and '-' only, and begins with a "
              "letter or a digit"}},
        });
}

TEST_CASE("names that differ only in case are told") {
    const Home home;
    const std::string rest = ",\n" + work + ",\n" + mappings + " }";
    const auto problems =
        home.problems("{ \"tenants\": [ { \"name\": \"acme\",\n" + desk + rest +
                      ",\n{ \"name\": \"Acme\", \"desk\": { \"kind\": \"deskpro\", \"url\": "
                      "\"https://b.example\", \"api_key\": { \"env\": \"K\" } }" +
                      rest + " ] }");
    CHECK(problems ==
          Texts{"deskbridge.json:5:11: tenants[1].name: differs only in case from the tenant at 1:26"});
}

TEST_CASE("mistakes in the options of a tenant are told") {
    check(
        Home{}, R"({ "tenants": [ { )" + name + ", " + desk + ", " + work + ",", "} ] }",
        {
            {R"("mappings": "bug.json")", {"2:13: tenants[0].mappings: must be a list, not text"}},
            {R"("mappings": [])", {"2:13: tenants[0].mappings: must not be empty"}},
            {R"("mappings": [ 7 ])", {"2:15: tenants[0].mappings[0]: must be text, not a number"}},
            {R"("mappings": [ "" ])", {"2:15: tenants[0].mappings[0]: must not be empty"}},
            {R"("mappings": [ "none.json" ])",
             {"2:15: tenants[0].mappings[0]: there is no such mapping, neither a file nor a preset"}},
            {R"("mappings": [ "folder" ])",
             {"2:15: tenants[0].mappings[0]: there is no such mapping, neither a file nor a preset"}},
            {R"("mappings": [ "bug.json", "folder/../bug.json" ])",
             {"2:27: tenants[0].mappings[1]: this mapping stands here a second time"}},
            {R"("mapping": [ "bug.json" ])",
             {"1:16: tenants[0]: the key 'mappings' is missing",
              "2:1: tenants[0].mapping: unknown key 'mapping'; did you mean 'mappings'?"}},
            {mappings + R"(, "poll_seconds": 0)",
             {"2:45: tenants[0].poll_seconds: must be between 5 and 86400"}},
            {mappings + R"(, "poll_seconds": 60.5)",
             {"2:45: tenants[0].poll_seconds: must be a whole number, not a fraction"}},
            {mappings + R"(, "poll_seconds": "60")",
             {"2:45: tenants[0].poll_seconds: must be a whole number, not text"}},
            {mappings + R"(, "resend_after_seconds": 5000)",
             {"2:53: tenants[0].resend_after_seconds: must be between 1 and 3600"}},
            {mappings + R"(, "sweep_pages": -1)",
             {"2:44: tenants[0].sweep_pages: must be between 0 and 1000"}},
            {mappings + R"(, "mass_change": "many")",
             {"2:44: tenants[0].mass_change: must be a whole number, not text"}},
            {mappings + R"(, "timezone": "Europe/Berlin")",
             {"2:41: tenants[0].timezone: must be 'UTC' or an offset such as '+01:00'; names of time zones "
              "are not "
              "understood"}},
            {mappings + R"(, "timezone": "+25:00")",
             {"2:41: tenants[0].timezone: must be 'UTC' or an offset such as '+01:00'; names of time zones "
              "are not "
              "understood"}},
            {mappings + R"(, "timezone": 1)", {"2:41: tenants[0].timezone: must be text, not a number"}},
            {mappings + R"(, "proxy": "https://proxy.example")",
             {"2:38: tenants[0].proxy: a proxy is spoken to by 'http://', also for https addresses"}},
            {mappings + R"(, "proxy": "socks5://proxy.example")",
             {"2:38: tenants[0].proxy: is no address of a proxy; write it like 'http://proxy.example:3128', "
              "or null for "
              "none"}},
            {mappings + R"(, "proxy": "")",
             {"2:38: tenants[0].proxy: is no address of a proxy; write it like 'http://proxy.example:3128', "
              "or null for "
              "none"}},
            {mappings + R"(, "proxy": false)", {"2:38: tenants[0].proxy: must be text or null, not false"}},
            {mappings + R"(, "proxy": "proxy.example:3128", "timezone": "-0330")", {}},
        });
}

TEST_CASE("mistakes in the help desk are told") {
    const auto with_url = [](const std::string& url) {
        return R"("desk": { "kind": "deskpro", "api_key": { "env": "K" }, "url": ")" + url + "\" }";
    };
    const std::string at = "2:64: tenants[0].desk.url: ";
    check(
        Home{}, R"({ "tenants": [ { )" + name + ", " + work + ", " + mappings + ",", "} ] }",
        {
            {R"("desk": "deskpro")", {"2:9: tenants[0].desk: must be an object, not text"}},
            {R"("desk": {})",
             {"2:9: tenants[0].desk: the key 'kind' is missing",
              "2:9: tenants[0].desk: the key 'url' is missing"}},
            {R"("desk": { "kind": "zendesk", "url": "https://a.example" })",
             {"2:19: tenants[0].desk.kind: must be 'deskpro' or 'request-tracker'"}},
            {R"("desk": { "kind": "Deskpro", "url": "https://a.example" })",
             {"2:19: tenants[0].desk.kind: must be 'deskpro' or 'request-tracker'; did you mean 'deskpro'?"}},
            {R"("desk": { "kind": 3, "url": "https://a.example" })",
             {"2:19: tenants[0].desk.kind: must be text, not a number"}},
            {R"("desk": { "kind": "deskpro", "url": "https://a.example" })",
             {"2:9: tenants[0].desk: the key 'api_key' is missing: id and code of an API key"}},
            {R"("desk": { "kind": "deskpro", "url": "https://a.example", "apikey": { "env": "K" } })",
             {"2:9: tenants[0].desk: the key 'api_key' is missing: id and code of an API key",
              "2:58: tenants[0].desk.apikey: unknown key 'apikey'; did you mean 'api_key'?"}},
            {R"("desk": { "kind": "request-tracker", "url": "https://a.example", "api_key": { "env": "K" } })",
             {"2:9: tenants[0].desk: the key 'token' is missing: an access token",
              "2:66: tenants[0].desk.api_key: unknown key 'api_key'; known here: 'kind', 'url', 'ca_file', "
              "'expires' or "
              "'token'"}},
            {R"("desk": { "kind": "deskpro", "url": "https://a.example", "api_key": { "env": "K" }, "agent": {} })",
             {"2:94: tenants[0].desk.agent: must be text, a number, true or false, not an object"}},
            {R"("desk": { "kind": "deskpro", "url": "https://a.example", "api_key": { "env": "K" }, "ca_file": "ca.pem" })",
             {"2:96: tenants[0].desk.ca_file: there is no file ca.pem"}},
            {R"("desk": { "kind": "deskpro", "url": 7, "api_key": { "env": "K" } })",
             {"2:37: tenants[0].desk.url: must be text, not a number"}},
            {with_url(""), {at + "must not be empty"}},
            {with_url("acme.deskpro.com"),
             {at + "must begin with 'https://', as in 'https://acme.deskpro.com'"}},
            {with_url("ftp://a.example"), {at + "is no https address"}},
            {with_url("https://"), {at + "is no https address"}},
            {with_url("https://a b.example"), {at + "is no https address"}},
            {with_url("https://<your name>.deskpro.com"), {at + "is no https address"}},
            {with_url("https://a.example:port"), {at + "is no https address"}},
            {with_url("http://a.example"),
             {at + "'http' is for this machine only (localhost, 127.0.0.1); use 'https'"}},
            {with_url("http://127.0.0.1.evil.example"),
             {at + "'http' is for this machine only (localhost, 127.0.0.1); use 'https'"}},
            {with_url("https://me:hunter2@a.example"),
             {at + "holds a user name or a password; leave out what stands before the '@', and give the "
                   "secret where the "
                   "sign-in is configured"}},
            {with_url("me:hunter2@a.example"), {at + "must begin with 'https://'"}},
            {with_url("https://a.example?x=1"), {at + "must end before its '?' or '#'"}},
            {with_url("https://a.example/#/app"), {at + "must end before its '?' or '#'"}},
            {with_url("https://a.example/api/v2"),
             {at + "leave out '/api/v2': the address of the help desk itself is 'https://a.example'"}},
            {with_url("https://a.example/sub/API/v2/"),
             {at + "leave out '/API/v2': the address of the help desk itself is 'https://a.example/sub'"}},
            {with_url("https://a.example/REST/2.0"),
             {at + "leave out '/REST/2.0': the address of the help desk itself is 'https://a.example'"}},
            {with_url("https://api.a.example/apish"), {}},
        });
}

TEST_CASE("mistakes about where a secret is are told, and never repeat it") {
    Home home;
    home.access = std::filesystem::perms::owner_read | std::filesystem::perms::others_read;
    const std::string before = R"({ "tenants": [ { )" + name + ", " + work + ", " + mappings +
                               R"(, "desk": { "kind": "deskpro", "url": "https://a.example", "api_key":)";
    const std::string at = "tenants[0].desk.api_key";
    const std::string plain =
        ": a secret may stand here as plain text only when no other account can read the file; name an "
        "environment "
        "variable, a file or a credential instead, as in { \"file\": \"acme.key\" }, or chmod 600 the file";
    check(home, before, "} } ] }",
          {
              {R"({ "env": "K" })", {}},
              {R"({ "file": "/etc/x.key" })", {}},
              {R"({ "credential": "x" })", {}},
              {R"({})", {"2:1: " + at + ": needs exactly one of 'env', 'file', 'credential' or 'sealed'"}},
              {R"({ "env": "A", "file": "b" })",
               {"2:1: " + at + ": needs exactly one of 'env', 'file', 'credential' or 'sealed'"}},
              {R"({ "environment": "K" })",
               {"2:3: " + at +
                ".environment: unknown key 'environment'; known here: 'env', 'file', 'credential' or "
                "'sealed'"}},
              {R"({ "flie": "K" })", {"2:3: " + at + ".flie: unknown key 'flie'; did you mean 'file'?"}},
              {R"({ "env": "" })", {"2:10: " + at + ".env: must not be empty"}},
              {R"({ "env": 7 })", {"2:10: " + at + ".env: must be text, not a number"}},
              {R"({ "env": "$K" })", {"2:10: " + at + ".env: write the name of the variable without '$'"}},
              {R"({ "env": "2:HUNTER" })",
               {"2:10: " + at + ".env: is no name of an environment variable: letters, digits and '_' only"}},
              {R"({ "file": "~/x.key" })",
               {"2:11: " + at +
                ".file: '~' is not understood here; write the whole path, or one relative to this file"}},
              {R"({ "credential": "/run/x" })",
               {"2:17: " + at +
                ".credential: is the name of a credential, not a path; a path goes into 'file'"}},
              {R"({ "sealed": "x" })", {}},
              {R"({ "sealed": "a b" })",
               {"2:13: " + at + ".sealed: may hold letters, digits, '.', '_' and '-' only, as it was set"}},
              {R"([ "K" ])", {"2:3: " + at + "[0]" + plain}},
              {R"([ { "env": "K" }, { "file": "k" } ])", {}},
              {R"([ { "env": "K" }, null ])", {"2:19: " + at + "[1]: must be an object or text, not null"}},
              {R"([])",
               {"2:1: " + at + ": must hold one secret or two: the one that is good now, and the next one"}},
              {R"(null)", {"2:1: " + at + ": must be an object, text or a list, not null"}},
              {R"("2:HUNTER")", {"2:1: " + at + plain}},
              {R"("")", {"2:1: " + at + ": must not be empty", "2:1: " + at + plain}},
          });
}

TEST_CASE("mistakes about Azure DevOps are told") {
    const std::string auth = R"(, "auth": { "method": "pat", "token": { "env": "T" } } })";
    const std::string kind = R"("work": { "kind": "azure-devops", )";
    check(Home{}, R"({ "tenants": [ { )" + name + ", " + desk + ", " + mappings + ",", "} ] }",
          {
              {R"("work": {})",
               {"2:9: tenants[0].work: the key 'auth' is missing",
                "2:9: tenants[0].work: the key 'kind' is missing",
                "2:9: tenants[0].work: needs 'organization' (Azure DevOps Services), or 'url' and "
                "'collection' (Azure "
                "DevOps Server)"}},
              {R"("work": { "kind": "azure_devops", "organization": "acme")" + auth,
               {"2:19: tenants[0].work.kind: must be 'azure-devops'; did you mean 'azure-devops'?"}},
              {R"("work": { "kind": "jira", "organization": "acme")" + auth,
               {"2:19: tenants[0].work.kind: must be 'azure-devops'"}},
              {kind + R"("organisation": "acme")" + auth,
               {"2:9: tenants[0].work: needs 'organization' (Azure DevOps Services), or 'url' and "
                "'collection' (Azure "
                "DevOps Server)",
                "2:35: tenants[0].work.organisation: unknown key 'organisation'; did you mean "
                "'organization'?"}},
              {kind + R"("organization": "acme", "collection": "c")" + auth,
               {"2:9: tenants[0].work: has both 'organization' (Azure DevOps Services) and 'collection' "
                "(Azure DevOps "
                "Server); exactly one is needed"}},
              {kind + R"("organization": "https://dev.azure.com/acme/")" + auth,
               {"2:51: tenants[0].work.organization: is the name alone, not an address: 'acme'"}},
              {kind + R"("organization": "acme/Widgets")" + auth,
               {"2:51: tenants[0].work.organization: holds characters that no such name has"}},
              {kind + R"("organization": "")" + auth,
               {"2:51: tenants[0].work.organization: must not be empty"}},
              {kind + R"("organization": 7)" + auth,
               {"2:51: tenants[0].work.organization: must be text, not a number"}},
              {kind + R"("collection": "c")" + auth,
               {"2:49: tenants[0].work.collection: needs 'url' beside it, the address of the server, as in "
                "'https://tfs.example/tfs'"}},
              {kind + R"("collection": "c", "url": "https://dev.azure.com")" + auth,
               {"2:49: tenants[0].work.collection: Azure DevOps Services has organizations; write "
                "'organization' instead of "
                "'collection'"}},
              {kind + R"("collection": "a\\b", "url": "https://tfs.example")" + auth,
               {"2:49: tenants[0].work.collection: holds characters that no such name has"}},
              {kind + R"("collection": "c", "url": "http://tfs.example/tfs")" + auth,
               {"2:61: tenants[0].work.url: 'http' is for this machine only (localhost, 127.0.0.1); use "
                "'https'"}},
              {kind + R"("collection": "c", "url": "https://PLANT:hunter2@tfs.example/tfs")" + auth,
               {"2:61: tenants[0].work.url: holds a user name or a password; leave out what stands before "
                "the '@', and give "
                "the secret where the sign-in is configured"}},
              {kind + R"("organization": "acme", "url": "https://dev.azure.com/acme/_apis/projects")" + auth,
               {"2:66: tenants[0].work.url: leave out '/_apis/projects': the address is "
                "'https://dev.azure.com/acme'"}},
              {kind + R"("organization": "acme", "ca_file": "none.pem")" + auth,
               {"2:70: tenants[0].work.ca_file: there is no file none.pem"}},
              {kind + R"("organization": "acme", "project": "Widgets")" + auth,
               {"2:59: tenants[0].work.project: unknown key 'project'; known here: 'kind', 'url', "
                "'organization', "
                "'collection', 'ca_file' or 'auth'"}},
          });
}

TEST_CASE("however a good file is spoilt, it is either good still or every problem has its place") {
    const Home home;
    const std::string good = R"({ // all of it
  "state": "s.db", "listen": "127.0.0.1:1", "defaults": { "poll_seconds": 9, "entra": { "client_id": "a", "client_secret": { "env": "B" } } },
  "tenants": [ { "name": "acme", "proxy": null, "timezone": "+01:00",
    "desk": { "kind": "deskpro", "url": "https://a.example", "api_key": { "file": "k" } },
    "work": { "kind": "azure-devops", "organization": "acme", "auth": { "method": "pat", "token": { "env": "T" } } },
    "mappings": [ "bug.json", ], }, ] })";
    REQUIRE(home.problems(good).empty());
    std::mt19937 random(1234);
    INFO("seed 1234");
    std::size_t refused = 0;
    const auto look = [&](const std::string& text) {
        for (const auto& problem : home.problems(text)) {
            ++refused;
            INFO(text);
            REQUIRE(problem.find("deskbridge.json:") == 0);
            REQUIRE(std::isdigit(static_cast<unsigned char>(problem.at(16))) != 0);
        }
    };
    for (std::size_t length = 0; length < good.size(); ++length) look(good.substr(0, length));
    for (int i = 0; i < 3'000; ++i) {
        std::string text = good;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0: text.erase(at, 1 + random() % 8); break;
                case 1: text.insert(at, 1, "{}[]\",:/ \\01z\n"[random() % 14]); break;
                case 2: text[at] = static_cast<char>(random() % 256); break;
                default: {  // a part somewhere else
                    const std::string part = text.substr(random() % text.size(), random() % 30);
                    text.insert(at, part);
                }
            }
        }
        look(text);
    }
    CHECK(refused > 1'000);
}
