#include "auth/new_sign_in.h"
#include "commands/auth_status.h"
#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "decide/inspect.h"
#include "platform/browser.h"
#include "platform/typed_input.h"
#include "setup/person_sign_in.h"

#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

/// One side of one tenant at which a person signs in.
struct Door {
    const TenantSettings* settings = nullptr;
    WayIn way;
    std::filesystem::path ca_file;
};

std::vector<Door> doors_of(Session& session, const TenantSettings& settings) {
    std::vector<Door> doors;
    auto& sign_ins = session.assembly.sign_ins();
    for (auto& [way, ca_file] : {std::pair{sign_ins.work(settings), settings.work.ca_file},
                                 std::pair{sign_ins.desk(settings), settings.desk.ca_file}})
        if (way.person) doors.push_back({&settings, way, ca_file});
    return doors;
}

/// The one that is meant, or a SyncError (run, configuration) that says which there are.
Door chosen_door(Session& session, const po::variables_map& options) {
    const auto side = text_option(options, "side");
    std::vector<Door> found;
    for (const auto* settings : session.assembly.chosen(text_option(options, "tenant")))
        for (auto& door : doors_of(session, *settings))
            if (side.empty() || door.way.place.side == side) found.push_back(std::move(door));
    if (found.empty())
        throw SyncError(
            Reach::run, Trouble::configuration, "no person signs in here",
            "Only the methods entra-user and azure-devops-oauth, and a help desk with client_id, need "
            "auth login; the others sign in by what the configuration names.");
    if (found.size() == 1) return found.front();
    std::vector<std::string> names;
    for (const auto& door : found)
        names.push_back(fmt::format("--tenant {} --side {}", door.way.place.tenant, door.way.place.side));
    throw SyncError(Reach::run, Trouble::configuration, "which sign-in is meant?",
                    fmt::format("say one of: {}", fmt::join(names, "; ")));
}

Interview interview() {
    return {[](const std::string& line) { std::cout << line << std::endl; },
            [](const std::string& prompt) { return read_line(prompt); },
            [](const std::string& url) { return open_in_browser(url); }};
}

/// Rights that the mappings need, one sentence for each that is missing.
std::vector<std::string> missing_rights(Tenant& tenant) {
    std::vector<std::string> missing;
    for (const auto& mapping : tenant.mappings) {
        const auto project = fixed_project(mapping->mapping());
        const auto types = types_of(mapping->mapping());
        if (project.empty() || types.empty()) continue;
        try {
            tenant.work.read_process(project, types);
        } catch (const SyncError& error) {
            missing.push_back(fmt::format("{} (mapping '{}'): {} {}", project, mapping->mapping().name,
                                          error.what(), error.hint));
        }
    }
    return missing;
}

/// Asks the side itself who we are; keeps the answer.
std::string prove(Session& session, const Door& door) {
    const StateCopy copy(session.state());
    const auto built = build_on_copy(session, *door.settings, copy);
    Tenant& tenant = built->tenant();
    const bool work = door.way.place.side == "work";
    const auto account = work ? tenant.work.identify().account : tenant.desk.identify().account;
    keep_account(session.assembly.sign_ins().vault(), door.way.place, account, session.clock);
    tenant.signed_in(door.way.place.side, account);
    std::cout << fmt::format("Signed in at {} as {}.\n", door.way.url, account);
    const auto missing = work ? missing_rights(tenant) : std::vector<std::string>();
    for (const auto& sentence : missing) std::cout << "Missing: " << sentence << '\n';
    if (missing.empty()) std::cout << "Nothing is missing. A running agent takes it up by itself.\n";
    return account;
}

void refuse_odd_wishes(const po::variables_map& options, const OAuthApp& app) {
    if (options.count("paste") != 0 && options.count("device-code") != 0)
        throw UsageError("--paste and --device-code are two ways; say one");
    const bool here = options.count("paste") == 0 && options.count("device-code") == 0;
    if (here && !is_local_redirect(app.redirect))
        throw UsageError(
            fmt::format("the callback {} is not on this machine: use auth login --paste", app.redirect));
}

