// What RT knows beside tickets: queues, custom fields, people. Read once and kept for an hour by the desk's
// clock.
#pragma once

#include "adapters/request_tracker/client.h"
#include "model/value.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

struct Queue {
    std::string id;
    std::string name;
    std::string lifecycle;
    bool has_sla = false;
};

/// A custom field of tickets. Without the right to see its definition it is not listed, and then known by its
/// values alone.
struct CustomField {
    enum class Kind { text, html, choice, date, date_time, file };
    std::string id;
    std::string name;
    Kind kind = Kind::text;
    bool several = false;
};

class Lookups {
public:
    Lookups(Client& client, const RequestTrackerSettings& settings);

    /// Those that the account sees.
    const std::vector<Queue>& queues();
    /// By name or number; nothing when the account sees none such.
    const Queue* queue_named(const std::string& name);
    const std::vector<CustomField>& custom_fields();
    const CustomField* custom_field_named(const std::string& name);
    /// The choices of a field; empty when they are not shown to this account.
    const std::vector<std::string>& choices(const CustomField& field);
    /// So that what is not found is looked for in lists that are fresh. True when there was something to
    /// forget.
    bool forget();

    /// An account by its name, with what RT shows of it.
    Person person(const std::string& name);
    /// The account's name for an e-mail address, or for the name or full name of only one; nothing when there
    /// is none.
    std::optional<std::string> user_like(const Person& person);

    /// Ourselves, with what only we see.
    const json::Document& self();
    /// Whether RT reads and writes dates of custom fields in UTC for us.
    bool is_in_utc();

    /// new, open, waiting, solved, closed.
    std::string status_category(const std::string& lifecycle, const std::string& status,
                                const std::string& ticket_id, bool started);

    const RequestTrackerSettings& settings() const { return settings_; }

private:
    void refresh();
    bool is_inactive(const std::string& lifecycle, const std::string& status, const std::string& ticket_id);
    bool reads_dates_in_utc();

    Client& client_;
    RequestTrackerSettings settings_;
    std::optional<std::vector<Queue>> queues_;
    std::optional<std::vector<CustomField>> fields_;
    std::map<std::string, std::vector<std::string>> choices_;
    std::map<std::string, Person> people_;
    std::map<std::string, bool> inactive_;
    std::optional<json::Document> self_;
    std::optional<bool> in_utc_;
    std::optional<Time> since_;
};

/// What a page that is not full means: rows that the account may not see are left out of pages after these
/// were cut.
enum class Short { is_the_end, may_hide_rows };

/// All rows of a list that has no total: pages are read until one is empty or is the one before again. `json`
/// is a search to be posted, or empty.
std::vector<json::Document> all_pages(Client& client, const std::string& path, Query query,
                                      const std::string& json, Short meaning, const std::string& what);

}  // namespace deskbridge::request_tracker
