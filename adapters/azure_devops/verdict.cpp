#include "adapters/azure_devops/verdict.h"

#include "adapters/azure_devops/card.h"
#include "adapters/azure_devops/server_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t longest_shown_value = 64;

std::string doing(const NewWorkItem& item) {
    return fmt::format("create a {} in {}", item.type, item.project);
}

Unclear unclear(const NewWorkItem& item, std::string_view why, Reach reach = Reach::item) {
    SyncError error(reach, Trouble::data, fmt::format("Azure DevOps: cannot {}: {}", doing(item), why),
                    "It is looked for by its mark before anything is sent again.");
    return {error.with(Fate::closed)};
}

/// An item that an answer says was made. `relations_told`: whether it can prove whose it is.
struct Made {
    WorkItem item;
    bool relations_told = false;
};

std::optional<Made> made_of(const HttpResponse& answer, const std::string& base, const Kinds& kinds) {
    if (!is_success(answer.status)) return {};
    try {
        const auto document = json::Document::parse(answer.body, "a created work item");
        Made made{read_work_item(document.root(), base, kinds), read_hyperlinks(document.root()).has_value()};
        if (made.item.id > 0) return made;
    } catch (const SyncError&) {
        // made or not, this text does not tell
    }
    return {};
}

bool carries_mark(const WorkItem& made, const NewWorkItem& item) {
    return !item.origin.comment.empty() &&
           std::any_of(made.hyperlinks.begin(), made.hyperlinks.end(), [&](const Hyperlink& link) {
               return link.comment == item.origin.comment && same_address(link.url, item.origin.url);
           });
}

std::string title_of(const Record& fields) {
    const auto found = fields.find("System.Title");
    if (found == fields.end()) return {};
    auto text = text_of(found->second);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

CreateOutcome outcome_in_place(const NewWorkItem& item, const HttpResponse& answer,
                               const std::optional<Made>& made) {
    if (!is_success(answer.status)) return refusal_of(item, answer);
    if (!made) return unclear(item, "the answer does not show the work item");
    if (!made->relations_told && title_of(made->item.fields) == title_of(item.fields))
        return Created{made->item};
    return unclear(item, "the answer shows another work item");
}

void mask(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "...");
}

std::string quoted(const std::string& text) {
    return "'" + text + "'";
}

/// The one answer may quote any of them.
std::vector<CreateOutcome> one_for_all(std::span<const NewWorkItem> items, const HttpResponse& answer) {
    auto cause = read_server_error(answer).message;
    for (const auto& item : items) cause = without_values(std::move(cause), item.fields);
    const auto why = fmt::format("one answer came for {} of them (HTTP {}{}{})", items.size(), answer.status,
                                 cause.empty() ? "" : ", ", cause);
    std::vector<CreateOutcome> outcomes;
    for (const auto& item : items) outcomes.emplace_back(unclear(item, why, Reach::side));
    return outcomes;
}

Headers read_headers(json::View headers) {
    Headers out;
    for (const auto& [name, value] : headers.members()) out.emplace(name, value.text());
    return out;
}

}  // namespace

bool is_success(int status) {
    return status >= 200 && status < 300 && status != 203;
}

std::string without_values(std::string text, const Record& fields) {
    for (const auto& [reference, value] : fields) {
        if (const auto* person = std::get_if<Person>(&value)) {
            mask(text, person->email);
            mask(text, person->name);
            continue;
        }
        const auto words = shown(text_of(value));
        if (std::holds_alternative<Html>(value) || reference == "System.Title" ||
            words.size() > longest_shown_value)
            mask(text, words);
    }
    return text;
}

std::vector<HttpResponse> read_batch(json::View root) {
    if (!root.is_array() && !root["value"].is_array()) return {HttpResponse{500, {}, root.dump()}};
    std::vector<HttpResponse> out;
    for (const auto& row : list_of(root)) {
        const auto body = row["body"];
        out.push_back({static_cast<int>(row["code"].integer().value_or(0)), read_headers(row["headers"]),
                       body.is_object() ? body.dump() : body.text()});
    }
    return out;
}

std::string unknown_person(const Record& fields, const HttpResponse& answer) {
    const auto error = read_server_error(answer);
    std::vector<std::string> people;
    for (const auto& [reference, value] : fields) {
        const auto* person = std::get_if<Person>(&value);
        if (person == nullptr) continue;
        const bool named =
            std::any_of(error.rules.begin(), error.rules.end(),
                        [&, &name = reference](const auto& rule) { return same_name(rule.field, name); });
        const auto& sent = person->email.empty() ? person->name : person->email;
        if (named || (!sent.empty() && error.message.find(quoted(sent)) != std::string::npos))
            return reference;
        people.push_back(reference);
    }
    return error.number == 600171 && people.size() == 1 ? people.front() : std::string();
}

SyncError told_without_values(const HttpResponse& answer, std::string_view doing, const Record& fields) {
    const auto error = error_of(answer, doing, Reach::item);
    SyncError told(error.reach, error.trouble, without_values(error.what(), fields), error.hint);
    told.retry_after = error.retry_after;
    return told.with(error.fate);
}

bool is_about_the_account(const HttpResponse& answer) {
    return answer.status == 401 || answer.status == 429 || read_server_error(answer).is("TF400733");
}

CreateOutcome refusal_of(const NewWorkItem& item, const HttpResponse& answer) {
    auto told = told_without_values(answer, doing(item), item.fields);
    if (is_about_the_account(answer)) return NotSent{told};
    const bool proves_nothing = answer.status < 400 || answer.status >= 500 || answer.status == 408 ||
                                answer.status == 409 || answer.status == 412;
    if (proves_nothing) {
        told.reach = Reach::item;
        return Unclear{told.with(Fate::closed)};
    }
    return Refused{told, answer.status == 400 ? unknown_person(item.fields, answer) : std::string()};
}

std::vector<CreateOutcome> judge(std::span<const NewWorkItem> items, std::span<const HttpResponse> answers,
                                 const std::string& base, const Kinds& kinds) {
    std::vector<CreateOutcome> outcomes;
    for (const auto& item : items)
        outcomes.emplace_back(unclear(item, "the server did not answer for it", Reach::side));
    if (answers.size() == 1 && items.size() > 1) return one_for_all(items, answers.front());

    bool in_place = answers.size() == items.size();
    std::vector<bool> proven(items.size());
    std::vector<std::optional<Made>> made;
    for (std::size_t at = 0; at < answers.size(); ++at) {
        made.push_back(made_of(answers[at], base, kinds));
        if (!made.back()) continue;
        // nearly always in its place: look there first
        const auto fits = [&](std::size_t i) { return carries_mark(made.back()->item, items[i]); };
        std::size_t owner = at < items.size() && fits(at) ? at : 0;
        while (owner < items.size() && !fits(owner)) ++owner;
        if (owner == items.size() || proven[owner]) continue;
        outcomes[owner] = Created{std::move(made.back()->item)};
        proven[owner] = true;
        in_place = in_place && owner == at;
    }
    for (std::size_t i = 0; in_place && i < items.size(); ++i)
        if (!proven[i]) outcomes[i] = outcome_in_place(items[i], answers[i], made[i]);
    return outcomes;
}

}  // namespace deskbridge::azure_devops
