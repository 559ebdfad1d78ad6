#include "rooms.h"

#include "source_tree.h"

#include <algorithm>
#include <filesystem>

namespace house {

namespace {

constexpr std::string_view separators = "/";

bool stands_alone(std::string_view name) {
    return name.find_first_of(separators) == std::string_view::npos;
}

/// Adapters, whichever there are: values, rich text, the contract, JSON. Beside them the registry, which
/// names the help desks.
void add_adapters(std::vector<Room>& all) {
    Room registry{"adapters", {"agent/contract"}, {}};
    for (const auto& entry : std::filesystem::directory_iterator(root() / "adapters")) {
        if (!entry.is_directory()) continue;
        const auto folder = "adapters/" + entry.path().filename().string();
        all.push_back({folder, {"agent/model", "agent/content", "agent/contract", "agent/json"}, {"fmt/"}});
        if (folder != "adapters/azure_devops") registry.rooms.insert(folder);
    }
    all.push_back(std::move(registry));
}

std::vector<Room> listed() {
    return {
        // pure
        {"agent/model", {}, {}},
        {"agent/content", {"agent/model"}, {"gumbo.h", "cmark-gfm", "sodium.h"}},
        {"agent/mapping", {"agent/model", "agent/content"}, {"lua.hpp", "fmt/"}},
        {"agent/decide", {"agent/model", "agent/mapping", "agent/content"}, {"fmt/"}},

        // what the core asks of the outside
        {"agent/contract", {"agent/model"}, {}},

        // the engine
        {"agent/sync",
         {"agent/model", "agent/mapping", "agent/content", "agent/decide", "agent/contract"},
         {"fmt/"}},

        // borders
        {"agent/json", {"agent/model", "agent/contract"}, {"rapidjson/", "valijson/", "fmt/"}},
        {"agent/store", {"agent/model", "agent/contract"}, {"sqlite3.h", "fmt/"}},
        {"agent/http", {"agent/model", "agent/contract"}, {"Poco/", "openssl/", "fmt/"}},
        {"agent/auth", {"agent/model", "agent/contract", "agent/json"}, {"sodium.h", "openssl/", "fmt/"}},
        {"agent/config",
         {"agent/model", "agent/contract", "agent/json", "agent/auth", "agent/mapping"},
         {"fmt/"}},
        {"agent/platform", {"agent/model", "agent/contract"}, {"sodium.h", "fmt/"}},

        // composition
        {"agent/setup",
         {"agent/model", "agent/mapping", "agent/contract", "agent/sync", "agent/store", "agent/config",
          "agent/auth", "agent/http", "agent/json", "agent/platform", "adapters", "adapters/azure_devops"},
         {"fmt/"}},
        {"agent/commands",
         {"agent/model", "agent/content", "agent/mapping", "agent/decide", "agent/contract", "agent/sync",
          "agent/http", "agent/json", "agent/store", "agent/config", "agent/auth", "agent/platform",
          "agent/setup"},
         {"boost/program_options.hpp", "fmt/"}},
        {"agent", {"agent/auth", "agent/commands", "agent/platform"}, {"boost/program_options.hpp", "fmt/"}},

        // the stand-ins know nothing of the agent
        {"sandbox/exchange", {}, {}},
        {"sandbox/deskpro", {"sandbox/exchange"}, {"Poco/", "fmt/"}},
        {"sandbox/azure_devops", {"sandbox/exchange"}, {"Poco/", "gumbo.h", "fmt/"}},
        {"sandbox/sign_in", {"sandbox/exchange"}, {"Poco/", "openssl/", "fmt/"}},
        {"sandbox/faults", {"sandbox/exchange"}, {"Poco/", "fmt/"}},
        {"sandbox/server", {"sandbox/exchange"}, {"Poco/", "fmt/"}},
        {"sandbox/pages", {"sandbox/exchange", "sandbox/deskpro", "sandbox/azure_devops"}, {"Poco/", "fmt/"}},
        {"sandbox/program",
         {"sandbox/exchange", "sandbox/deskpro", "sandbox/azure_devops", "sandbox/sign_in", "sandbox/faults"},
         {"Poco/", "boost/program_options.hpp", "fmt/"}},
        {"sandbox",
         {"sandbox/exchange", "sandbox/deskpro", "sandbox/azure_devops", "sandbox/sign_in", "sandbox/faults",
          "sandbox/server", "sandbox/pages", "sandbox/program"},
         {"fmt/"}},
    };
}

}  // namespace

const std::vector<Room>& rooms() {
    static const std::vector<Room> all = [] {
        auto rooms = listed();
        add_adapters(rooms);
        return rooms;
    }();
    return all;
}

const Room* room_of(std::string_view folder) {
    const auto found =
        std::find_if(rooms().begin(), rooms().end(), [&](const Room& room) { return room.folder == folder; });
    return found == rooms().end() ? nullptr : &*found;
}

std::string folder_of_include(std::string_view name) {
    const auto end = name.find_last_of(separators);
    if (end == std::string_view::npos) return {};
    const std::string folder(name.substr(0, end));
    // agent's own rooms are named without it
    for (const auto& candidate : {"agent/" + folder, folder})
        if (room_of(candidate) != nullptr) return candidate;
    return {};
}

bool is_standard(std::string_view name) {
    return stands_alone(name) && name.find('.') == std::string_view::npos;
}

bool is_of_the_system(std::string_view name) {
    static const std::set<std::string_view> known{
        "fcntl.h",   "unistd.h",  "poll.h",   "signal.h", "spawn.h",    "netdb.h",    "pwd.h",
        "termios.h", "windows.h", "aclapi.h", "sddl.h",   "shellapi.h", "wincrypt.h", "winsock2.h"};
    return known.contains(name) || name.starts_with("sys/") || name.starts_with("netinet/") ||
           name.starts_with("arpa/") || name.starts_with("linux/");
}

}  // namespace house
