// Fills a state file with links through the real store, for measuring what very many of them cost.
//   bench-links STATE_FILE TENANT COUNT MAPPING
#include "store/sqlite_link_store.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace deskbridge {

namespace {

constexpr std::int64_t at_once = 200;
/// Beyond the ids of every ticket that a stand-in begins with.
constexpr std::int64_t first_ticket = 10'000'000;

/// As a Deskpro ticket becomes a bug: a title, a digest of a long text, and a few short fields.
Link link_for(std::int64_t number, const std::string& mapping) {
    const auto scattered = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15U;
    Link link;
    link.ticket_id = std::to_string(first_ticket + number);
    link.mapping = mapping;
    link.work_item = first_ticket + number;
    link.revision = 1;
    link.project = "Widgets";
    link.ticket_url = "https://acme.deskpro.example/app#/t/ticket/" + link.ticket_id;
    link.work_item_url = fmt::format("https://dev.azure.com/acme/Widgets/_workitems/edit/{}", link.work_item);
    link.key = fmt::format("{:016x}{:016x}", scattered, ~scattered);
    link.linked_at = Time{std::chrono::seconds{1'780'000'000 + number}};
    link.link_back = LinkBackState::done;
    link.base = {{"System.Title", fmt::format("[REF-{}] The gauge shows {:x}", number, scattered)},
                 {"Microsoft.VSTS.TCM.ReproSteps", "#" + link.key},
                 {"System.Tags", "bug; deskpro"},
                 {"Microsoft.VSTS.Common.Priority", "2"},
                 {"Microsoft.VSTS.Common.Severity", "3 - Medium"}};
    return link;
}

int run(int count, char** values) {
    if (count != 5) {
        std::cerr << "usage: bench-links STATE_FILE TENANT COUNT MAPPING\n";
        return 2;
    }
    SqliteLinkStore store(values[1]);
    const auto tenant = store.tenant(values[2]).id;
    const std::int64_t wanted = std::atoll(values[3]);
    for (std::int64_t done = 0; done < wanted; done += at_once) {
        std::vector<Link> links;
        for (auto number = done; number < std::min(wanted, done + at_once); ++number)
            links.push_back(link_for(number, values[4]));
        store.adopt(tenant, links);
    }
    std::cout << store.count_links(tenant) << " links\n";
    return 0;
}

}  // namespace

}  // namespace deskbridge

int main(int count, char** values) {
    try {
        return deskbridge::run(count, values);
    } catch (const std::exception& error) {
        std::cerr << "bench-links: " << error.what() << '\n';
        return 1;
    }
}
