#include "sandbox/deskpro/desk.h"

#include "sandbox/deskpro/calendar.h"

#include <Poco/DigestEngine.h>
#include <Poco/SHA1Engine.h>
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace sandbox::deskpro {

namespace {

/// "MRD-2025XON927". Multiplying by a number prime to the modulus scatters ids without ever meeting.
std::string make_ref(long long id, long long created) {
    constexpr long long span = 26LL * 26 * 26 * 1000;
    long long code = id % span * 7'654'321 % span;
    const auto digits = code % 1000;
    code /= 1000;
    std::string letters;
    for (int i = 0; i < 3; ++i, code /= 26) letters += static_cast<char>('A' + code % 26);
    return fmt::format("MRD-{}{}{:03}", api_date(created).substr(0, 4), letters, digits);
}

std::string show(const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* choices = std::get_if<std::vector<long long>>(&value)) {
        return fmt::format("{}", fmt::join(*choices, ","));
    }
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    return "";
}

std::string show(const std::vector<std::string>& labels) {
    return fmt::format("{}", fmt::join(labels, ", "));
}
std::string show(const std::vector<long long>& people) {
    return fmt::format("{}", fmt::join(people, ","));
}
std::string show(const std::string& text) {
    return text;
}
std::string show(long long number) {
    return std::to_string(number);
}

}  // namespace

std::string digest(const std::string& text) {
    Poco::SHA1Engine engine;
    engine.update(text);
    return Poco::DigestEngine::digestToHex(engine.digest());
}

Desk::Desk(Company setup, Clock clock) : company(std::move(setup)), clock_(std::move(clock)) {}

Ticket& Desk::open(long long person, const std::string& creation_system, long long wanted_id, Time at) {
    const auto highest = std::max(tickets_.empty() ? 0 : tickets_.rbegin()->first,
                                  merged_.empty() ? 0 : merged_.rbegin()->first);
    const bool free = wanted_id > 0 && !tickets_.count(wanted_id) && !merged_.count(wanted_id);
    const auto id = free ? wanted_id : highest + 1;
    auto& ticket = tickets_[id];
    ticket.id = id;
    ticket.created = ticket.status_since = at.value_or(now());
    ticket.ref = make_ref(id, ticket.created);
    ticket.status = company.status("awaiting_agent")->id;
    ticket.user_waiting = ticket.created;
    ticket.person = person;
    if (const auto* known = company.person(person)) ticket.organization = known->organization;
    ticket.creation_system = creation_system;
    ticket.auth = digest(fmt::format("auth {}", id)).substr(0, 20);
    ticket.access_code = digest(fmt::format("access {}", id)).substr(0, 10);
    refs_.emplace(ticket.ref, id);
    note_change(ticket, person, "ticket_created", "", "", ticket.created);
    return ticket;
}

void Desk::choose_lists(Ticket& ticket, const NewTicket& wanted) {
    const auto choose = [](auto& list, const std::string& title) {
        return title.empty() ? 0LL : know_title(list, title);
    };
    ticket.department = choose(company.departments, wanted.department);
    ticket.category = choose(company.categories, wanted.category);
    ticket.priority = choose(company.priorities, wanted.priority);
    ticket.product = choose(company.products, wanted.product);
    ticket.workflow = choose(company.workflows, wanted.workflow);
    ticket.language = wanted.language.empty() ? 0 : company.know_language(wanted.language);
    if (!wanted.organization.empty())
        ticket.organization = choose(company.organizations, wanted.organization);
}

std::optional<std::string> Desk::objection(const NewTicket& wanted) const {
    if (!company.status(wanted.status)) return fmt::format("no status \"{}\"", wanted.status);
    const auto* agent = company.person_by_email(wanted.agent);
    if (!wanted.agent.empty() && !(agent && agent->is_agent))
        return fmt::format("no agent \"{}\"", wanted.agent);
    return std::nullopt;
}

Ticket& Desk::add(const NewTicket& wanted) {
    if (const auto reason = objection(wanted)) throw std::invalid_argument(*reason);
    const bool anonymous = wanted.person_name.empty() && wanted.person_email.empty();
    const auto person = company.know_person(anonymous ? "Guest" : wanted.person_name, wanted.person_email);
    auto& ticket = open(person, "web.portal", wanted.id, wanted.created);
    if (!wanted.ref.empty() && !refs_.count(wanted.ref)) {
        refs_.erase(ticket.ref);
        ticket.ref = wanted.ref;
        refs_.emplace(ticket.ref, ticket.id);
    }
    ticket.subject = ticket.original_subject = wanted.subject;
    choose_lists(ticket, wanted);
    ticket.urgency = wanted.urgency;
    for (const auto& label : wanted.labels) {
        if (std::find(ticket.labels.begin(), ticket.labels.end(), label) == ticket.labels.end()) {
            ticket.labels.push_back(label);
        }
    }
    if (const auto* agent = company.person_by_email(wanted.agent)) {
        ticket.agent = agent->id;
        ticket.first_agent_assign = ticket.created;
    }
    for (const auto& [title, text] : wanted.fields) {
        auto& field = company.know_field(title);
        ticket.fields[field.id] = company.value_of(field, text);
    }
    for (const auto& message : wanted.messages) {
        Message written;
        written.person = author(ticket, message);
        written.is_note = message.is_note;
        written.html = message.html;
        written.creation_system = "web.portal";
        attach(written, message.files);
        write(ticket, std::move(written), message.at.value_or(ticket.created));
    }
    seal(ticket);
    const auto& wanted_status = *company.status(wanted.status);
    if (wanted_status.id != ticket.status) move_status(ticket, wanted_status, ticket.created);
    return ticket;
}

