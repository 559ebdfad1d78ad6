#include "sandbox/program/arguments.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace sandbox;

namespace {

Arguments read(std::vector<const char*> words) {
    words.insert(words.begin(), "deskbridge-sandbox");
    return read_arguments(static_cast<int>(words.size()), words.data());
}

std::string complaint(std::vector<const char*> words) {
    try {
        read(std::move(words));
    } catch (const BadUsage& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("without options everything has its usual value") {
    const auto arguments = read({});
    CHECK_FALSE(arguments.help);
    CHECK(arguments.desk_port == 0);
    CHECK(arguments.work_port == 0);
    CHECK_FALSE(arguments.pages_port.has_value());
    CHECK(arguments.organization == "sandbox");
    CHECK(arguments.level == azure_devops::Level::services);
    REQUIRE(arguments.projects.size() == 2);
    CHECK(arguments.projects[0].name == "Widgets");
    CHECK(arguments.projects[0].process == azure_devops::Process::agile);
    CHECK(arguments.projects[1].name == "Gadgets");
    CHECK(arguments.projects[1].process == azure_devops::Process::scrum);
    CHECK_FALSE(arguments.seed.has_value());
    CHECK(arguments.ready_file.empty());
}

TEST_CASE("every option is taken over") {
    const auto arguments = read({"--tickets",
                                 "t.jsonl",
                                 "--listen-port-desk",
                                 "1",
                                 "--listen-port-work=2",
                                 "--listen-port-pages",
                                 "3",
                                 "--faults",
                                 "f.json",
                                 "--level",
                                 "server2020.1",
                                 "--organization",
                                 "Our Collection",
                                 "--project",
                                 "One",
                                 "--project",
                                 "Two=basic",
                                 "--project",
                                 "Three=cmmi",
                                 "--config",
                                 "dir",
                                 "--seed",
                                 "18446744073709551615"});
    CHECK(arguments.tickets == "t.jsonl");
    CHECK(arguments.desk_port == 1);
    CHECK(arguments.work_port == 2);
    CHECK(arguments.pages_port == 3);
    CHECK(arguments.faults == "f.json");
    CHECK(arguments.level == azure_devops::Level::server2020_1);
    CHECK(arguments.organization == "Our Collection");
    REQUIRE(arguments.projects.size() == 3);
    CHECK(arguments.projects[0].process == azure_devops::Process::agile);
    CHECK(arguments.projects[1].process == azure_devops::Process::basic);
    CHECK(arguments.projects[2].process == azure_devops::Process::cmmi);
    CHECK(arguments.ready_file == std::filesystem::path("dir") / "ready");
    CHECK(arguments.seed == 18446744073709551615ULL);
    CHECK(read({"--config", "dir", "--ready-file", "r"}).ready_file == "r");
}

TEST_CASE("a command line that cannot be followed is refused with a sentence") {
    CHECK(complaint({"--ticket", "x"}).find("--ticket") != std::string::npos);
    CHECK(complaint({"extra"}) == "There is a word on the command line that belongs to no option.");
    CHECK(complaint({"--level", "tfs2018"})
              .starts_with("--level does not know \"tfs2018\"; it can be: services, "));
    CHECK(complaint({"--listen-port-desk", "70000"}) == "--listen-port-desk wants a number from 0 to 65535.");
    CHECK(complaint({"--listen-port-pages", "-1"}) == "--listen-port-pages wants a number from 0 to 65535.");
    CHECK(complaint({"--listen-port-work", "many"}).find("many") != std::string::npos);
    CHECK(complaint({"--project", "One=waterfall"}).find("agile, scrum, basic, cmmi") != std::string::npos);
    CHECK(complaint({"--project", "=agile"}) == "--project wants a name.");
    CHECK(complaint({"--organization", ""}) != "");
}

TEST_CASE("a project may require fields of its own") {
    const auto arguments = read({"--project", "One", "--project", "Two=cmmi", "--required-field",
                                 "Two:Custom.Customer", "--required-field", "Two:Custom.Owner=identity"});
    CHECK(arguments.projects[0].fields.empty());
    REQUIRE(arguments.projects[1].fields.size() == 2);
    const auto& owner = arguments.projects[1].fields[1];
    CHECK(arguments.projects[1].fields[0].type == "string");
    CHECK(owner.reference_name == "Custom.Owner");
    CHECK(owner.name == "Owner");
    CHECK(owner.type == "identity");
    CHECK(owner.required);
    CHECK(complaint({"--required-field", "Nowhere:Custom.X"}).find("a project of this sandbox") !=
          std::string::npos);
    CHECK(complaint({"--required-field", "Widgets:Plain"}).find("with a dot") != std::string::npos);
    CHECK(complaint({"--required-field", "Widgets:Custom.X=person"}).find("identity") != std::string::npos);
}

TEST_CASE("the help names every option") {
    std::ostringstream out;
    print_help(out);
    for (const char* option : {"--tickets", "--listen-port-desk", "--listen-port-work", "--listen-port-pages",
                               "--faults", "--level", "--organization", "--project", "--required-field",
                               "--config", "--ready-file", "--seed", "--help", "--version"}) {
        CHECK(out.str().find(option) != std::string::npos);
    }
}
