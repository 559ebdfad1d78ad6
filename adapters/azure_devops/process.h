// Reads what a project's process demands: six calls, one more for each type whose fields are wanted.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/rules.h"
#include "adapters/azure_devops/wire.h"
#include "model/process.h"

#include <map>
#include <span>
#include <string>

namespace deskbridge::azure_devops {

/// Does not own what it is given. What had come before a reading broke off is kept for the next attempt at
/// the same project, so that a server that fails now and then cannot keep it from ending.
class ProcessReading {
public:
    ProcessReading(Client& client, Kinds& kinds) : client_(client), kinds_(kinds) {}

    /// As WorkTracker::read_process. What it learns of the collection's fields goes into `kinds`.
    Process read(const std::string& project, std::span<const std::string> types);

private:
    json::Document ask(const Resource& resource, const std::string& path, const std::string& doing);
    json::Document ask_project(const std::string& project);
    void read_trees(const std::string& root, Process& process);
    void read_categories(const std::string& path, const std::string& doing, TypeRules& type);
    void read_details(const std::string& root, const Catalogue& catalogue, TypeRules& type);

    Client& client_;
    Kinds& kinds_;
    std::string project_;                         ///< whose answers are kept
    std::map<std::string, std::string> answers_;  ///< by path, of the reading that has not ended yet
};

}  // namespace deskbridge::azure_devops
