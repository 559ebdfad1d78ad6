#include "commands/exit_code.h"
#include "commands/options.h"
#include "commands/session.h"
#include "platform/typed_input.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

constexpr std::size_t longest = 64 * 1024;

bool is_name(const std::string& name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
    });
}

/// Certificates with their keys have lines; every other secret is one.
bool is_odd(const Secret& secret) {
    if (secret.reveal().starts_with("-----BEGIN ")) return false;
    return std::any_of(secret.reveal().begin(), secret.reveal().end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// The tenant's own, or one of all when none is named.
std::string owner_of(Session& session, const po::variables_map& options) {
    const auto tenant = text_option(options, "tenant");
    if (!tenant.empty()) session.assembly.chosen(tenant);
    return tenant;
}

std::string shown(const std::string& tenant) {
    return tenant.empty() ? "of all tenants" : "of tenant " + tenant;
}

int set(Session& session, const std::string& tenant, const std::string& name) {
    std::string text = read_unseen(fmt::format("The secret '{}' (it is not shown): ", name), longest);
    const Secret secret(text);
    wipe(text);
    if (secret.empty()) throw UsageError("nothing came: give the secret on standard input");
    if (is_odd(secret)) throw UsageError("a secret is one line of text, or a PEM text");
    session.assembly.sign_ins().vault().keep_secret(tenant, name, secret);
    std::cout << fmt::format("The secret '{}' {} is sealed. Name it as {{ \"sealed\": \"{}\" }}.\n", name,
                             shown(tenant), name);
    return exit_code::done;
}

int remove(Session& session, const std::string& tenant, const std::string& name) {
    const bool there = session.assembly.sign_ins().vault().forget_secret(tenant, name);
    std::cout << fmt::format("{} secret '{}' {}\n", there ? "removed:" : "there is no", name, shown(tenant));
    return there ? exit_code::done : exit_code::attention;
}

int list(Session& session, bool as_json) {
    json::Writer out;
    out.object().key("secrets").array();
    const auto secrets = session.assembly.sign_ins().vault().secrets();
    for (const auto& secret : secrets) {
        out.object().member("tenant", secret.tenant).member("name", secret.name);
        out.member("set", iso8601(secret.kept_at)).member("key", secret.text.key).end();
        if (!as_json)
            std::cout << fmt::format("{:<24} {:<24} set {}\n", secret.name, shown(secret.tenant),
                                     iso8601(secret.kept_at));
    }
    out.end().end();
    if (as_json)
        std::cout << out.take(2) << '\n';
    else if (secrets.empty())
        std::cout << "no secret is sealed\n";
    return exit_code::done;
}

int rekey(Session& session) {
    auto& vault = session.assembly.sign_ins().vault();
    const auto count = vault.rekey();
    std::cout << fmt::format("{} text{} sealed under the first key of {}{}\n", count,
                             count == 1 ? " was" : "s were", vault.keys().file().string(),
                             vault.keys().is_credential() ? "; the others may be taken out of it" : "");
    return exit_code::done;
}

}  // namespace

int run_secret(const Call& call) {
    po::options_description described("options");
    described.add_options()("tenant", po::value<std::string>(), "the secret is this tenant's alone")(
        "json", "list: as one JSON document");
    const auto options = parse_options(
        call,
        {"deskbridge secret set NAME|list|remove NAME|rekey|new-key [--tenant T] [--json]",
         "set      seals a secret in the state file; it is read from standard input, unseen, never from the\n"
         "         command line. A running agent takes it up by itself\n"
         "list     names, and when each was set; never what they are\n"
         "remove   forgets one\n"
         "rekey    seals everything under a new key, and lets the old one go\n"
         "new-key  prints a key for a systemd credential named deskbridge.key, and keeps nothing\n"
         "The configuration names a sealed secret as { \"sealed\": \"NAME\" }."},
        described, {"verb", "name"});
    if (!options) return exit_code::done;
    const auto verb = text_option(*options, "verb");
    const auto name = text_option(*options, "name");
    if (verb == "new-key") {
        std::cout << KeyRing::new_line().reveal();
        return exit_code::done;
    }
    if (verb != "set" && verb != "list" && verb != "remove" && verb != "rekey")
        throw UsageError(
            fmt::format("secret '{}' is not known; say set, list, remove, rekey or new-key", verb));
    const bool named = verb == "set" || verb == "remove";
    if (named && !is_name(name))
        throw UsageError(
            fmt::format("name the secret, with letters, digits, '.', '_' and '-': secret {} NAME", verb));
    if (!named && !name.empty()) throw UsageError(fmt::format("secret {} takes no name", verb));
    Session session(call);
    const auto tenant = owner_of(session, *options);
    if (verb == "set") return set(session, tenant, name);
    if (verb == "remove") return remove(session, tenant, name);
    return verb == "rekey" ? rekey(session) : list(session, options->count("json") != 0);
}

}  // namespace deskbridge
