// The state of the desk: its tickets and the rules by which they and their dates move.
#pragma once

#include "sandbox/deskpro/company.h"
#include "sandbox/deskpro/new_ticket.h"
#include "sandbox/deskpro/ticket.h"
#include "sandbox/exchange/exchange.h"

#include <map>
#include <optional>
#include <string>

namespace sandbox::deskpro {

/// A file. `auth` is the secret that lets a message refer to it.
struct Blob {
    long long id = 0;
    std::string auth, filename, content_type, content;
    bool is_temp = true;
};

/// Not thread-safe; whoever owns it holds a lock. References to tickets stay valid until a merge.
/// Only a change of status and a reply move dates: subject, label, list, person and field edits move none.
class Desk {
public:
    Desk(Company setup, Clock clock);

    Company company;
    std::map<long long, Blob> blobs;

    long long now() const { return clock_(); }

    /// Throws std::invalid_argument when there is an objection; then nothing is added.
    Ticket& add(const NewTicket& ticket);
    /// Why a ticket cannot be added: no such status or agent. Everything else is made on the way.
    std::optional<std::string> objection(const NewTicket& ticket) const;
    /// An empty ticket of that person, status awaiting_agent, number and reference given.
    Ticket& open(long long person, const std::string& creation_system, long long wanted_id = 0, Time at = {});
    /// Also hidden tickets; nullptr when there never was one, or it was merged away.
    Ticket* find(long long id);
    const std::map<long long, Ticket>& tickets() const { return tickets_; }

    /// Applies what differs from the present values and logs each difference as done by that person.
    /// True when anything differed.
    bool apply(Ticket& ticket, const TicketChange& change, long long by);
    /// Appends a message and moves the reply dates (a note moves nothing). `at` may lie in the past.
    Message& write(Ticket& ticket, Message message, Time at = {});
    /// Stores the files as the message's own.
    void attach(Message& message, const std::vector<NewFile>& files);
    Blob& store(Blob blob);
    /// False when the ticket has no such message.
    bool rewrite(Ticket& ticket, long long message, const std::string& html, long long by);
    bool erase(Ticket& ticket, long long message, long long by);

    /// Moves the loser's messages, labels and cc to the survivor; the loser is gone from every list.
    /// False when either is missing or both are the same.
    bool merge(long long loser, long long survivor, long long by);
    /// A ticket has one parent at most; 0 takes it away.
    bool set_parent(long long ticket, long long parent, long long by);
    bool set_siblings(long long one, long long other, bool linked, long long by);
    std::vector<long long> children(long long parent) const;
    /// Who is meant by an e-mail address or a name, made when new; 0 for "".
    long long known_person(const std::string& by);
    /// Who writes: `message.by`, else the ticket's person, or the first agent for a note.
    long long author(const Ticket& ticket, const NewMessage& message);

    /// The ticket that a merged-away id lives on in.
    std::optional<long long> survivor(long long id) const;

    const Status& status(const Ticket& ticket) const;
    bool hidden(const Ticket& ticket) const { return status(ticket).type == "hidden"; }
    /// Gives the ticket the hash by which equal ones are told: who asks, what, in which words.
    void seal(Ticket& ticket) const;
    long long count_messages(const Ticket& ticket, bool from_agents) const;
    /// What a new public reply does to the status: a user's makes it await the agent, an agent's the user.
    void turn(Ticket& ticket, bool agent_replied);

private:
    void move_status(Ticket& ticket, const Status& to, long long at);
    void note_change(Ticket& ticket, long long by, const std::string& action, const std::string& before,
                     const std::string& after, Time at = {});
    void choose_lists(Ticket& ticket, const NewTicket& wanted);

    Clock clock_;
    std::map<long long, Ticket> tickets_;
    std::map<long long, std::set<long long>> children_;  ///< by parent
    std::map<long long, long long> merged_;
    std::map<std::string, long long> refs_;
    long long last_message_ = 0;
    long long last_log_ = 0;
};

/// SHA-1 in hexadecimal.
std::string digest(const std::string& text);

}  // namespace sandbox::deskpro
