// How several writes travel: many in one `$batch`, or one by one where the server has no `$batch`. Making
// and changing items differ in their documents and in what an answer proves, never in this.
#pragma once

#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/server_error.h"
#include "adapters/azure_devops/verdict.h"
#include "adapters/azure_devops/wire.h"
#include "adapters/azure_devops/xml_text.h"
#include "contract/work_tracker.h"

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace deskbridge::azure_devops {

inline constexpr std::size_t most_writes = 200;
inline constexpr std::size_t most_batch_bytes = std::size_t{4} * 1024 * 1024;
/// What surrounds a document inside a batch.
inline constexpr std::size_t envelope_bytes = 400;

/// A batch that the server does not have. A refusal that names a project or an item is none of these.
bool is_no_route(const HttpResponse& answer);
/// Statuses that one item of a batch may have brought about.
bool may_be_an_items_fault(const HttpResponse& answer);
bool had_no_effect(const SyncError& error);

/// One write in its wire form.
struct Part {
    std::string path;  ///< without a query
    std::string document;
};
/// The body of a `$batch`: PATCH for each.
std::string batch_body(std::span<const Part> parts, const std::string& version, bool quiet);

/// Writes in portions of at most 200 items and 4 MiB; after a portion that failed as a whole nothing more is
/// sent. Then the outcomes so far stand, the portion's items are NotSent (fate refused or not_sent) or
/// Unclear, both with the error, the rest are NotSent; a failure of the first portion without effect is
/// thrown instead, as is any failure when there is one portion. A refusal of the whole portion that one of
/// its items may have caused is an outcome and no failure: of the item when it stands alone, else all are
/// Unclear, so that the caller can halve.
///
/// `Kind` says what is written: Item, Outcome, resource, method (of a single write), and the functions part,
/// doing (one, many) and judge. Does not own what it is given.
template <class Kind>
class Writing {
public:
    using Item = typename Kind::Item;
    using Outcome = typename Kind::Outcome;

    Writing(Client& client, const Kinds& kinds) : client_(client), kinds_(kinds) {}

    std::vector<Outcome> write(std::span<const Item> items, bool quiet) {
        std::vector<Outcome> outcomes(items.size(), NotSent{});
        for (std::size_t done = 0; done < items.size();) {
            const auto portion = next_portion(items.subspan(done));
            const auto first = outcomes.begin() + static_cast<std::ptrdiff_t>(done);
            try {
                // nothing when the server turned out to have no batch: go on one by one
                auto some = has_batch_ ? send_batch(portion, quiet) : send_single(portion, quiet);
                spell_otherwise(portion, some);
                std::move(some.begin(), some.end(), first);
                done += some.size();
            } catch (const SyncError& error) {
                const bool whole = portion.items.size() == items.size();
                if (whole || (done == 0 && had_no_effect(error))) throw;
                const Outcome fate = had_no_effect(error) ? Outcome(NotSent{error}) : Outcome(Unclear{error});
                std::fill_n(first, portion.items.size(), fate);
                return outcomes;
            }
        }
        return outcomes;
    }

private:
    struct Portion {
        std::span<const Item> items;
        std::vector<Part> parts;
    };

    Portion next_portion(std::span<const Item> rest) const {
        const Dialect dialect{kinds_, client_.hosted(), client_.base()};
        if (!has_batch_) return {rest.first(1), {part_of(rest.front(), 0, dialect)}};
        Portion out;
        std::size_t bytes = 0;
        for (const auto& item : rest.first(std::min(rest.size(), most_writes))) {
            auto part = part_of(item, static_cast<int>(out.parts.size()) + 1, dialect);
            bytes += part.document.size() + envelope_bytes;
            if (!out.parts.empty() && bytes > most_batch_bytes) break;
            out.parts.push_back(std::move(part));
        }
        out.items = rest.first(out.parts.size());
        return out;
    }

    Part part_of(const Item& item, int place, const Dialect& dialect) const {
        auto part = Kind::part(item, place, dialect);
        if (client_.xml_only()) part.document = in_xml_characters(part.document);
        return part;
    }

    /// One that was refused while it held characters that XML cannot is tried again without them.
    void spell_otherwise(const Portion& portion, std::vector<Outcome>& outcomes) {
        if (client_.xml_only()) return;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const auto* refused = std::get_if<Refused>(&outcomes[i]);
            const auto& document = portion.parts[i].document;
            if (refused == nullptr || refused->error.trouble != Trouble::data) continue;
            if (in_xml_characters(document) == document) continue;
            client_.learn_xml_only();
            outcomes[i] = NotSent{SyncError(refused->error)};
        }
    }

    static bool all_not_sent(const std::vector<Outcome>& outcomes) {
        return std::all_of(outcomes.begin(), outcomes.end(),
                           [](const Outcome& outcome) { return std::holds_alternative<NotSent>(outcome); });
    }

    std::vector<Outcome> send_batch(const Portion& portion, bool quiet) {
        const auto doing = Kind::doing(portion.items.size());
        while (true) {
            const auto version = client_.version_of(Kind::resource);
            const auto answer = client_.send(
                {"POST", resource::batch, "/_apis/wit/$batch", batch_body(portion.parts, version, quiet)});
            if (is_no_route(answer)) {
                has_batch_ = false;
                return {};
            }
            const auto answers = may_be_an_items_fault(answer)
                                     ? std::vector<HttpResponse>{answer}
                                     : read_batch(Client::read(answer, doing).root());
            if (!answers.empty() && client_.renegotiate(Kind::resource, version, answers.front())) continue;
            auto outcomes = Kind::judge(portion.items, answers, client_.base(), kinds_);
            if (!answers.empty() && all_not_sent(outcomes)) throw error_of(answers.front(), doing);
            return outcomes;
        }
    }

    std::vector<Outcome> send_single(const Portion& portion, bool quiet) {
        const auto& part = portion.parts.front();
        const auto doing = Kind::doing(portion.items.front());
        const auto path = part.path + (quiet ? "?suppressNotifications=true" : "");
        const auto answer = client_.send({Kind::method, Kind::resource, path, part.document, patch_type});
        const bool concerns_the_item =
            may_be_an_items_fault(answer) || answer.status == 403 || answer.status == 404;
        if (!concerns_the_item && !is_json_answer(answer)) throw error_of(answer, doing);
        const std::vector<HttpResponse> answers = {answer};
        auto outcomes = Kind::judge(portion.items, answers, client_.base(), kinds_);
        if (all_not_sent(outcomes)) throw error_of(answer, doing);
        return outcomes;
    }

    Client& client_;
    const Kinds& kinds_;
    bool has_batch_ = true;
};

}  // namespace deskbridge::azure_devops
