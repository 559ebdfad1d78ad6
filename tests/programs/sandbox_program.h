// deskbridge-sandbox as a test uses it: started, told to make trouble, and looked into.
#pragma once

#include "json/json.h"
#include "programs/files.h"
#include "programs/process.h"
#include "programs/web.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace programs {

/// A work item as its API shows it.
struct Item {
    std::int64_t id = 0;
    int revision = 0;
    std::string title;
    std::string repro_steps;
    std::string ticket_url;                     ///< of its hyperlink
    std::string mark;                           ///< the hyperlink's comment
    std::map<std::string, std::string> fields;  ///< texts and numbers by reference name, people by address
};

/// A ticket as its API shows it, messages only when they were asked for.
struct DeskTicket {
    std::int64_t id = 0;
    std::string ref;
    std::string subject;
    std::set<std::string> labels;
    std::string fields;  ///< as JSON
    std::vector<std::string> messages;
};

/// Requests that met a rule, and those that it struck.
struct Standing {
    std::int64_t met = 0;
    std::int64_t struck = 0;
};

/// A running sandbox with ports of its own. Ended with the object.
class SandboxProgram {
public:
    /// The samples; or the tickets of a file. `more` are further arguments. Throws when it does not get
    /// ready.
    explicit SandboxProgram(const std::filesystem::path& tickets = {},
                            const std::vector<std::string>& more = {});

    const std::filesystem::path& folder() const { return folder_.path(); }
    const std::string& desk() const { return desk_; }
    const std::string& work() const { return work_; }
    /// Of the sign-in services.
    const std::string& sign_in() const { return sign_in_; }
    const std::string& organization() const { return organization_; }
    std::string desk_key() const;
    std::string work_token() const;

    /// Adds a rule (sandbox/faults/README.md) and returns its number.
    int add_rule(const std::string& rule);
    Standing standing(int rule);
    void clear_rules();
    /// Turns switches: an object of values.
    void turn(const std::string& switches);

    /// A rule that only counts: requests to `system` with this method whose path and body contain the texts.
    int count(const std::string& system, const std::string& method, const std::string& path,
              const std::string& body = {});

    std::vector<Item> items(const std::string& project = "Widgets");
    std::vector<DeskTicket> tickets(bool with_messages = false);
    /// Any call to the desk's API, below /api/v2; the answer's `data`.
    deskbridge::json::Document desk_call(const std::string& method, const std::string& path,
                                         const std::string& body = {});
    /// Makes a ticket over the API, as a customer would; its id.
    std::int64_t add_ticket(const std::string& subject, const std::string& message);

    /// Any call to the work tracker's API, below the organization; the whole answer.
    deskbridge::json::Document work_call(const std::string& method, const std::string& path,
                                         const std::string& body = {});
    /// An engineer sets a field of an item: `value` is JSON.
    void edit_item(std::int64_t id, const std::string& field, const std::string& value);
    /// A work item that somebody made by hand, a Bug; its id.
    std::int64_t add_item(const std::string& title, const std::string& project = "Widgets");
    /// What is said on an item, oldest first.
    std::vector<std::string> comments(std::int64_t id, const std::string& project = "Widgets");

    /// Everything that a write would change, as one text.
    std::string both_sides();

    Process& process() { return process_; }

private:
    Process start(const std::filesystem::path& tickets, const std::vector<std::string>& more) const;
    void wait_until_ready();
    std::vector<std::string> messages_of(std::int64_t ticket);

    Folder folder_;
    Process process_;
    std::string desk_, work_, sign_in_, organization_, control_;
    std::unique_ptr<Web> desk_web_, work_web_, control_web_;
};

/// Work items by the address of the ticket that their hyperlink leads to.
std::map<std::string, int> items_by_ticket(const std::vector<Item>& items);

}  // namespace programs
