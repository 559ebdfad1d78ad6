// What the people of the company do with tickets, without the API.
#include "sandbox/deskpro/deskpro.h"
#include "sandbox/deskpro/inside.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

namespace sandbox {

using namespace deskpro;

namespace {

template <class Entry>
std::string title_of(const std::vector<Entry>& list, long long id) {
    const auto* entry = find_id(list, id);
    return entry ? entry->title : std::string();
}

template <class Entry>
void choose(std::optional<long long>& out, std::vector<Entry>& list,
            const std::optional<std::string>& title) {
    if (title) out = title->empty() ? 0 : know_title(list, *title);
}

Deskpro::Refusal no_ticket(long long id) {
    return fmt::format("there is no ticket {}", id);
}

/// The edit by numbers; a refusal when it names something that cannot be made on the way.
Deskpro::Refusal resolve(Company& company, const TicketEdit& edit, TicketChange& change) {
    if (edit.status) {
        const auto* status = company.status(*edit.status);
        if (!status) return fmt::format("no status \"{}\"", *edit.status);
        change.status = status->id;
    }
    if (edit.agent) {
        const auto* agent = company.person_by_email(*edit.agent);
        if (!edit.agent->empty() && (!agent || !agent->is_agent))
            return fmt::format("no agent \"{}\"", *edit.agent);
        change.agent = agent ? agent->id : 0;
    }
    if (edit.department && edit.department->empty()) return "a ticket needs a department";
    change.subject = edit.subject;
    change.urgency = edit.urgency;
    change.labels = edit.labels;
    choose(change.department, company.departments, edit.department);
    choose(change.category, company.categories, edit.category);
    choose(change.priority, company.priorities, edit.priority);
    choose(change.product, company.products, edit.product);
    choose(change.organization, company.organizations, edit.organization);
    for (const auto& [title, text] : edit.fields) {
        auto& field = company.know_field(title);
        change.fields[field.id] = company.value_of(field, text);
    }
    return std::nullopt;
}

}  // namespace

Deskpro::Refusal Deskpro::Inside::set_status(long long id, const char* code) {
    auto* ticket = desk.find(id);
    if (!ticket) return no_ticket(id);
    TicketChange change;
    change.status = desk.company.status(code)->id;
    desk.apply(*ticket, change, 0);
    return std::nullopt;
}

TicketView Deskpro::Inside::view(const Ticket& t) const {
    const auto& company = desk.company;
    const auto* person = company.person(t.person);
    const auto* agent = company.person(t.agent);
    const auto* language = find_id(company.languages, t.language);
    TicketView view;
    view.id = t.id;
    view.ref = t.ref;
    view.subject = t.subject;
    view.status = desk.status(t).code;
    view.department = title_of(company.departments, t.department);
    view.category = title_of(company.categories, t.category);
    view.priority = title_of(company.priorities, t.priority);
    view.product = title_of(company.products, t.product);
    view.organization = title_of(company.organizations, t.organization);
    view.language = language ? language->locale : "";
    view.agent = agent ? agent->email : "";
    view.person_name = person ? person->name : "";
    view.person_email = person ? person->email : "";
    view.labels = t.labels;
    for (const auto& [id, value] : t.fields) {
        if (const auto* field = company.field(id)) view.fields[field->title] = company.text_of(*field, value);
    }
    for (const auto& m : t.messages) {
        const auto* writer = company.person(m.person);
        view.messages.push_back({m.id, m.is_note, writer ? writer->name : "", m.html, m.created});
        for (const auto id : m.blobs) view.messages.back().files.push_back(desk.blobs.at(id).filename);
    }
    view.created = t.created;
    view.status_since = t.status_since;
    return view;
}

long long Deskpro::add(const NewTicket& ticket) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->desk.add(ticket).id;
}

std::vector<long long> Deskpro::add_all(std::vector<NewTicket> tickets) {
    const std::lock_guard lock(inside_->mutex);
    auto& desk = inside_->desk;
    for (const auto& ticket : tickets) {
        if (const auto reason = desk.objection(ticket)) {
            throw std::invalid_argument(fmt::format("line {}: {}", ticket.line, *reason));
        }
    }
    std::vector<long long> ids(tickets.size());
    std::set<long long> taken;
    const auto free = [&](long long id) {
        return id > 0 && !desk.find(id) && !desk.survivor(id) && taken.insert(id).second;
    };
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        if (free(tickets[i].id)) ids[i] = tickets[i].id;
    }
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        if (ids[i]) desk.add(tickets[i]);
    }
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        if (!ids[i]) ids[i] = desk.add(tickets[i]).id;
    }
    return ids;
}