long long Desk::known_person(const std::string& by) {
    if (by.find('@') != std::string::npos) return company.know_person("", by);
    for (const auto& [id, person] : company.people) {
        if (!by.empty() && person.name == by) return id;
    }
    return by.empty() ? 0 : company.know_person(by, "");
}

long long Desk::author(const Ticket& ticket, const NewMessage& message) {
    if (!message.by.empty()) return known_person(message.by);
    if (!message.is_note) return ticket.person;
    for (const auto& [id, person] : company.people) {
        if (person.is_agent) return id;
    }
    return ticket.person;
}

Ticket* Desk::find(long long id) {
    const auto found = tickets_.find(id);
    return found == tickets_.end() ? nullptr : &found->second;
}

const Status& Desk::status(const Ticket& ticket) const {
    return *find_id(company.statuses, ticket.status);
}

void Desk::move_status(Ticket& ticket, const Status& to, long long at) {
    ticket.status = to.id;
    ticket.status_since = at;
    // who is being waited for, seen from the one who waits
    ticket.user_waiting = to.type == "awaiting_agent" ? Time(at) : std::nullopt;
    ticket.agent_waiting = to.type == "awaiting_user" ? Time(at) : std::nullopt;
    if (to.type == "resolved") {
        ticket.resolved = at;
    } else if (to.type != "archived" && to.type != "hidden") {
        ticket.resolved.reset();
    }
    ticket.archived = to.type == "archived" ? Time(at) : std::nullopt;
}

void Desk::note_change(Ticket& ticket, long long by, const std::string& action, const std::string& before,
                       const std::string& after, Time at) {
    ticket.logs.push_back({++last_log_, by, at.value_or(now()), action, before, after});
}

bool Desk::apply(Ticket& ticket, const TicketChange& change, long long by) {
    const auto logged = ticket.logs.size();
    const auto set = [&](const char* name, auto& present, const auto& wanted) {
        if (!wanted || *wanted == present) return false;
        note_change(ticket, by, fmt::format("changed_{}", name), show(present), show(*wanted));
        present = *wanted;
        return true;
    };
    if (change.status && *change.status != ticket.status) {
        const auto& to = *find_id(company.statuses, *change.status);
        note_change(ticket, by, "changed_status", status(ticket).code, to.code);
        move_status(ticket, to, now());
    }
    set("subject", ticket.subject, change.subject);
    set("department", ticket.department, change.department);
    set("category", ticket.category, change.category);
    set("priority", ticket.priority, change.priority);
    set("product", ticket.product, change.product);
    set("workflow", ticket.workflow, change.workflow);
    set("urgency", ticket.urgency, change.urgency);
    if (set("agent", ticket.agent, change.agent) && ticket.agent && !ticket.first_agent_assign) {
        ticket.first_agent_assign = now();
    }
    set("agent_team", ticket.agent_team, change.agent_team);
    set("organization", ticket.organization, change.organization);
    set("language", ticket.language, change.language);
    set("labels", ticket.labels, change.labels);
    set("cc", ticket.cc, change.cc);
    if (set("hold", ticket.is_hold, change.is_hold))
        ticket.on_hold = ticket.is_hold ? Time(now()) : std::nullopt;
    set("star", ticket.star, change.star);
    for (const auto& [id, value] : change.fields) {
        auto& present = ticket.fields[id];
        if (value != present) {
            note_change(ticket, by, fmt::format("changed_ticket_field.{}", id), show(present), show(value));
            present = value;
        }
        if (std::holds_alternative<std::monostate>(present)) ticket.fields.erase(id);
    }
    return ticket.logs.size() != logged;
}

Message& Desk::write(Ticket& ticket, Message message, Time at) {
    message.id = ++last_message_;
    message.created = at.value_or(now());
    message.hash = digest(message.html);
    const auto* writer = company.person(message.person);
    if (!message.is_note && writer && writer->is_agent) {
        if (!ticket.first_agent_reply) ticket.first_agent_reply = message.created;
        ticket.last_agent_reply = message.created;
    } else if (!message.is_note) {
        ticket.last_user_reply = message.created;
    }
    note_change(ticket, message.person, message.is_note ? "message_note_created" : "message_created", "",
                std::to_string(message.id), message.created);
    ticket.messages.push_back(std::move(message));
    return ticket.messages.back();
}

