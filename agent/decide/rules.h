// What deciding must know of the work side besides the item itself.
#pragma once

#include "model/process.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace deskbridge {

/// Accounts of the work side by e-mail address of the desk, which is in lower case (A-Z); nothing = the field
/// stays empty, on purpose.
using People = std::map<std::string, std::optional<std::string>, std::less<>>;

/// Gathered before deciding. `unknown_people` holds pairs of field and person (as sent) that the tracker
/// has refused: such a field stays empty, with a note.
struct Rules {
    std::map<std::string, Process, std::less<>> processes;             ///< by project as the mapping names it
    std::map<std::string, std::string, std::less<>> missing_projects;  ///< project -> why it cannot be used
    std::set<std::pair<std::string, std::string>> unknown_people;
    People people;  ///< what people wrote; whoever is not in it goes by their own address
};

}  // namespace deskbridge