int log_in(Session& session, const po::variables_map& options) {
    const auto door = chosen_door(session, options);
    const OAuthApp& app = *door.way.person;
    refuse_odd_wishes(options, app);
    const auto http = session.assembly.sign_ins().token_http(*door.settings, app.token_url, door.ca_file);
    const auto keep_and_prove = [&](const TokenPair& token) {
        keep_new_sign_in(session.assembly.sign_ins().vault(), door.way.place, app, token, session.clock);
        if (token.renewal.empty())
            std::cout
                << "The service gave nothing to renew the sign-in with: it ends by itself. The app needs the "
                   "scope offline_access.\n";
        return prove(session, door);
    };
    if (options.count("device-code") != 0)
        keep_and_prove(sign_in_by_device(app, *http, session.clock, interview()));
    else if (options.count("paste") != 0)
        keep_and_prove(sign_in_by_paste(app, *http, session.clock, interview()));
    else
        sign_in_by_browser(app, *http, session.clock, interview(), keep_and_prove);
    return exit_code::done;
}

void revoke(Session& session, const Door& door) {
    const OAuthApp& app = *door.way.person;
    const auto sign_in = session.assembly.sign_ins().vault().sign_in(door.way.place);
    if (!sign_in || app.revoke_url.empty()) {
        std::cout << fmt::format("{} cannot be asked to revoke it; an administrator ends it there.\n",
                                 app.service);
        return;
    }
    const auto http = session.assembly.sign_ins().token_http(*door.settings, app.token_url, door.ca_file);
    const auto answer = send(*http, revocation_call(app, sign_in->renewal, session.clock.now()));
    std::cout << fmt::format("{} {} it.\n", app.service,
                             answer.status == 200 ? "has revoked" : "did not revoke");
}

int log_out(Session& session, const po::variables_map& options) {
    const auto door = chosen_door(session, options);
    auto& vault = session.assembly.sign_ins().vault();
    if (!vault.standing(door.way.place)) {
        std::cout << "nobody is signed in\n";
        return exit_code::done;
    }
    try {
        revoke(session, door);
    } catch (const SyncError& error) {
        std::cout << fmt::format("It could not be revoked: {}\n", error.what());
    }
    vault.forget(door.way.place);
    std::cout << fmt::format("The sign-in of tenant {} ({} side) is forgotten.\n", door.way.place.tenant,
                             door.way.place.side);
    return exit_code::done;
}

}  // namespace

int run_auth(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "this tenant only")(
        "side", po::value<std::string>(), "work or desk, where a person signs in at both")(
        "paste", "login: the browser is elsewhere; take the address that it ends at")(
        "device-code", "login: sign in by a code on any device")("json", "status: as one JSON document");
    const auto options =
        parse_options(call,
                      {"deskbridge auth login|status|logout [--tenant T] [--side work|desk] "
                       "[--paste|--device-code] [--json]",
                       "login   a person signs in: opens the browser, waits on this machine for its end, "
                       "asks the system who\n"
                       "        that is, and says what is missing. Works beside a running agent, which takes "
                       "it up by itself\n"
                       "status  every sign-in: by what, as whom, since when, until when; asks nobody\n"
                       "logout  revokes the sign-in where the service can be asked to, and forgets it\n"
                       "docs/sign-in.md has each way, step by step."},
                      described, {"verb"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    const auto side = text_option(*options, "side");
    if (!side.empty() && side != "work" && side != "desk")
        throw UsageError(fmt::format("--side '{}' is not known; say work or desk", side));
    if (verb != "login" && verb != "status" && verb != "logout")
        throw UsageError(fmt::format("auth '{}' is not known; say login, status or logout", verb));
    Session session(call);
    if (verb == "login") return log_in(session, *options);
    if (verb == "logout") return log_out(session, *options);
    return show_sign_ins(session, text_option(*options, "tenant"), options->count("json") != 0);
}

}  // namespace deskbridge