Blob& Desk::store(Blob blob) {
    blob.id = blobs.empty() ? 1 : blobs.rbegin()->first + 1;
    // letters first: the number that may stand before a secret ends where they begin
    blob.auth = "A" + digest(fmt::format("blob {} {}", blob.id, blob.filename)).substr(0, 23);
    return blobs[blob.id] = std::move(blob);
}

void Desk::attach(Message& message, const std::vector<NewFile>& files) {
    for (const auto& file : files) {
        const auto& blob = store({0, {}, file.name, file.content_type, file.content, false});
        message.blobs.push_back(blob.id);
        if (file.is_inline) message.inline_blobs.insert(blob.id);
    }
}

void Desk::turn(Ticket& ticket, bool agent_replied) {
    const auto& present = status(ticket).type;
    TicketChange change;
    if (agent_replied && present == "awaiting_agent") change.status = company.status("awaiting_user")->id;
    if (!agent_replied && present != "awaiting_agent" && present != "hidden") {
        change.status = company.status("awaiting_agent")->id;
    }
    apply(ticket, change, 0);
}

bool Desk::rewrite(Ticket& ticket, long long message, const std::string& html, long long by) {
    for (auto& known : ticket.messages) {
        if (known.id != message) continue;
        known.html = html;
        known.hash = digest(html);
        note_change(ticket, by, "message_edited", "", std::to_string(message));
        return true;
    }
    return false;
}

bool Desk::erase(Ticket& ticket, long long message, long long by) {
    const auto removed = std::erase_if(ticket.messages, [&](const Message& m) { return m.id == message; });
    if (removed) note_change(ticket, by, "message_removed", std::to_string(message), "");
    return removed > 0;
}

bool Desk::merge(long long loser, long long survivor, long long by) {
    auto* from = find(loser);
    auto* to = find(survivor);
    if (!from || !to || from == to) return false;
    for (auto& message : from->messages) to->messages.push_back(std::move(message));
    std::sort(to->messages.begin(), to->messages.end(), [](const Message& a, const Message& b) {
        return std::pair(a.created, a.id) < std::pair(b.created, b.id);
    });
    const auto join = [](auto& into, const auto& more) {
        for (const auto& item : more) {
            if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(item);
        }
    };
    join(to->labels, from->labels);
    join(to->cc, from->cc);
    for (const auto child : children(loser)) set_parent(child, child == survivor ? 0 : survivor, by);
    set_parent(loser, 0, by);
    for (const auto sibling : std::vector(from->siblings)) set_siblings(loser, sibling, false, by);
    note_change(*to, by, "merged", std::to_string(loser), std::to_string(survivor));
    tickets_.erase(loser);
    for (auto& entry : merged_) {
        if (entry.second == loser) entry.second = survivor;
    }
    merged_[loser] = survivor;
    return true;
}

bool Desk::set_parent(long long id, long long parent, long long by) {
    auto* ticket = find(id);
    if (!ticket || id == parent || (parent != 0 && !find(parent))) return false;
    note_change(*ticket, by, "parent", std::to_string(ticket->parent), std::to_string(parent));
    if (ticket->parent != 0) children_[ticket->parent].erase(id);
    if (parent != 0) children_[parent].insert(id);
    ticket->parent = parent;
    return true;
}

bool Desk::set_siblings(long long one, long long other, bool linked, long long by) {
    auto* left = find(one);
    auto* right = find(other);
    if (!left || !right || left == right) return false;
    for (auto [ticket, id] : {std::pair{left, other}, {right, one}}) {
        std::erase(ticket->siblings, id);
        if (linked) ticket->siblings.push_back(id);
        note_change(*ticket, by, linked ? "linked" : "unlinked", "", std::to_string(id));
    }
    return true;
}

std::vector<long long> Desk::children(long long parent) const {
    const auto found = children_.find(parent);
    if (found == children_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::optional<long long> Desk::survivor(long long id) const {
    const auto found = merged_.find(id);
    return found == merged_.end() ? std::nullopt : std::optional(found->second);
}

void Desk::seal(Ticket& ticket) const {
    const auto first = ticket.messages.empty() ? std::string() : ticket.messages.front().html;
    ticket.hash = digest(fmt::format("{}\n{}\n{}", ticket.person, ticket.subject, first));
}

long long Desk::count_messages(const Ticket& ticket, bool from_agents) const {
    return std::count_if(ticket.messages.begin(), ticket.messages.end(), [&](const Message& message) {
        const auto* writer = company.person(message.person);
        return !message.is_note && (writer && writer->is_agent) == from_agents;
    });
}

}  // namespace sandbox::deskpro
