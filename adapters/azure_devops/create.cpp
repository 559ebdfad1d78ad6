#include "adapters/azure_devops/create.h"

#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/verdict.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge::azure_devops {

namespace {

constexpr std::size_t most_items = 200;
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t envelope_bytes = 400;

std::string type_path(const NewWorkItem& item, std::string_view resource) {
    return fmt::format("/{}/_apis/wit/{}/${}", url_encode(item.project), resource, url_encode(item.type));
}

bool is_about_a_project(const HttpResponse& answer) {
    const auto error = read_server_error(answer);
    return error.is("TF200016") || error.is("VS800075") || error.is("ProjectDoesNotExist");
}

bool is_no_route(const HttpResponse& answer) {
    if (answer.status == 405 || answer.status == 501) return true;
    return answer.status == 404 && !is_about_a_project(answer);
}

/// Statuses that one item of a batch may have brought about.
bool may_be_an_items_fault(const HttpResponse& answer) {
    switch (answer.status) {
        case 400:
        case 409:
        case 412:
        case 413:
        case 422:
        case 500: return !read_server_error(answer).is("TF400733");
        case 404: return is_about_a_project(answer);
        default: return false;
    }
}

bool had_no_effect(const SyncError& error) {
    return error.fate == Fate::refused || error.fate == Fate::not_sent;
}

bool all_not_sent(const std::vector<CreateOutcome>& outcomes) {
    return std::all_of(outcomes.begin(), outcomes.end(),
                       [](const CreateOutcome& outcome) { return std::holds_alternative<NotSent>(outcome); });
}

}  // namespace

Creation::Portion Creation::next_portion(std::span<const NewWorkItem> rest) const {
    Portion out;
    if (!has_batch_) return {rest.first(1), {create_document(rest.front(), 0)}};
    std::size_t bytes = 0;
    for (const auto& item : rest.first(std::min(rest.size(), most_items))) {
        auto document = create_document(item, -1 - static_cast<int>(out.documents.size()));
        bytes += document.size() + envelope_bytes;
        if (!out.documents.empty() && bytes > most_bytes) break;
        out.documents.push_back(std::move(document));
    }
    out.items = rest.first(out.documents.size());
    return out;
}

std::vector<CreateOutcome> Creation::create(std::span<const NewWorkItem> items, bool quiet) {
    std::vector<CreateOutcome> outcomes(items.size(), NotSent{});
    for (std::size_t done = 0; done < items.size();) {
        const auto portion = next_portion(items.subspan(done));
        const auto first = outcomes.begin() + static_cast<std::ptrdiff_t>(done);
        try {
            // nothing when the server turned out to have no batch: go on one by one
            auto part = send(portion, quiet);
            std::move(part.begin(), part.end(), first);
            done += part.size();
        } catch (const SyncError& error) {
            const bool whole = portion.items.size() == items.size();
            if (whole || (done == 0 && had_no_effect(error))) throw;
            const CreateOutcome fate = had_no_effect(error) ? CreateOutcome(NotSent{error}) : Unclear{error};
            std::fill_n(first, portion.items.size(), fate);
            return outcomes;
        }
    }
    return outcomes;
}

std::vector<CreateOutcome> Creation::send(const Portion& portion, bool quiet) {
    if (has_batch_) return send_batch(portion, quiet);
    return send_single(portion.items.front(), portion.documents.front(), quiet);
}

std::string Creation::batch_body(const Portion& portion, bool quiet) {
    const auto query = fmt::format("?api-version={}{}", client_.version_of(resource::create),
                                   quiet ? "&suppressNotifications=true" : "");
    json::Writer out;
    out.array();
    for (std::size_t i = 0; i < portion.items.size(); ++i) {
        out.object()
            .member("method", "PATCH")
            .member("uri", type_path(portion.items[i], "workItems") + query);
        out.key("headers").object().member("Content-Type", std::string(patch_type)).end();
        out.key("body").raw(portion.documents[i]).end();
    }
    return out.end().take();
}

std::vector<CreateOutcome> Creation::send_batch(const Portion& portion, bool quiet) {
    const auto doing = fmt::format("create {} work items", portion.items.size());
    while (true) {
        const auto answer =
            client_.send({"POST", resource::batch, "/_apis/wit/$batch", batch_body(portion, quiet)});
        if (is_no_route(answer)) {
            has_batch_ = false;
            return {};
        }
        std::vector<HttpResponse> answers = {answer};
        if (!may_be_an_items_fault(answer)) answers = read_batch(Client::read(answer, doing).root());
        if (!answers.empty() && client_.renegotiate(resource::create, answers.front())) continue;
        auto outcomes = judge(portion.items, answers, client_.base(), kinds_);
        if (!answers.empty() && all_not_sent(outcomes)) throw error_of(answers.front(), doing);
        return outcomes;
    }
}

std::vector<CreateOutcome> Creation::send_single(const NewWorkItem& item, const std::string& document,
                                                 bool quiet) {
    const auto doing = fmt::format("create a {} in {}", item.type, item.project);
    const auto path = type_path(item, "workitems") + (quiet ? "?suppressNotifications=true" : "");
    const auto answer = client_.send({"POST", resource::create, path, document, patch_type});
    const bool concerns_the_item =
        may_be_an_items_fault(answer) || answer.status == 403 || answer.status == 404;
    if (!concerns_the_item && !is_json_answer(answer)) throw error_of(answer, doing);
    const std::vector<HttpResponse> answers = {answer};
    auto outcomes = judge({&item, 1}, answers, client_.base(), kinds_);
    if (all_not_sent(outcomes)) throw error_of(answer, doing);
    return outcomes;
}

}  // namespace deskbridge::azure_devops
