// Mistakes about signing in to the work tracker.
#include "mistakes.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::testing;

TEST_CASE("mistakes about signing in are told") {
    const std::string before = R"({ "tenants": [ { )" + name + ", " + desk + ", " + mappings +
                               R"(, "work": { "kind": "azure-devops", "organization": "acme", "auth":)";
    const std::string at = "tenants[0].work.auth";
    const std::string app = R"("client_id": "i", "client_secret": { "env": "S" })";
    check(
        Home{}, before, "} } ] }",
        {
            {R"({ "method": "pat", "account": "PLANT\\svc", "token": { "env": "T" } })", {}},
            {"{}", {"2:1: " + at + ": the key 'method' is missing"}},
            {R"("pat")", {"2:1: " + at + ": must be an object, not text"}},
            {R"({ "method": "PAT", "token": { "env": "T" } })",
             {"2:13: " + at +
              ".method: must be 'pat', 'entra-user', 'entra-app', 'azure-devops-oauth' or "
              "'managed-identity'; did you mean 'pat'?"}},
            {R"({ "method": "basic" })",
             {"2:13: " + at +
              ".method: must be 'pat', 'entra-user', 'entra-app', 'azure-devops-oauth' or "
              "'managed-identity'"}},
            {R"({ "method": "pat" })",
             {"2:1: " + at +
              ": the key 'token' is missing: where the personal access token is, as in { \"file\": "
              "\"acme.pat\" }"}},
            {R"({ "method": "pat", "pat": { "env": "T" } })",
             {"2:1: " + at +
                  ": the key 'token' is missing: where the personal access token is, as in { \"file\": "
                  "\"acme.pat\" }",
              "2:20: " + at +
                  ".pat: unknown key 'pat'; known here: 'method', 'account', 'token', 'client_id', "
                  "'client_secret', 'certificate', 'tenant_id', 'authority', 'redirect_uri', 'scopes', "
                  "'expires' or 'own_app'"}},
            {R"({ "method": "pat", "token": { "env": "T" }, "account": "me:hunter2" })",
             {"2:56: " + at + ".account: must not hold a ':'; the token goes into 'token'"}},
            {R"({ "method": "pat", "token": { "env": "T" }, "account": "PLANT\total" })",
             {"2:56: " + at +
              ".account: holds control characters; in JSON a backslash is written twice, as in "
              "\"PLANT\\\\svc-desk\""}},
            {R"({ "method": "pat", "token": { "env": "T" }, "account": "PLANT\svc" })",
             {"2:62: not JSON: invalid escape character in string"}},
            {R"({ "method": "pat", "token": { "env": "T" }, "tenant_id": "x" })",
             {"2:45: " + at + ".tenant_id: 'tenant_id' means nothing with the method 'pat'"}},
            {R"({ "method": "pat", "token": 7 })",
             {"2:29: " + at + ".token: must be an object, text or a list, not a number"}},
            {R"({ "method": "pat", "token": [ { "env": "T" }, { "env": "U" } ] })", {}},
            {R"({ "method": "pat", "token": [ { "env": "T" } ] })", {}},
            {R"({ "method": "pat", "token": [] })",
             {"2:29: " + at +
              ".token: must hold one secret or two: the one that is good now, and the next one"}},
            {R"({ "method": "pat", "token": [ { "env": "T" }, { "env": "T" } ] })",
             {"2:47: " + at + ".token[1]: is the same as the one before it; a list is for a second one"}},
            {R"({ "method": "pat", "token": [ { "env": "T" }, { "evn": "U" } ] })",
             {"2:49: " + at + ".token[1].evn: unknown key 'evn'; did you mean 'env'?"}},
            {R"({ "method": "pat", "token": [ { "env": "T" }, 7 ] })",
             {"2:47: " + at + ".token[1]: must be an object or text, not a number"}},
            {R"({ "method": "entra-app", "tenant_id": "x", "client_id": "i", "client_secret": [ { "env": "S" }, { "file": "s" } ] })",
             {}},
            {R"({ "method": "entra-app", "tenant_id": "x", "client_id": "i", "certificate": [ { "file": "c" }, { "file": "d" } ] })",
             {}},
            {R"({ "method": "pat", "token": {} })",
             {"2:29: " + at + ".token: needs exactly one of 'env', 'file', 'credential' or 'sealed'"}},
            {R"({ "method": "pat", "token": { "evn": "T" } })",
             {"2:31: " + at + ".token.evn: unknown key 'evn'; did you mean 'env'?"}},
            {R"({ "method": "pat", "token": { "env": "T" }, "expires": "2027-03-01" })", {}},
            {R"({ "method": "pat", "token": { "env": "T" }, "expires": "soon" })",
             {"2:56: " + at + ".expires: is no day; write it like \"2027-03-01\""}},
            {R"({ "method": "entra-app", "tenant_id": "x", )" + app + " }", {}},
            {R"({ "method": "entra-app", "tenant_id": "x", "client_id": "i", "certificate": { "file": "c" } })",
             {}},
            {R"({ "method": "entra-app", "tenant_id": "x", "certificate": { "file": "c" }, )" + app + " }",
             {"2:1: " + at +
              ": has both 'client_secret' and 'certificate'; an app proves itself by one of them"}},
            {R"({ "method": "entra-app", "tenant_id": "organizations", )" + app + " }",
             {"2:39: " + at +
              ".tenant_id: an app signs in to one directory: write its id or one of its domains"}},
            {R"({ "method": "entra-user", "tenant_id": "organizations", )" + app + " }", {}},
            {R"({ "method": "entra-user", "tenant_id": "x", "client_id": "public" })", {}},
            {R"({ "method": "entra-user", "tenant_id": "x", "client_id": "i", "redirect_uri": "http://far.example/" })",
             {"2:79: " + at +
              ".redirect_uri: must be an https address, or http://localhost as the app registration has it"}},
            {R"({ "method": "entra-user", "tenant_id": "x", "client_id": "i", "scopes": [] })",
             {"2:73: " + at + ".scopes: must not be empty"}},
            {R"({ "method": "azure-devops-oauth", "redirect_uri": "https://c.example/x", "scopes": [ "vso.work_write" ], )" +
                 app + " }",
             {}},
            {R"({ "method": "azure-devops-oauth", )" + app + " }",
             {"2:1: " + at +
                  ": the key 'redirect_uri' is missing: the callback address that the app was registered "
                  "with",
              "2:1: " + at +
                  ": the key 'scopes' is missing: exactly those that the app was registered with"}},
            {R"({ "method": "managed-identity" })", {}},
            {R"({ "method": "entra-app", "tenant_id": "x", "client_id": "i" })",
             {"2:1: " + at +
              ": the key 'client_secret' is missing: the id and the secret of an app are given together, "
              "never one here and one in 'defaults'"}},
            {R"({ "method": "entra-app", "tenant_id": "x", "client_secret": { "env": "S" } })",
             {"2:1: " + at +
              ": the key 'client_id' is missing: the id and the secret of an app are given together, "
              "never one here and one in 'defaults'"}},
            {R"({ "method": "entra-app", "tenant_id": "x", "authority": "login.example", )" + app + " }",
             {"2:57: " + at + ".authority: must begin with 'https://', as in 'https://login.example'"}},
            {R"({ "method": "managed-identity", "token": { "env": "T" } })",
             {"2:33: " + at + ".token: 'token' means nothing with the method 'managed-identity'"}},
        });
}

