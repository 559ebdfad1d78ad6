#include "people.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace deskbridge::simulation {

namespace {

const std::string engineer = "maren.holt@meridian.example";
const std::string agent = "maren.holt@meridian.example";
const std::string engineers_token = "maren-pat";

sandbox::deskpro::NewFile file_named(const std::string& name) {
    return {name, "text/plain", "content of " + name, false};
}

}  // namespace

std::string People::text_with(Dice& dice, const std::string& token) {
    switch (dice.below(5)) {
        case 0: return fmt::format("<p>{} &amp; <b>more</b> &lt;x&gt;</p>", token);
        case 1: return fmt::format("<div>{}<br>second line</div><ul><li>a</li><li>b</li></ul>", token);
        case 2: return fmt::format("<p>Größe {} 測定 🧪</p>", token);
        case 3: return fmt::format("<table><tr><td>{}</td><td>2</td></tr></table>", token);
        default: return fmt::format("<p>{}</p>", token);
    }
}

void People::add_ticket(Dice& dice) {
    chronicle_.watch([&] {
        const auto token = chronicle_.new_token();
        sandbox::deskpro::NewTicket made;
        made.ref = "SIM-" + token;
        made.subject = "Subject " + token;
        made.messages = {{text_with(dice, token), false, "", {}, {}}};
        made.department = "Engineering";
        made.labels = {"bug"};
        made.priority = dice.one_of({"Urgent", "High", "Normal", "Low"});
        made.status = dice.one_of({"awaiting_agent", "awaiting_agent", "awaiting_user", "pending"});
        made.person_name = "Ada Lane";
        made.person_email = "ada.lane@customer.example";
        const auto id = sides_.add(made, {});
        const auto view = sides_.desk.ticket(id).value();
        chronicle_.said.push_back(
            {Side::desk, id, view.messages.front().id, token, {}, false, false, true, {}});
        // the process takes no other state than its first when an item is made
        chronicle_.deeds[id] += 2;
    });
}

std::string People::act(Dice& dice, bool meanwhile) {
    meanwhile_ = meanwhile;
    std::string deed;
    chronicle_.watch([&] {
        try {
            deed = dice.one_in(2) ? on_ticket(dice) : on_item(dice);
        } catch (const std::runtime_error& refused) {
            deed += std::string("refused: ") + refused.what();
        }
    });
    return deed;
}

std::string People::on_ticket(Dice& dice) {
    const auto tickets = sides_.desk.tickets();
    if (tickets.empty()) return "nothing to do";
    const auto& ticket = tickets[dice.below(tickets.size())];
    if (ticket.status.rfind("hidden", 0) == 0) {
        if (dice.one_in(2)) return "left a hidden ticket alone";
        sides_.desk.restore(ticket.id);
        ++chronicle_.deeds[ticket.id];
        ++chronicle_.events[ticket.id];
        return fmt::format("restored ticket {}", ticket.id);
    }
    ++chronicle_.deeds[ticket.id];
    if (world_.events && dice.one_in(8)) {
        ++chronicle_.events[ticket.id];
        const bool spam = dice.one_in(3);
        spam ? sides_.desk.spam(ticket.id) : sides_.desk.remove(ticket.id);
        return fmt::format("ticket {} is {}", ticket.id, spam ? "spam" : "deleted");
    }
    if (world_.merges && dice.one_in(8)) return merge(dice, ticket.id);
    switch (dice.below(10)) {
        case 0:
        case 1:
        case 2:
        case 3: return edit_ticket(dice, ticket.id);
        case 4:
        case 5:
        case 6:
            // a reply may turn the status, too: what comes in between two requests can be seen in two looks
            chronicle_.deeds[ticket.id] += meanwhile_ ? 1 : 0;
            return write(dice, ticket.id);
        case 7:
        case 8: return change_message(dice, ticket.id);
        default:
            chronicle_.deeds[ticket.id] += meanwhile_ ? 1 : 0;
            return edit_ticket(dice, ticket.id) + ", " + write(dice, ticket.id);
    }
}

