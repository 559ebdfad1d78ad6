// A stand-in with one project in the same process and the adapter on it.
#pragma once

#include "adapters/azure_devops/azure_devops.h"
#include "lines.h"
#include "model/mark.h"
#include "sandbox/azure_devops/azure_devops.h"

#include <string>
#include <vector>

namespace deskbridge::test {

using sandbox::azure_devops::Level;

inline constexpr long long start = 1'795'260'600'000;  // 2026-11-21T11:30:00Z

inline sandbox::azure_devops::Options options_for(Level level, const std::string& project) {
    sandbox::azure_devops::Options out;
    out.level = level;
    out.organization = level == Level::services ? "fabrikam" : "Default Collection";
    out.virtual_directory = level == Level::services ? "" : "/tfs";
    out.users = {{"Jamal Hartnett", "jamal@example.com"}};
    out.tokens = {{"pat", "jamal@example.com"}};
    out.projects = {{project,
                     sandbox::azure_devops::Process::agile,
                     {"Web\\Checkout", "Desktop"},
                     {"Sprint 1"},
                     {{"Custom.Team", "Team", "string", {"Bug"}, true, false, {"Red", "Blue"}, "Red"}}}};
    return out;
}

/// A stand-in and the adapter on it.
struct Bench {
    explicit Bench(Level level = Level::services, const std::string& project_name = "Widgets",
                   const std::string& secret = "pat")
        : Bench(options_for(level, project_name), secret) {}

    explicit Bench(const sandbox::azure_devops::Options& options, const std::string& secret = "pat")
        : project(options.projects.front().name),
          system(options, [this] { return now += 10; }),
          http(system, secret),
          tracker(http, {"http://127.0.0.1:8790" + options.virtual_directory, options.organization}) {}

    std::string project;
    long long now = start;
    sandbox::azure_devops::AzureDevOps system;
    StandInHttp http;
    AzureDevOps tracker;

    NewWorkItem ticket(int number) const {
        NewWorkItem item;
        item.project = project;
        item.type = "Bug";
        item.fields["System.Title"] =
            "Ticket " + std::to_string(number) + " \xE2\x80\x93 caf\xC3\xA9 \"x\" \\";
        item.fields["Microsoft.VSTS.TCM.ReproSteps"] = Html{"<p>It <b>breaks</b> &amp; burns</p>"};
        item.fields["System.Tags"] = Words{"billing", "urgent"};
        item.fields["Microsoft.VSTS.Common.Priority"] = std::int64_t{2};
        item.fields["System.AreaPath"] = project + "\\Web\\Checkout";
        item.fields["System.AssignedTo"] = Person{"Jamal Hartnett", "jamal@example.com", "77"};
        item.origin.url = "https://acme.deskpro.com/app#/t/" + std::to_string(number);
        item.origin.comment = mark_text({"0a1b", "ffee" + std::to_string(100000 + number), "Bugs"});
        return item;
    }
    std::vector<NewWorkItem> tickets(int count) const {
        std::vector<NewWorkItem> out;
        for (int i = 1; i <= count; ++i) out.push_back(ticket(i));
        return out;
    }
    Trace trace(const NewWorkItem& item) const {
        return {item.origin.url, project, Time(std::chrono::milliseconds(start))};
    }
};

/// The made items of a create that has to succeed.
inline std::vector<WorkItem> made_items(const std::vector<CreateOutcome>& outcomes) {
    std::vector<WorkItem> out;
    for (const auto& outcome : outcomes) out.push_back(std::get<Created>(outcome).item);
    return out;
}

}  // namespace deskbridge::test
