#include "commands/auth_status.h"

#include "commands/exit_code.h"
#include "setup/ending_notes.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

struct Standing {
    WayIn way;
    std::optional<KeptSignIn> kept;
    std::optional<KeptAccount> account;  ///< as the side itself said
    std::vector<EndingNote> notes;
    std::vector<KeptChoice> choices;  ///< where there are two secrets
    std::string trouble;              ///< why the way in cannot even be told
    std::string hint;
};

Standing standing_of(Session& session, const SignInPlace& place, const std::function<WayIn()>& make) {
    Standing standing;
    try {
        standing.way = make();
        standing.account = session.assembly.sign_ins().account(place);
        standing.notes = ending_notes(standing.way.endings, session.clock.now());
        if (standing.way.choice && !standing.way.choice->is_one())
            standing.choices = standing.way.choice->standings();
        if (!standing.way.person) return standing;
        standing.kept = session.assembly.sign_ins().vault().standing(place);
        if (!standing.kept)
            standing.trouble = "nobody has signed in yet";
        else if (standing.kept->app != standing.way.person->fingerprint())
            standing.trouble = "the sign-in was made for another app, directory or scope";
        else
            standing.trouble = standing.kept->refusal;
        if (!standing.trouble.empty())
            standing.hint =
                fmt::format("deskbridge auth login --tenant {} --side {}", place.tenant, place.side);
        if (standing.kept && !standing.kept->hint.empty()) standing.hint = standing.kept->hint;
    } catch (const SyncError& error) {
        standing.trouble = error.what();
        standing.hint = error.hint;
    }
    standing.way.place = place;
    return standing;
}

std::string told(const KeptChoice& choice) {
    if (choice.in_use) return "in use";
    return choice.refused_at == Time{} ? "not used yet" : "refused at " + iso8601(choice.refused_at);
}

/// A person's sign-in knows whose it is; else what the side said when it was last asked.
std::string account_of(const Standing& standing) {
    if (standing.kept && !standing.kept->account.empty()) return standing.kept->account;
    return standing.account && (standing.kept || !standing.way.person) ? standing.account->account
                                                                       : std::string();
}

void print(const Standing& standing) {
    std::cout << fmt::format("  {:<5} {}\n", standing.way.place.side, standing.way.method);
    const auto line = [](const char* name, const std::string& text) {
        if (!text.empty()) std::cout << fmt::format("          {:<12}{}\n", name, text);
    };
    line("as", account_of(standing));
    if (const auto& kept = standing.kept) {
        line("scopes", kept->scope);
        line("signed in", iso8601(kept->signed_in_at));
        line("renewed", iso8601(kept->renewed_at));
        line("token until", iso8601(kept->expires_at));
        if (kept->sent_at != Time{}) line("unanswered", "a renewal of " + iso8601(kept->sent_at));
    }
    for (const auto& ending : standing.way.endings)
        line("ends", fmt::format("{} ({})", iso8601(ending.at).substr(0, 10), ending.what));
    if (standing.account) line("last good", iso8601(standing.account->good_at));
    for (const auto& choice : standing.choices) line("secret", choice.source + ": " + told(choice));
    line("trouble", standing.trouble);
    line("what to do", standing.hint);
    for (const auto& note : standing.notes) line("soon", note.text);
}

void write(json::Writer& out, const Standing& standing) {
    out.object().member("tenant", standing.way.place.tenant).member("side", standing.way.place.side);
    out.member("method", standing.way.method);
    out.member("account", account_of(standing));
    out.member("last_good", standing.account ? iso8601(standing.account->good_at) : "");
    if (const auto& kept = standing.kept) {
        out.member("scopes", kept->scope);
        out.member("signed_in", iso8601(kept->signed_in_at)).member("renewed", iso8601(kept->renewed_at));
        out.member("token_until", iso8601(kept->expires_at));
    }
    out.member("trouble", standing.trouble).member("hint", standing.hint).key("ends").array();
    for (const auto& ending : standing.way.endings)
        out.object().member("what", ending.what).member("at", iso8601(ending.at)).end();
    out.end().key("secrets").array();
    for (const auto& choice : standing.choices)
        out.object().member("source", choice.source).member("state", told(choice)).end();
    out.end().end();
}

}  // namespace

int show_sign_ins(Session& session, const std::string& tenant, bool as_json) {
    int code = exit_code::done;
    json::Writer out;
    out.object().key("sign_ins").array();
    auto& sign_ins = session.assembly.sign_ins();
    for (const auto* settings : session.assembly.chosen(tenant)) {
        if (!as_json) std::cout << settings->name << '\n';
        for (const auto& standing :
             {standing_of(session, {settings->name, "desk"}, [&] { return sign_ins.desk(*settings); }),
              standing_of(session, {settings->name, "work"}, [&] { return sign_ins.work(*settings); })}) {
            const bool refused = !choice_notes(standing.choices).empty();
            if (refused || !standing.notes.empty()) code = worse(code, exit_code::attention);
            if (!standing.trouble.empty()) code = worse(code, exit_code::sign_in);
            as_json ? write(out, standing) : print(standing);
        }
    }
    out.end().end();
    if (as_json) std::cout << out.take(2) << '\n';
    return code;
}

}  // namespace deskbridge