std::string People::merge(Dice& dice, long long loser) {
    std::vector<long long> others;
    for (const auto& ticket : sides_.desk.tickets())
        if (ticket.id != loser && ticket.status.rfind("hidden", 0) != 0) others.push_back(ticket.id);
    if (others.empty()) return "nothing to merge with";
    const auto survivor = dice.any(others);
    const auto last = values_of(sides_.desk.ticket(loser).value());
    sides_.desk.merge(loser, survivor);
    chronicle_.move(loser, survivor, last);
    return fmt::format("merged ticket {} into {}", loser, survivor);
}

std::string People::edit_ticket(Dice& dice, long long id) {
    sandbox::deskpro::TicketEdit edit;
    std::string what;
    const auto view = sides_.desk.ticket(id).value();
    if (dice.one_in(2)) edit.subject = "Subject " + chronicle_.new_token();
    if (dice.one_in(3)) edit.priority = dice.one_of({"Urgent", "High", "Normal", "Low"});
    if (dice.one_in(3)) edit.status = dice.one_of({"awaiting_agent", "awaiting_user", "pending", "resolved"});
    if (dice.one_in(3)) {
        auto labels = view.labels;
        const std::string word = fmt::format("w{}", dice.below(5));
        const auto at = std::find(labels.begin(), labels.end(), word);
        if (at == labels.end())
            labels.push_back(word);
        else
            labels.erase(at);
        edit.labels = labels;
    }
    if (edit.subject) what += " subject '" + *edit.subject + "'";
    if (edit.priority) what += " priority " + *edit.priority;
    if (edit.status) what += " status " + *edit.status;
    if (edit.labels) what += fmt::format(" labels {}", fmt::join(*edit.labels, ","));
    sides_.desk.edit(id, edit, agent);
    return fmt::format("ticket {}:{}", id, what.empty() ? " nothing" : what);
}

std::string People::write(Dice& dice, long long id) {
    Utterance said{Side::desk, id, 0, chronicle_.new_token(), {}, dice.one_in(3), false, false, {}};
    sandbox::deskpro::NewMessage message;
    message.html = text_with(dice, said.token);
    message.is_note = said.internal;
    message.by = said.internal || dice.one_in(2) ? agent : "";
    if (dice.one_in(4)) {
        said.files = {said.token + ".txt"};
        message.files = {file_named(said.files.front())};
        chronicle_.files.push_back({Side::desk, id, said.files.front()});
    }
    said.id = sides_.desk.write(id, message);
    chronicle_.said.push_back(said);
    return fmt::format("ticket {}: {} {} ({}){}", id, said.internal ? "note" : "message", said.id, said.token,
                       said.files.empty() ? "" : " with a file");
}

Utterance* People::any_said(Dice& dice, Side side, long long holder) {
    std::vector<Utterance*> own;
    for (auto& said : chronicle_.said)
        if (said.side == side && said.holder == holder && !said.removed) own.push_back(&said);
    return own.empty() ? nullptr : dice.any(own);
}

std::string People::change_message(Dice& dice, long long id) {
    auto* said = any_said(dice, Side::desk, id);
    if (said == nullptr) return "no message to change";
    if (dice.one_in(3) && !said->opening) {
        sides_.desk.remove_message(id, said->id, agent);
        said->removed = true;
        return fmt::format("ticket {}: removed message {} ({})", id, said->id, said->token);
    }
    said->former.push_back(said->token);
    said->token = chronicle_.new_token();
    sides_.desk.edit_message(id, said->id, text_with(dice, said->token), agent);
    return fmt::format("ticket {}: edited message {} ({} -> {})", id, said->id, said->former.back(),
                       said->token);
}

std::string People::on_item(Dice& dice) {
    const auto items = sides_.work.items();
    if (items.empty()) return "no item yet";
    const auto& item = items[dice.below(items.size())];
    if (item.deleted) {
        if (dice.one_in(2)) return "left a deleted item alone";
        sides_.work.restore(item.id, engineer);
        return fmt::format("restored item {}", item.id);
    }
    if (world_.events && dice.one_in(8)) {
        sides_.work.remove(item.id, engineer);
        return fmt::format("deleted item {}", item.id);
    }
    switch (dice.below(10)) {
        case 0:
        case 1:
        case 2:
        case 3: return edit_item(dice, item.id);
        case 4:
        case 5:
        case 6: return comment(dice, item.id);
        case 7:
        case 8: return change_comment(dice, item.id);
        default: return add_file(dice, item.id);
    }
}

