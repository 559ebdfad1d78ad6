// Who may include whom: design as data. The libraries of CMake hold the same; here stands the reason when
// they do not, and what they cannot see (a header of a library that another room's link drags in).
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace house {

/// A folder of sources. `rooms` are the folders whose headers it may include besides its own; `parts` the
/// third-party headers, by their beginning ("Poco/", "lua.hpp").
struct Room {
    std::string folder;
    std::set<std::string> rooms;
    std::set<std::string> parts;
};

/// Every room of agent/, adapters/ and sandbox/.
const std::vector<Room>& rooms();

/// Null when the folder is no room.
const Room* room_of(std::string_view folder);

/// The folder that an #include in quotes leads to: "model/ticket.h" -> "agent/model". Empty when it is none
/// of a room.
std::string folder_of_include(std::string_view name);

/// A header of the C++ library itself.
bool is_standard(std::string_view name);

/// A header of the operating system, which belongs in a file whose name ends in _linux or _windows.
bool is_of_the_system(std::string_view name);

}  // namespace house