Deskpro::Refusal Deskpro::edit(long long id, const TicketEdit& edit, const std::string& by) {
    const std::lock_guard lock(inside_->mutex);
    auto* ticket = inside_->desk.find(id);
    if (!ticket) return no_ticket(id);
    TicketChange change;
    if (auto refusal = resolve(inside_->desk.company, edit, change)) return refusal;
    inside_->desk.apply(*ticket, change, inside_->desk.known_person(by));
    return std::nullopt;
}

long long Deskpro::write(long long id, const NewMessage& wanted) {
    const std::lock_guard lock(inside_->mutex);
    auto& desk = inside_->desk;
    auto* ticket = desk.find(id);
    if (!ticket) return 0;
    Message message;
    message.person = desk.author(*ticket, wanted);
    message.is_note = wanted.is_note;
    message.html = wanted.html;
    message.creation_system = "web.portal";
    desk.attach(message, wanted.files);
    const auto& written = desk.write(*ticket, std::move(message), wanted.at);
    const auto number = written.id;
    if (!wanted.is_note) desk.turn(*ticket, desk.company.person(written.person)->is_agent);
    return number;
}

Deskpro::Refusal Deskpro::edit_message(long long id, long long message, const std::string& html,
                                       const std::string& by) {
    const std::lock_guard lock(inside_->mutex);
    auto* ticket = inside_->desk.find(id);
    if (!ticket) return no_ticket(id);
    if (inside_->desk.rewrite(*ticket, message, html, inside_->desk.known_person(by))) return std::nullopt;
    return fmt::format("ticket {} has no message {}", id, message);
}

Deskpro::Refusal Deskpro::remove_message(long long id, long long message, const std::string& by) {
    const std::lock_guard lock(inside_->mutex);
    auto* ticket = inside_->desk.find(id);
    if (!ticket) return no_ticket(id);
    if (inside_->desk.erase(*ticket, message, inside_->desk.known_person(by))) return std::nullopt;
    return fmt::format("ticket {} has no message {}", id, message);
}

Deskpro::Refusal Deskpro::merge(long long loser, long long survivor) {
    const std::lock_guard lock(inside_->mutex);
    if (inside_->desk.merge(loser, survivor, 0)) return std::nullopt;
    return fmt::format("ticket {} cannot be merged into {}", loser, survivor);
}

Deskpro::Refusal Deskpro::set_parent(long long ticket, long long parent) {
    const std::lock_guard lock(inside_->mutex);
    if (inside_->desk.set_parent(ticket, parent, 0)) return std::nullopt;
    return fmt::format("ticket {} cannot become a child of {}", ticket, parent);
}

Deskpro::Refusal Deskpro::set_siblings(long long one, long long other, bool linked) {
    const std::lock_guard lock(inside_->mutex);
    if (inside_->desk.set_siblings(one, other, linked, 0)) return std::nullopt;
    return fmt::format("tickets {} and {} cannot be linked", one, other);
}

Deskpro::Refusal Deskpro::remove(long long ticket) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->set_status(ticket, "hidden.deleted");
}

Deskpro::Refusal Deskpro::spam(long long ticket) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->set_status(ticket, "hidden.spam");
}

Deskpro::Refusal Deskpro::restore(long long ticket) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->set_status(ticket, "awaiting_agent");
}

std::vector<TicketView> Deskpro::tickets() const {
    const std::lock_guard lock(inside_->mutex);
    std::vector<TicketView> views;
    for (const auto& [id, ticket] : inside_->desk.tickets()) views.push_back(inside_->view(ticket));
    return views;
}

std::optional<TicketView> Deskpro::ticket(long long id) const {
    const std::lock_guard lock(inside_->mutex);
    const auto* ticket = inside_->desk.find(id);
    return ticket ? std::optional(inside_->view(*ticket)) : std::nullopt;
}

std::vector<MessageView> Deskpro::notes(long long id) const {
    std::vector<MessageView> notes;
    if (const auto view = ticket(id)) {
        std::copy_if(view->messages.begin(), view->messages.end(), std::back_inserter(notes),
                     [](const MessageView& m) { return m.is_note; });
    }
    return notes;
}

std::optional<long long> Deskpro::ticket_id(const std::string& ref) const {
    const std::lock_guard lock(inside_->mutex);
    for (const auto& [id, ticket] : inside_->desk.tickets()) {
        if (ticket.ref == ref) return id;
    }
    return std::nullopt;
}

Company Deskpro::company() const {
    const std::lock_guard lock(inside_->mutex);
    return inside_->desk.company;
}

void Deskpro::change_company(const std::function<void(Company&)>& change) {
    const std::lock_guard lock(inside_->mutex);
    change(inside_->desk.company);
}

}  // namespace sandbox
