// What tests, pages and files hand in and look at: everything by name, nothing by number.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sandbox::deskpro {

/// `is_inline`: shown inside the message, whose HTML names it as `cid:` and the file's name.
struct NewFile {
    std::string name;
    std::string content_type = "application/octet-stream";
    std::string content;
    bool is_inline = false;
};

/// `by` is an e-mail address or a name; empty is the ticket's person (for a note: the first agent).
/// `at` is milliseconds; nothing means the ticket's creation, or now for a ticket that is already there.
struct NewMessage {
    std::string html;
    bool is_note = false;
    std::string by;
    std::optional<long long> at;
    std::vector<NewFile> files = {};
};

/// A ticket to add. Names that the company does not know yet (department, product, person, custom field ...)
/// are made; only a status and an agent must be known. A custom field's value is its text, the titles of its
/// choices separated by ';', or "true"/"false".
struct NewTicket {
    long long id = 0;  ///< kept when free, else the next free one
    std::string ref;
    std::string subject;
    std::vector<NewMessage> messages;
    std::string status = "awaiting_agent";
    std::string department = "Support";
    std::string category, priority, product, workflow;
    int urgency = 1;
    std::vector<std::string> labels;
    std::string language;  ///< a locale: "de", "pt-BR"
    std::string person_name, person_email;
    std::string organization;
    std::string agent;  ///< e-mail of an agent, or ""
    std::optional<long long> created;
    std::map<std::string, std::string> fields;
    long long line = 0;  ///< of the file it came from, for messages; 0: none
};

/// A change by a person; what is left out stays. Names as in NewTicket, "" clears; `fields` by title.
struct TicketEdit {
    std::optional<std::string> subject, status, department, category, priority, product, agent, organization;
    std::optional<int> urgency;
    std::optional<std::vector<std::string>> labels;
    std::map<std::string, std::string> fields;
};

struct MessageView {
    long long id = 0;
    bool is_note = false;
    std::string by;
    std::string html;
    long long created = 0;
    std::vector<std::string> files = {};  ///< by name
};

/// A ticket to look at. `status` is its code ("hidden.deleted" ...).
struct TicketView {
    long long id = 0;
    std::string ref, subject, status;
    std::string department, category, priority, product, agent, organization, language;
    std::string person_name, person_email;
    std::vector<std::string> labels;
    std::map<std::string, std::string> fields;
    std::vector<MessageView> messages;
    long long created = 0, status_since = 0;
};

}  // namespace sandbox::deskpro
