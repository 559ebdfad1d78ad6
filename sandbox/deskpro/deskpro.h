// The Deskpro (API v2) stand-in: answers HTTP calls as a desk does, and lets tests and pages work on the same
// tickets as the people of the company would.
#pragma once

#include "sandbox/deskpro/company.h"
#include "sandbox/deskpro/new_ticket.h"
#include "sandbox/deskpro/options.h"
#include "sandbox/exchange/exchange.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

/// Thread-safe: one lock around every call. It starts without tickets.
/// What the methods below do is done by people of the company, not over the API: they are never counted.
/// Those that say so answer why nothing was done, or nothing when it was.
class Deskpro : public System {
public:
    using Refusal = std::optional<std::string>;

    explicit Deskpro(deskpro::Options options = {}, Clock clock = wall_clock(),
                     deskpro::Company company = deskpro::default_company());
    ~Deskpro() override;

    Reply handle(const Request& request) override;

    /// Adds one ticket and returns its id. Throws std::invalid_argument for a status or agent
    /// nobody knows.
    long long add(const deskpro::NewTicket& ticket);
    /// Adds all or, when one has a status or agent nobody knows, none (std::invalid_argument names its line).
    /// Ids that are given and free are kept, whatever the order; the others get the numbers after the
    /// highest.
    std::vector<long long> add_all(std::vector<deskpro::NewTicket> tickets);

    /// `by` is an e-mail address or a name.
    Refusal edit(long long ticket, const deskpro::TicketEdit& edit, const std::string& by = "");
    /// A reply or a note; a user's reply makes the ticket await the agent. Returns the message's id, 0 when
    /// there is no such ticket.
    long long write(long long ticket, const deskpro::NewMessage& message);
    Refusal edit_message(long long ticket, long long message, const std::string& html,
                         const std::string& by = "");
    Refusal remove_message(long long ticket, long long message, const std::string& by = "");
    Refusal merge(long long loser, long long survivor);
    /// One ticket becomes the other's child; with 0 as parent it is nobody's any more.
    Refusal set_parent(long long ticket, long long parent);
    /// Links two tickets as siblings, or takes that away.
    Refusal set_siblings(long long one, long long other, bool linked);
    /// Deleting and spam hide a ticket; `restore` brings it back as awaiting the agent.
    Refusal remove(long long ticket);
    Refusal spam(long long ticket);
    Refusal restore(long long ticket);

    /// Every ticket by id, hidden ones with their hidden status, merged-away ones not.
    std::vector<deskpro::TicketView> tickets() const;
    std::optional<deskpro::TicketView> ticket(long long id) const;
    std::vector<deskpro::MessageView> notes(long long ticket) const;
    std::optional<long long> ticket_id(const std::string& ref) const;
    /// A copy of the lists a ticket chooses from.
    deskpro::Company company() const;

    deskpro::Options options() const;
    /// Changes switches while it runs.
    void change_options(const std::function<void(deskpro::Options&)>& change);
    void change_company(const std::function<void(deskpro::Company&)>& change);

    /// Every token given so far is refused from now on.
    void end_tokens();
    /// A bearer token stands for that agent until then (milliseconds since 1970).
    void accept(const std::string& bearer, const std::string& email, long long ends);

    /// Called before page 2, 3, ... of a list of tickets (GET) is put together, and before a batch that
    /// begins with such a page, outside the lock: it may add, edit or remove tickets, so that the list shifts
    /// under whoever walks it. Empty: nothing.
    void between_pages(std::function<void(int page)> hook);

    /// Calls since the start by class, as "GET tickets/{id}/messages"; those inside a batch apart. `writes`
    /// are calls that were carried out and changed something or were meant to, inside a batch or not.
    struct Counters {
        std::map<std::string, long long> requests, inner;
        long long total = 0, writes = 0;
    };
    Counters counters() const;
    void reset_counters();

private:
    bool is_stopped_before(const Request& request) const;

    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace sandbox
