#include "incident_desk.h"
#include "programs/files.h"
#include "programs/process.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

using namespace deskbridge;
using namespace deskbridge::replay;
using workbench::Scene;
using workbench::TwoSides;

namespace {

namespace fs = std::filesystem;

/// Nothing, and a line that says so, where the log is not there.
std::vector<Incident> read_log(const std::string& name) {
    const auto file = programs::data_folder() / "servicenow-incident-log" / name;
    if (!fs::exists(file)) {
        std::cout << "skipped: there is no log of incidents at " << file << "\n";
        return {};
    }
    if (file.extension() != ".xz") return incidents_in(programs::text_of(file));
    const auto unpacked = programs::run({"/usr/bin/xz", "-dc", file.string()});
    REQUIRE(unpacked.code == 0);
    return incidents_in(unpacked.out);
}

Scene scene() {
    Scene scene;
    scene.two_way = true;
    scene.desk_page = 200;
    scene.batch = 200;
    return scene;
}

/// What one minute did to some incidents, all minutes in their order.
std::map<std::string, std::vector<const Update*>> minutes_of(const std::vector<Incident>& incidents,
                                                             std::size_t from, std::size_t to) {
    std::map<std::string, std::vector<const Update*>> minutes;
    for (std::size_t i = from; i < to; ++i)
        for (const auto& update : incidents[i]) minutes[update.minute].push_back(&update);
    return minutes;
}

/// Some incidents from their beginning to their end; after each minute both sides are compared.
void replay(const std::vector<Incident>& incidents, std::size_t from, std::size_t to) {
    TwoSides sides(scene());
    IncidentDesk desk(sides);
    sides.backfill();
    for (const auto& [minute, updates] : minutes_of(incidents, from, to)) {
        for (const auto* update : updates) desk.take(*update);
        sides.clock.step(std::chrono::minutes{1});
        sides.backfill();
        sides.sync();
        const auto differences = desk.differences();
        INFO(minute << " of incidents " << from << " to " << to);
        for (const auto& difference : differences) UNSCOPED_INFO(difference);
        REQUIRE(differences.empty());
    }
}

void replay_all(const std::vector<Incident>& incidents) {
    constexpr std::size_t together = 10;
    for (std::size_t from = 0; from < incidents.size(); from += together)
        replay(incidents, from, std::min(from + together, incidents.size()));
}

/// An incident as it was before a minute, and what that minute made of it. Without an earlier row it is new
/// then.
struct Moment {
    const Update* before = nullptr;
    const Update* after = nullptr;
};

std::vector<Moment> moments_of(const std::vector<Incident>& incidents, const std::string& minute) {
    std::vector<Moment> moments;
    for (const auto& incident : incidents) {
        Moment moment;
        for (const auto& update : incident) {
            if (update.minute == minute) moment.after = &update;
            if (moment.after == nullptr) moment.before = &update;
        }
        if (moment.after != nullptr) moments.push_back(moment);
    }
    return moments;
}

std::size_t times_said(const TwoSides& sides, int item, const std::string& words) {
    std::size_t count = 0;
    const auto seen = sides.work.item(item);
    for (const auto& comment : seen->comments) count += comment.text.find(words) == std::string::npos ? 0 : 1;
    return count;
}

}  // namespace

TEST_CASE("the updates of real incidents are one revision where they show something, and none where not") {
    const auto incidents = read_log("first-300-incidents.tsv");
    if (incidents.empty()) return;
    REQUIRE(incidents.size() == 300);
    replay_all({incidents.begin(), incidents.begin() + 100});
}

TEST_CASE("the log of the whole year holds as many silent updates as are known of it") {
    const auto incidents = read_log("incidents.tsv.xz");
    if (incidents.empty()) return;
    CHECK(incidents.size() == 24'918);
    CHECK(silent_updates(incidents) == 28'428);
}

TEST_CASE("the updates of a whole year are one revision where they show something", "[.year]") {
    const auto incidents = read_log("incidents.tsv.xz");
    if (!incidents.empty()) replay_all(incidents);
}

TEST_CASE("of hundreds of incidents that change and are answered in one minute none is lost") {
    const auto incidents = read_log("incidents.tsv.xz");
    if (incidents.empty()) return;
    const auto moments = moments_of(incidents, busiest_minute(incidents));
    REQUIRE(moments.size() == 420);
    for (const int page : {7, 100, 200}) {
        auto wanted = scene();
        wanted.desk_page = page;
        TwoSides sides(wanted);
        IncidentDesk desk(sides);
        for (const auto& moment : moments)
            if (moment.before != nullptr) desk.take(*moment.before);
        sides.backfill();
        sides.run_until_quiet();
        sides.sync();
        INFO("pages of " << page);
        REQUIRE(desk.size() > 0);
        REQUIRE(desk.differences().empty());

        for (const auto& moment : moments) {
            desk.take(*moment.after);
            sides.desk.write(desk.ticket_of(moment.after->incident),
                             {.html = "<p>At the busiest minute</p>", .by = "ines@nordhafen.example"});
        }
        sides.run_until_quiet();
        CHECK(sides.work.items().size() == moments.size());
        for (const auto& item : sides.work.items())
            CHECK(times_said(sides, item.id, "At the busiest minute") == 1);
        for (const auto& line : sides.complaints_of_more_runs(3, false)) CHECK(line.empty());
    }
}
