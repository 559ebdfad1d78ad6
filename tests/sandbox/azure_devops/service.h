// A stand-in with one project of each process and short ways to talk to it.
#pragma once

#include "sandbox/azure_devops/azure_devops.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <memory>
#include <string>
#include <vector>

namespace test {

using sandbox::Reply;
using sandbox::azure_devops::AzureDevOps;
using sandbox::azure_devops::Level;
using sandbox::azure_devops::Options;
using sandbox::azure_devops::Switches;
using Object = Poco::JSON::Object::Ptr;
using Array = Poco::JSON::Array::Ptr;

Object parse(const std::string& text);
Object member(const Object& object, const std::string& name);
Array list(const Object& object, const std::string& name = "value");
std::string text(const Object& object, const std::string& name);
std::string quoted(const std::string& text);

/// The signed-in user is Ada, who may bypass rules; Bob may not; Carl may only read.
struct Service {
    explicit Service(Level level = Level::services, const std::string& virtual_directory = "");
    explicit Service(const Options& options);

    /// `target` is what follows the collection: "/_apis/projects?api-version=7.0".
    Reply send(const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& secret = "ada-token", sandbox::Headers more = {});
    Reply get(const std::string& target) { return send("GET", target); }
    Object ok(const std::string& method, const std::string& target, const std::string& body = "");

    /// A Bug in Widgets; `more` are further operations, each beginning with a comma.
    Object bug(const std::string& title, const std::string& more = "");
    int bug_id(const std::string& title, const std::string& more = "");
    Reply patch(int id, const std::string& operations);

    static Options options(Level level, const std::string& virtual_directory);

    long long now_ms = 1772611886230;  // 2026-03-04T08:11:26.23Z
    AzureDevOps system;
};

std::string add(const std::string& field, const std::string& value);
std::string create_target(const std::string& type = "Bug");

}  // namespace test
