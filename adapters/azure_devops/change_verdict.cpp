#include "adapters/azure_devops/change_verdict.h"

#include "adapters/azure_devops/server_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace deskbridge::azure_devops {

namespace {

std::string doing(const WorkItemChange& change) {
    return fmt::format("change work item {}", change.id);
}

Unclear unclear(const WorkItemChange& change, std::string_view why, Reach reach = Reach::item) {
    SyncError error(reach, Trouble::data, fmt::format("Azure DevOps: cannot {}: {}", doing(change), why),
                    "Nothing needs to be done: its revision tells whether it has changed.");
    return {error.with(Fate::closed)};
}

std::optional<WorkItem> item_in(const HttpResponse& answer, const std::string& base, const Kinds& kinds) {
    if (!is_success(answer.status)) return {};
    try {
        const auto document = json::Document::parse(answer.body, "a changed work item");
        auto item = read_work_item(document.root(), base, kinds);
        if (item.id > 0) return item;
    } catch (const SyncError&) {
        // changed or not, this text does not tell
    }
    return {};
}

bool is_stale(const HttpResponse& answer) {
    if (answer.status == 409 || answer.status == 412) return true;
    if (answer.status < 400 || answer.status >= 500) return false;
    const auto error = read_server_error(answer);
    return error.is("TF26071") || error.is("WorkItemRevisionMismatch") ||
           error.is("TestPatchOperationFailed");
}

/// Whether it was the state that the server did not want, in whatever language it says so.
bool is_about_the_state(const WorkItemChange& change, const HttpResponse& answer) {
    const auto state = change.fields.find("System.State");
    if (state == change.fields.end() || answer.status != 400) return false;
    const auto error = read_server_error(answer);
    const bool named = std::any_of(error.rules.begin(), error.rules.end(), [](const RuleError& rule) {
        return same_name(rule.field, "System.State");
    });
    return named || (error.rules.empty() &&
                     error.message.find("'" + text_of(state->second) + "'") != std::string::npos);
}

ChangeOutcome outcome_in_place(const WorkItemChange& change, const HttpResponse& answer) {
    if (is_success(answer.status)) return unclear(change, "the answer does not show the work item");
    if (is_stale(answer)) return Stale{};
    auto told = told_without_values(answer, doing(change), change.fields);
    if (is_about_the_account(answer)) return NotSent{told};
    if (answer.status < 400 || answer.status >= 500 || answer.status == 408) {
        told.reach = Reach::item;
        return Unclear{told.with(Fate::closed)};
    }
    if (is_about_the_state(change, answer))
        told.hint =
            "The type's workflow does not let an item go there from its present state: map to a state that "
            "it "
            "allows, or change the workflow of the process.";
    return Refused{told, answer.status == 400 ? unknown_person(change.fields, answer) : std::string()};
}

/// The one answer may quote any of them.
std::vector<ChangeOutcome> one_for_all(std::span<const WorkItemChange> changes, const HttpResponse& answer) {
    auto cause = read_server_error(answer).message;
    for (const auto& change : changes) cause = without_values(std::move(cause), change.fields);
    const auto why = fmt::format("one answer came for {} of them (HTTP {}{}{})", changes.size(),
                                 answer.status, cause.empty() ? "" : ", ", cause);
    std::vector<ChangeOutcome> outcomes;
    for (const auto& change : changes) outcomes.emplace_back(unclear(change, why, Reach::side));
    return outcomes;
}

}  // namespace

std::vector<ChangeOutcome> judge_changes(std::span<const WorkItemChange> changes,
                                         std::span<const HttpResponse> answers, const std::string& base,
                                         const Kinds& kinds) {
    if (answers.size() == 1 && changes.size() > 1) return one_for_all(changes, answers.front());
    std::vector<ChangeOutcome> outcomes;
    for (const auto& change : changes)
        outcomes.emplace_back(unclear(change, "the server did not answer for it", Reach::side));

    bool in_place = answers.size() == changes.size();
    std::vector<bool> proven(changes.size());
    for (std::size_t at = 0; at < answers.size(); ++at) {
        auto item = item_in(answers[at], base, kinds);
        if (!item) continue;
        // nearly always in its place: look there first
        const auto fits = [&](std::size_t i) { return changes[i].id == item->id; };
        std::size_t owner = at < changes.size() && fits(at) ? at : 0;
        while (owner < changes.size() && !fits(owner)) ++owner;
        in_place = in_place && owner == at;
        if (owner == changes.size() || proven[owner]) continue;
        outcomes[owner] = Changed{std::move(*item)};
        proven[owner] = true;
    }
    for (std::size_t i = 0; in_place && i < changes.size(); ++i)
        if (!proven[i]) outcomes[i] = outcome_in_place(changes[i], answers[i]);
    return outcomes;
}

}  // namespace deskbridge::azure_devops
