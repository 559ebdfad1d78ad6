// A year of a help desk, as its log has it.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace deskbridge::replay {

/// The whole incident after one update. `shown` is all that people see of it, by column: neither the
/// bookkeeping of the system (sys_*), nor what the log tells with hindsight (who closed it, and when), nor
/// empty columns.
struct Update {
    std::string incident;
    std::string minute;  ///< of the update, as the log writes it; sorts as time does
    std::map<std::string, std::string> shown;
};

/// One incident's updates, in order.
using Incident = std::vector<Update>;

/// The incidents of a log in the order in which they come. Throws std::runtime_error for a text that is none.
std::vector<Incident> incidents_in(const std::string& tsv);

/// How many updates change nothing that is shown.
std::size_t silent_updates(const std::vector<Incident>& incidents);

/// The minute in which most incidents were updated.
std::string busiest_minute(const std::vector<Incident>& incidents);

}  // namespace deskbridge::replay
