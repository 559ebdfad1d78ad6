#include "desk_talk.h"

#include "sandbox/deskpro/params.h"

namespace desk_talk {

Json Said::at(const std::string& path) const {
    const Json* present = &json;
    for (const auto& part : sandbox::deskpro::split(path, '/')) {
        const auto index = sandbox::deskpro::whole_number(part);
        if (present->list() && index && *index < static_cast<long long>(present->list()->size())) {
            present = &(*present->list())[static_cast<std::size_t>(*index)];
        } else if (const auto* member = present->find(part)) {
            present = member;
        } else {
            return nullptr;
        }
    }
    return *present;
}

std::string Said::text_at(const std::string& path) const {
    const auto value = at(path);
    return value.text() ? *value.text() : "(no text)";
}

long long Said::number_at(const std::string& path) const {
    const auto value = at(path);
    return value.integer() ? *value.integer() : -1;
}

std::string Said::written_at(const std::string& path) const {
    return sandbox::deskpro::write_json(at(path));
}

Talk::Talk(sandbox::deskpro::Options options) : desk(std::move(options), [this] { return now; }) {}

Said Talk::call(const std::string& method, const std::string& target, const std::string& body) {
    sandbox::Request request;
    request.method = method;
    const auto mark = target.find('?');
    request.path = root + target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.headers = more_headers;
    if (!authorization.empty()) request.headers.emplace("Authorization", authorization);
    request.body = body;
    const auto reply = desk.handle(request);
    Said said{reply.status, reply.headers, reply.body, nullptr};
    if (!reply.body.empty() && reply.body[0] == '{') said.json = sandbox::deskpro::read_json(reply.body);
    return said;
}

long long Talk::add(const std::string& subject, const std::string& html) {
    sandbox::deskpro::NewTicket ticket;
    ticket.subject = subject;
    ticket.person_name = "Ines Duarte";
    ticket.person_email = "ines.duarte@nordhafen.example";
    ticket.messages.push_back({html, false, "", std::nullopt});
    return desk.add(ticket);
}

}  // namespace desk_talk
