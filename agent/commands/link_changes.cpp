#include "commands/link_changes.h"

#include "commands/exit_code.h"
#include "commands/link_desk.h"
#include "sync/settle.h"

#include <charconv>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

/// 0 when it is none.
WorkItemId item_number(const std::string& text) {
    const auto digits = !text.empty() && text.front() == '#' ? text.substr(1) : text;
    WorkItemId id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    return error == std::errc() && end == digits.data() + digits.size() && id > 0 ? id : 0;
}

LinkWish wish_from(const po::variables_map& options) {
    return {text_option(options, "ticket"), item_number(text_option(options, "item")),
            text_option(options, "mapping"), options.count("comment") != 0};
}

const TenantSettings& one_tenant(Session& session, const po::variables_map& options) {
    const auto chosen = session.assembly.chosen(text_option(options, "tenant"));
    if (chosen.size() > 1) throw UsageError("there are several tenants; name one with --tenant");
    return *chosen.front();
}

void report(const po::variables_map& options, const std::string& tenant, const LinkDone& done,
            std::string_view sentence) {
    if (options.count("json") == 0) {
        std::cout << sentence << '\n';
        for (const auto& remark : done.remarks) std::cout << "  " << remark << '\n';
        return;
    }
    json::Writer out;
    out.object().member("tenant", tenant).member("ticket", done.link.ticket_id);
    out.member("work_item", done.link.work_item).member("work_item_url", done.link.work_item_url);
    out.member("mapping", done.link.mapping).key("remarks").array();
    for (const auto& remark : done.remarks) out.text(remark);
    out.end().end();
    std::cout << out.take(2) << '\n';
}

int code_of(const LinkDone& done) {
    return done.remarks.empty() ? exit_code::done : exit_code::attention;
}

std::string_view known(const std::string& identity) {
    return identity.empty() ? std::string_view("(none yet)") : std::string_view(identity);
}

void print(const std::string& tenant, const Identities& identities) {
    std::cout << fmt::format("{}\n  help desk     was {}\n                now {}\n", tenant,
                             known(identities.desk_before), identities.desk_now);
    std::cout << fmt::format("  work tracker  was {}\n                now {}\n",
                             known(identities.work_before), identities.work_now);
}

}  // namespace

void check_pair(const po::variables_map& options, const char* verb) {
    if (text_option(options, "ticket").empty() || item_number(text_option(options, "item")) == 0)
        throw UsageError(fmt::format(
            "name both: deskbridge links {} --tenant T TICKET ITEM, the item by its number", verb));
}

int add_link_of(Session& session, const po::variables_map& options) {
    const auto& settings = one_tenant(session, options);
    const auto done = change_link(session, settings, LinkOrder::Verb::add, wish_from(options));
    report(options, settings.name, done,
           fmt::format("ticket {} and work item {} are linked by mapping '{}'; the next cycle compares them, "
                       "and carries no messages from before",
                       done.link.ticket_id, done.link.work_item, done.link.mapping));
    return code_of(done);
}

int remove_link_of(Session& session, const po::variables_map& options) {
    const auto& settings = one_tenant(session, options);
    const auto done = change_link(session, settings, LinkOrder::Verb::remove, wish_from(options));
    SqliteLinkStore store(session.state());
    const auto left =
        store.links_of(store.tenant(settings.name).id, std::span<const std::string>(&done.link.ticket_id, 1));
    report(options, settings.name, done,
           fmt::format(
               "ticket {} and work item {} are no longer linked{}", done.link.ticket_id, done.link.work_item,
               left.empty() ? fmt::format("; the ticket gets no work item by itself any more, `deskbridge "
                                          "parked retry {}` lets it",
                                          done.link.ticket_id)
                            : ""));
    return code_of(done);
}

int rebind_links_of(Session& session, const po::variables_map& options) {
    const auto& settings = one_tenant(session, options);
    const AgentRole role = take_role(session.state());
    const auto built = build_writing(session, settings, role);
    Tenant& tenant = built->tenant();
    const auto identities = identities_of(tenant);
    print(settings.name, identities);
    if (!identities.differ()) {
        std::cout << "the links belong to these systems already\n";
        return exit_code::done;
    }
    if (options.count("accept") == 0) {
        std::cout << fmt::format(
            "{} links belong to the systems from before. When the new ones hold the same "
            "tickets and work items under\nthe same numbers, say: deskbridge links rebind "
            "--tenant {} --accept\n",
            with_commas(tenant.store.count_links(tenant.record.id)), settings.name);
        return exit_code::attention;
    }
    rebind(tenant, identities);
    std::cout << fmt::format("{} links go on with them; the next cycle looks at every one\n",
                             with_commas(tenant.store.count_links(tenant.record.id)));
    return exit_code::done;
}

}  // namespace deskbridge
