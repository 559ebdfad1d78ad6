// Incidents of the log as tickets of a workbench.
#pragma once

#include "incidents.h"
#include "workbench/two_sides.h"

#include <map>
#include <string>

namespace deskbridge::replay {

/// Everything that is shown of an incident stands on its ticket: state and priority as such, each column as a
/// label. So two rows that show the same are the same ticket, and no others are.
class IncidentDesk {
public:
    explicit IncidentDesk(workbench::TwoSides& sides) : sides_(sides) {}

    /// The ticket of an incident that is new, or its next update. A silent update touches what no mapping
    /// reads.
    void take(const Update& update);
    /// What the work items of these tickets must hold by now, against what they do: sentences.
    std::vector<std::string> differences();
    long long ticket_of(const std::string& incident) const { return tickets_.at(incident).id; }
    std::size_t size() const { return tickets_.size(); }

private:
    struct Known {
        long long id = 0;
        std::map<std::string, std::string> shown;
        std::map<std::string, std::string> settled;  ///< when both sides were compared last
        int touched = 0;
        int revisions = 0;  ///< of the item, then
    };
    void compare(const std::string& incident, Known& known, std::vector<std::string>& out);

    workbench::TwoSides& sides_;
    std::map<std::string, Known> tickets_;
};

}  // namespace deskbridge::replay
