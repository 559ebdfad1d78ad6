#include "adapters/deskpro/change.h"

#include "adapters/deskpro/errors.h"
#include "adapters/deskpro/round.h"
#include "adapters/deskpro/ticket_form.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace deskbridge::deskpro {

namespace {

constexpr const char* changing = "change a ticket";

using Fields = std::map<std::string, std::string>;

/// Deskpro says that a key is too many and not which: those of the form that says so.
std::vector<std::string> extra_fields(json::View body, const Fields& sent) {
    std::vector<std::string> out;
    const auto errors = body["errors"];
    for (const bool custom : {false, true}) {
        const auto form = custom ? errors["fields"]["fields"] : errors;
        bool extra = !custom && body["code"].text() == "extra_fields";
        for (const auto& error : form["errors"].items()) extra |= error["code"].text() == "extra_fields";
        for (const auto& [key, path] : sent)
            if (extra && key.starts_with("fields.") == custom) out.push_back(path);
    }
    return out;
}

/// "fields.5: ..." -> "custom["Version"]: ..."
std::string by_paths(std::string text, const Fields& sent) {
    for (const auto& [key, path] : sent)
        for (auto at = text.find(key + ":"); at != std::string::npos;
             at = text.find(key + ":", at + path.size()))
            if (at > 0 && text[at - 1] == ' ') text.replace(at, key.size(), path);
    return text;
}

SyncError refusal_of(const Answer& answer, const Fields& sent) {
    const auto error = own_trouble(answer, changing);
    const auto extra = extra_fields(answer.body.root(), sent);
    if (!extra.empty())
        return SyncError(error.reach, Trouble::configuration,
                         fmt::format("{} ({}{})", error.what(), extra.size() > 1 ? "one of: " : "",
                                     fmt::join(extra, ", ")),
                         "this help desk's version or its layout of tickets does not have it: take it out of "
                         "the mapping");
    return SyncError(error.reach, error.trouble, by_paths(error.what(), sent), error.hint).with(error.fate);
}

}  // namespace

void look_up(Lookups& lookups, std::span<const TicketChange> changes) {
    // the lists are kept, so that putting the same forms together again asks for nothing
    TicketForm form(lookups);
    for (const auto& change : changes) form.body_of(change.fields);
}

std::vector<WriteOutcome> change(Client& client, Lookups& lookups, std::span<const TicketChange> changes) {
    std::vector<WriteOutcome> outcomes(changes.size());
    std::vector<Fields> sent(changes.size());
    TicketForm form(lookups);
    Round round;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto body = form.body_of(changes[i].fields);
        outcomes[i].error = std::move(body.error);
        sent[i] = std::move(body.fields);
        if (outcomes[i].error || body.json.empty()) continue;
        round.add(i, {"PUT", "/tickets/" + url_encode(changes[i].ticket_id), {}, std::move(body.json)});
    }
    send(client, round, changing, [&](std::size_t owner, const Answer& answer) {
        if (!answer.ok()) outcomes[owner].error = refusal_of(answer, sent[owner]);
    });
    return outcomes;
}

}  // namespace deskbridge::deskpro
