// A folder with files for one test, gone afterwards, and a way to load settings from it.
#pragma once

#include "config/load.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

namespace deskbridge::testing {

class Folder {
public:
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path file(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << text;
        return path / name;
    }

    Loaded load(const std::string& text) const {
        const DeskKinds desks = {{"deskpro",
                                  {{"url", "address", true, false, ""},
                                   {"api_key", "id and code of an API key", true, true, ""},
                                   {"agent", "whose eyes to see with", false, false, "the key's own"}}},
                                 {"request-tracker", {{"token", "an access token", true, true, ""}}}};
        return load_settings(
            file("deskbridge.json", text), desks,
            [this](const std::string& name) -> std::optional<std::string> {
                const auto found = variables.find(name);
                return found == variables.end() ? std::nullopt : std::optional(found->second);
            },
            [this](const std::filesystem::path&) { return access; });
    }

    /// Every problem of a text as people see it, without the folder's name.
    std::vector<std::string> problems(const std::string& text) const {
        try {
            load(text);
        } catch (const json::FileError& error) {
            return texts(error.problems);
        }
        return {};
    }
    std::vector<std::string> texts(const json::Problems& problems) const {
        std::vector<std::string> out;
        for (const auto& problem : problems) out.push_back(without_folder(problem.text()));
        return out;
    }
    std::string without_folder(std::string text) const {
        const std::string name = path.string();
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
            text.erase(at, name.size() + 1);  // and what parts folder and file
        return text;
    }

    std::filesystem::path path =
        std::filesystem::temp_directory_path() /
        ("deskbridge-config-test-" + std::to_string(getpid()) + "-" + std::to_string(next()));
    std::map<std::string, std::string> variables;
    std::optional<std::filesystem::perms> access = std::filesystem::perms::owner_read;

private:
    static int next() {
        static std::atomic<int> count = 0;
        return ++count;
    }
};

}  // namespace deskbridge::testing
