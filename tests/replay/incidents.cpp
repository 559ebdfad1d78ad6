#include "incidents.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>

namespace deskbridge::replay {

namespace {

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    for (std::size_t from = 0;;) {
        const auto end = line.find('\t', from);
        cells.push_back(line.substr(from, end - from));
        if (end == std::string::npos) return cells;
        from = end + 1;
    }
}

bool is_shown(const std::string& column) {
    static const std::set<std::string> hindsight{"closed_code", "resolved_by", "resolved_at", "closed_at"};
    return column != "number" && column.rfind("sys_", 0) != 0 && hindsight.count(column) == 0;
}

Update update_of(const std::vector<std::string>& columns, const std::vector<std::string>& cells) {
    Update update;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == "number") update.incident = cells[i];
        if (columns[i] == "sys_updated_at") update.minute = cells[i];
        if (is_shown(columns[i]) && !cells[i].empty()) update.shown[columns[i]] = cells[i];
    }
    return update;
}

}  // namespace

std::vector<Incident> incidents_in(const std::string& tsv) {
    std::istringstream in(tsv);
    std::string line;
    std::getline(in, line);
    const auto columns = cells_of(line);
    std::vector<Incident> incidents;
    while (std::getline(in, line)) {
        const auto cells = cells_of(line);
        if (cells.size() != columns.size()) throw std::runtime_error("a row of the log has other columns");
        auto update = update_of(columns, cells);
        if (incidents.empty() || incidents.back().front().incident != update.incident)
            incidents.emplace_back();
        incidents.back().push_back(std::move(update));
    }
    return incidents;
}

std::size_t silent_updates(const std::vector<Incident>& incidents) {
    std::size_t count = 0;
    for (const auto& incident : incidents)
        for (std::size_t i = 1; i < incident.size(); ++i)
            count += incident[i].shown == incident[i - 1].shown ? 1 : 0;
    return count;
}

std::string busiest_minute(const std::vector<Incident>& incidents) {
    std::map<std::string, std::size_t> count;
    for (const auto& incident : incidents) {
        std::set<std::string> minutes;
        for (const auto& update : incident) minutes.insert(update.minute);
        for (const auto& minute : minutes) ++count[minute];
    }
    const auto most = std::max_element(count.begin(), count.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == count.end() ? std::string() : most->first;
}

}  // namespace deskbridge::replay
