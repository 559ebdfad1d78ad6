// A real Request Tracker as a test uses it: its people, and what it holds.
#pragma once

#include "json/json.h"
#include "programs/web.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace real {

struct Ticket {
    std::string id;
    std::string subject;
    std::string status;
    std::int64_t priority = 0;
    std::map<std::string, std::vector<std::string>> custom;
};

/// What is said on a ticket: the text and whether it went to everyone.
struct Said {
    std::string text;
    bool for_everyone = false;
};

/// Begins anew with an empty desk, by tests/real/request_tracker/server in $DESKBRIDGE_REAL; ended with the
/// object.
class RequestTrackerDesk {
public:
    RequestTrackerDesk();
    ~RequestTrackerDesk();

    const std::string& url() const { return url_; }
    const std::string& token_of(const std::string& account) const { return tokens_.at(account); }

    /// Somebody of the staff does something; the answer, which has to be a good one.
    deskbridge::json::Document staff(const std::string& method, const std::string& path,
                                     const std::string& body = {});
    /// A customer's ticket in a queue, with labels, and a file when it has a content; its id.
    std::string add(const std::string& queue, const std::string& subject, const std::string& html,
                    const std::string& label = "bug", const std::string& file = {});
    void reply(const std::string& ticket, const std::string& html);
    void note(const std::string& ticket, const std::string& html);
    /// `value` is JSON.
    void set(const std::string& ticket, const std::string& name, const std::string& value);

    Ticket ticket(const std::string& id);
    std::vector<Said> said_on(const std::string& id);
    std::size_t files_on(const std::string& id, const std::string& name);
    /// The number of the last thing that happened to any ticket.
    std::int64_t last_transaction();
    /// Whoever is being answered gets no answer.
    void cut();
    /// Everything that was mailed so far.
    std::string mailed() const;

private:
    std::string folder_;
    std::string url_;
    std::string mailbox_;
    std::map<std::string, std::string> tokens_;
};

}  // namespace real
