#include "folder.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using deskbridge::testing::Folder;
using Texts = std::vector<std::string>;

namespace {

struct Home : Folder {
    Home() { file("bug.json", "{}"); }

    /// A configuration of one tenant with more keys of `defaults` and of the tenant itself.
    static std::string with(const std::string& defaults, const std::string& tenant) {
        return R"({ "defaults": { )" + defaults + R"( }, "tenants": [ { "name": "acme",
  "desk": { "kind": "deskpro", "url": "https://acme.deskpro.com", "api_key": { "file": "acme.key" } },
  "work": { "kind": "azure-devops", "organization": "acme", "auth": { "method": "pat", "token": { "file": "acme.pat" } } },
  "mappings": ["bug.json"] )" +
               tenant + " } ] }";
    }
    PeopleSettings people(const std::string& defaults, const std::string& tenant) const {
        return load(with(defaults, tenant)).settings.tenants.at(0).options.people;
    }
    Texts wrong(const std::string& people_file) const {
        file("people.json", people_file);
        return problems(with("", R"(, "people": "people.json")"));
    }
};

}  // namespace

TEST_CASE("people are read with comments, by address without regard to case") {
    const Home home;
    home.file("team/people.json", R"({
  "$schema": "people.schema.json",
  // by the directory of the plant
  "Grace@Acme.example": "CORP\\grace",
  "ada@acme.example": "ada.lovelace@corp.example",
  "support-bot@acme.example": null, })");
    const PeopleSettings expected = {{"ada@acme.example", "ada.lovelace@corp.example"},
                                     {"grace@acme.example", "CORP\\grace"},
                                     {"support-bot@acme.example", std::nullopt}};
    CHECK(home.people("", R"(, "people": "team/people.json")") == expected);
    CHECK(home.people(R"("people": "team/people.json")", "") == expected);
}

TEST_CASE("a tenant's own people go before inherited ones, and null is nobody") {
    const Home home;
    home.file("all.json", R"({ "a@x.example": "all" })");
    home.file("own.json", R"({ "b@x.example": "own" })");
    CHECK(home.people(R"("people": "all.json")", R"(, "people": "own.json")") ==
          PeopleSettings{{"b@x.example", "own"}});
    CHECK(home.people(R"("people": "all.json")", R"(, "people": null)").empty());
    CHECK(home.people("", "").empty());
}

TEST_CASE("mistakes in a people file are told with its own name, line and column") {
    const Home home;
    CHECK(home.wrong("{\n  \"grace\": \"CORP\\\\grace\" }") ==
          Texts{"people.json:2:3: grace: is no e-mail address; an account of the work side stands behind the "
                "':'"});
    CHECK(
        home.wrong(R"({ "a@x.example": "one", "A@x.example": "two" })") ==
        Texts{
            "people.json:1:25: [\"A@x.example\"]: this address stands here a second time, in another case"});
    CHECK(home.wrong(R"({ "a@x.example": "one", "a@x.example": "two" })").size() == 1);
    CHECK(home.wrong(R"({ "a@x.example": "CORP\name" })").at(0).find("a backslash is written twice") !=
          std::string::npos);
    CHECK(home.wrong(R"({ "a@x.example": " b" })").at(0).find("has blanks at an end") != std::string::npos);
    CHECK(home.wrong(R"({ "a@x.example": 7 })").at(0).find("people.json:1:18:") == 0);
    CHECK(home.wrong(R"({ "a@x.example": "" })").size() == 1);
    CHECK(home.wrong("[]").at(0).find("people.json:1:1:") == 0);
    CHECK(home.wrong("{ \"a@x.example\": ").at(0).find("people.json:1:") == 0);
    CHECK(home.problems(Home::with("", R"(, "people": "nowhere.json")")).at(0).find("there is no file") !=
          std::string::npos);
    CHECK(home.problems(Home::with("", R"(, "people": ["people.json"])")).size() == 1);
}

TEST_CASE("a people file that several tenants name has each of its mistakes told once") {
    const Home home;
    home.file("people.json", R"({ "grace": "x" })");
    CHECK(home.problems(Home::with(R"("people": "people.json")", R"(, "people": "people.json")")).size() ==
          1);
}
