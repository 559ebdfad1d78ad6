// A ticket as the desk keeps it. Ids of lists and people are 0 where nothing is chosen.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace sandbox::deskpro {

using Time = std::optional<long long>;

/// What a custom field holds: nothing, a text (also a date, as "2025-05-20"), ids of choices, or yes/no.
using FieldValue = std::variant<std::monostate, std::string, std::vector<long long>, bool>;

struct Message {
    long long id = 0;
    long long person = 0;
    bool is_note = false;
    std::string html;
    long long created = 0;
    std::string hash;
    std::string creation_system;
    std::vector<long long> blobs;
    std::set<long long> inline_blobs;  ///< of these, those that the HTML shows
};

/// A line of the ticket's log: who changed what.
struct LogEntry {
    long long id = 0;
    long long person = 0;
    long long created = 0;
    std::string action;
    std::string before;
    std::string after;
};

struct Ticket {
    long long id = 0;
    std::string ref, subject, original_subject;
    long long status = 0;
    long long department = 0, category = 0, priority = 0, product = 0, workflow = 0;
    int urgency = 1;
    long long agent = 0, agent_team = 0, person = 0, organization = 0, language = 0;
    std::vector<std::string> labels;
    std::vector<long long> cc;
    long long parent = 0;             ///< another ticket
    std::vector<long long> siblings;  ///< tickets that it is linked to, which have it among theirs
    std::map<long long, FieldValue> fields;
    bool is_hold = false, star = false;
    std::string creation_system, hash, auth, access_code;

    long long created = 0;
    long long status_since = 0;
    Time resolved, archived, first_agent_assign, first_agent_reply, last_agent_reply, last_user_reply;
    Time agent_waiting, user_waiting, locked, on_hold;

    std::vector<Message> messages;
    std::vector<LogEntry> logs;
};

/// What is to change; what is left out stays.
struct TicketChange {
    std::optional<std::string> subject;
    std::optional<long long> status;
    std::optional<long long> department, category, priority, product, workflow;
    std::optional<int> urgency;
    std::optional<long long> agent, agent_team, organization, language;
    std::optional<std::vector<std::string>> labels;
    std::optional<std::vector<long long>> cc;
    std::map<long long, FieldValue> fields;
    std::optional<bool> is_hold, star;
};

}  // namespace sandbox::deskpro
