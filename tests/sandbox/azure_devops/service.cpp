#include "service.h"

#include <Poco/Base64Encoder.h>
#include <Poco/JSON/Parser.h>
#include <Poco/JSONString.h>
#include <catch2/catch.hpp>
#include <sstream>

namespace test {

namespace {

std::string base64(const std::string& text) {
    std::ostringstream out;
    Poco::Base64Encoder encoder(out);
    encoder << text;
    encoder.close();
    return out.str();
}

}  // namespace

Object parse(const std::string& text) {
    INFO(text.substr(0, 600));
    const auto value = Poco::JSON::Parser().parse(text);
    REQUIRE(value.type() == typeid(Object));
    return value.extract<Object>();
}

Object member(const Object& object, const std::string& name) {
    INFO(name);
    REQUIRE(object->isObject(name));
    return object->getObject(name);
}

Array list(const Object& object, const std::string& name) {
    INFO(name);
    REQUIRE(object->isArray(name));
    return object->getArray(name);
}

std::string text(const Object& object, const std::string& name) {
    const auto value = object->get(name);
    return value.isEmpty() ? "" : value.convert<std::string>();
}

std::string quoted(const std::string& text) {
    return Poco::toJSON(text);
}

Options Service::options(Level level, const std::string& virtual_directory) {
    Options options;
    options.level = level;
    options.organization = virtual_directory.empty() ? "fabrikam" : "DefaultCollection";
    options.virtual_directory = virtual_directory;
    options.users = {{"Ada Lovelace", "ada@fabrikam.example"},
                     {"Bob Bober", "bob@fabrikam.example"},
                     {"Carl Czerny", "carl@fabrikam.example"},
                     {"Sam Same", "sam1@fabrikam.example"},
                     {"Sam Same", "sam2@fabrikam.example"}};
    options.tokens = {{"ada-token", "ada@fabrikam.example", true, true, true},
                      {"bob-token", "bob@fabrikam.example"},
                      {"carl-token", "carl@fabrikam.example", true, false}};
    options.projects = {
        {"Widgets", sandbox::azure_devops::Process::agile, {"Web\\Checkout", "API"}, {"Sprint 1"}, {}},
        {"Größe & Co", sandbox::azure_devops::Process::scrum, {}, {}, {}},
        {"Basics",
         sandbox::azure_devops::Process::basic,
         {},
         {},
         {{"Custom.Team", "Team", "string", {"Issue"}, true, false, {"Red", "Blue"}, ""},
          {"Custom.Locked", "Locked", "string", {}, false, true, {}, ""}}},
        {"Plant", sandbox::azure_devops::Process::cmmi, {}, {}, {}}};
    return options;
}

Service::Service(Level level, const std::string& virtual_directory)
    : Service(options(level, virtual_directory)) {}

Service::Service(const Options& options) : system(options, [this] { return now_ms; }) {}

Reply Service::send(const std::string& method, const std::string& target, const std::string& body,
                    const std::string& secret, sandbox::Headers more) {
    sandbox::Request request;
    request.method = method;
    const auto mark = target.find('?');
    request.path = system.root() + target.substr(0, mark);
    request.query = mark == std::string::npos ? "" : target.substr(mark + 1);
    request.headers = std::move(more);
    request.body = body;
    if (!secret.empty()) request.headers.emplace("Authorization", "Basic " + base64(":" + secret));
    const bool patch = !body.empty() && body.front() == '[' && target.find("$batch") == std::string::npos;
    if (request.headers.count("Content-Type") == 0) {
        request.headers.emplace("Content-Type", patch ? "application/json-patch+json" : "application/json");
    }
    return system.handle(request);
}

Object Service::ok(const std::string& method, const std::string& target, const std::string& body) {
    const Reply reply = send(method, target, body);
    INFO(method << " " << target << " -> " << reply.body.substr(0, 600));
    REQUIRE(reply.status == 200);
    return parse(reply.body);
}

std::string add(const std::string& field, const std::string& value) {
    return R"(,{"op":"add","path":"/fields/)" + field + R"(","value":)" + quoted(value) + "}";
}

std::string create_target(const std::string& type) {
    return "/Widgets/_apis/wit/workitems/$" + type + "?api-version=5.0";
}

Object Service::bug(const std::string& title, const std::string& more) {
    return ok("POST", create_target(), "[" + add("System.Title", title).substr(1) + more + "]");
}

int Service::bug_id(const std::string& title, const std::string& more) {
    return bug(title, more)->getValue<int>("id");
}

Reply Service::patch(int id, const std::string& operations) {
    return send("PATCH", "/_apis/wit/workitems/" + std::to_string(id) + "?api-version=5.0", operations);
}

}  // namespace test