std::string People::edit_item(Dice& dice, int id) {
    std::map<std::string, std::string> fields;
    const auto seen = sides_.work.item(id).value();
    if (dice.one_in(2)) fields[title] = "Subject " + chronicle_.new_token();
    if (dice.one_in(3)) fields[priority] = dice.one_of({"1", "2", "3", "4"});
    if (dice.one_in(3)) fields[state] = dice.one_of({"New", "Active", "Resolved", "Closed"});
    if (dice.one_in(3)) {
        auto words = words_in(seen.fields.count(tags) ? seen.fields.at(tags) : "");
        const std::string word = fmt::format("w{}", dice.below(5));
        if (!words.insert(word).second) words.erase(word);
        fields[tags] = fmt::format("{}", fmt::join(words, "; "));
    }
    if (fields.empty()) fields["Microsoft.VSTS.Common.Severity"] = dice.one_of({"1 - Critical", "4 - Low"});
    sides_.work.edit(id, engineer, fields);
    std::string what;
    for (const auto& [field, value] : fields) what += " " + field + "='" + value + "'";
    return fmt::format("item {}:{}", id, what);
}

std::string People::comment(Dice& dice, int id) {
    Utterance said{Side::work, id, 0, chronicle_.new_token(), {}, !dice.one_in(3), false, false, {}};
    const std::string html =
        said.internal ? text_with(dice, said.token) : fmt::format("<div>#reply {} for you</div>", said.token);
    sides_.work.comment(id, engineer, html);
    const auto comments = sides_.work.item(id)->comments;
    for (const auto& comment : comments)
        if (comment.text.find(said.token) != std::string::npos) said.id = comment.id;
    chronicle_.said.push_back(said);
    return fmt::format("item {}: {} {} ({})", id, said.internal ? "comment" : "reply", said.id, said.token);
}

std::string People::change_comment(Dice& dice, int id) {
    if (world_.comments_stand) return "comments cannot be changed here";
    auto* said = any_said(dice, Side::work, id);
    if (said == nullptr) return "no comment to change";
    if (dice.one_in(3)) {
        sides_.work.remove_comment(id, static_cast<int>(said->id), engineer);
        said->removed = true;
        return fmt::format("item {}: removed comment {} ({})", id, said->id, said->token);
    }
    const auto token = chronicle_.new_token();
    sides_.work.edit_comment(
        id, static_cast<int>(said->id), engineer,
        said->internal ? text_with(dice, token) : fmt::format("<div>#reply {} for you</div>", token));
    said->former.push_back(said->token);
    said->token = token;
    return fmt::format("item {}: edited comment {} ({} -> {})", id, said->id, said->former.back(),
                       said->token);
}

std::string People::add_file(Dice&, int id) {
    const auto name = chronicle_.new_token() + ".log";
    sides_.work.accept({engineers_token, engineer});
    sandbox::Request request;
    request.method = "POST";
    request.path = sides_.work.root() + "/Widgets/_apis/wit/attachments";
    request.query = "api-version=6.0&fileName=" + name;
    request.headers = {{"Authorization", "Basic Om1hcmVuLXBhdA=="},
                       {"Content-Type", "application/octet-stream"}};
    request.body = "content of " + name;
    const auto kept = sides_.work.handle(request);
    const auto from = kept.body.find("\"url\":\"") + 7;
    const auto url = kept.body.substr(from, kept.body.find('"', from) - from);
    request.method = "PATCH";
    request.path = sides_.work.root() + "/_apis/wit/workitems/" + std::to_string(id);
    request.query = "api-version=6.0";
    request.headers = {{"Authorization", "Basic Om1hcmVuLXBhdA=="},
                       {"Content-Type", "application/json-patch+json"}};
    request.body = fmt::format(
        R"([{{"op":"add","path":"/relations/-","value":{{"rel":"AttachedFile","url":"{}","attributes":{{"comment":"mine"}}}}}}])",
        url);
    const auto reply = sides_.work.handle(request);
    if (reply.status != 200) return fmt::format("no file: {} {}", reply.status, reply.body);
    chronicle_.files.push_back({Side::work, id, name});
    return fmt::format("item {}: file {}", id, name);
}

}  // namespace deskbridge::simulation