TEST_CASE("an app is inherited whole, unless a tenant must have its own") {
    const Home home;
    const std::string before =
        R"({ "defaults": { "entra": { "client_id": "i", "client_secret": { "env": "S" } } },
"tenants": [ { )" +
        name + ", " + desk + ", " + mappings +
        R"(, "work": { "kind": "azure-devops", "organization": "acme", "auth":)";
    const std::string at = "tenants[0].work.auth";
    check(
        home, before, "} } ] }",
        {
            {R"({ "method": "entra-app", "tenant_id": "x" })", {}},
            {R"({ "method": "entra-user", "tenant_id": "x" })", {}},
            {R"({ "method": "entra-app", "tenant_id": "x", "own_app": "required" })",
             {"3:1: " + at +
              ": 'own_app' is \"required\", so 'client_id' and 'client_secret' must stand here"}},
            {R"({ "method": "entra-app", "tenant_id": "x", "own_app": true })",
             {"3:55: " + at + ".own_app: must be 'required'"}},
            {R"({ "method": "azure-devops-oauth", "redirect_uri": "https://c.example/x", "scopes": [ "vso.work" ] })",
             {"3:1: " + at + ": 'client_id' and 'client_secret' are missing, here and in 'defaults.entra'"}},
        });
    check(
        home,
        R"({ "tenants": [ { )" + name + ", " + desk + ", " + mappings +
            R"(, "work": { "kind": "azure-devops", "url": "https://tfs.example", "collection": "c", "auth":)",
        "} } ] }",
        {{R"({ "method": "managed-identity" })",
          {"2:13: " + at + ".method: Azure DevOps Server takes personal access tokens only; write 'pat'"}}});
}
