#include "bench.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace deskbridge;
using namespace deskbridge::test;
using sandbox::deskpro::Options;

namespace {

/// Somebody who works while the walk goes on.
class Crowd {
public:
    Crowd(Bench& bench, unsigned seed) : bench_(bench), random_(seed) {}

    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

    void act() {
        bench_.now += below(4) == 0 ? below(90'000) : below(3) * 1'000;
        for (int i = below(12); i > 0; --i) one();
    }

    std::set<std::string> there() const {
        std::set<std::string> ids;
        for (const auto& ticket : bench_.desk.tickets())
            if (ticket.status.rfind("hidden", 0) != 0) ids.insert(std::to_string(ticket.id));
        return ids;
    }

    std::set<std::string> changed;  ///< got another status or a reply

private:
    void one() {
        const auto all = there();
        if (all.empty() || below(3) == 0) {
            bench_.add("While walking");
            return;
        }
        auto some = all.begin();
        std::advance(some, below(static_cast<int>(all.size())));
        const auto id = std::stoll(*some);
        switch (below(6)) {
            case 0:
            case 1: bench_.desk.remove(id); break;
            case 2: bench_.desk.edit(id, {.subject = "Edited"}); break;
            case 3: bench_.reply(id); break;
            default: bench_.desk.edit(id, {.status = below(2) == 0 ? "resolved" : "awaiting_agent"}); break;
        }
    }

    Bench& bench_;
    std::mt19937 random_;
};

Options options_of(unsigned seed) {
    static constexpr int caps[] = {20, 23, 40, 100, 200};
    Options options;
    options.count_cap = caps[seed % 5];
    options.empty_maps_as_lists = seed % 2 == 0;
    // without it the crowd acts between pages that are asked for together, too
    if (seed % 4 == 0) options.batch = Options::Batch::none;
    return options;
}

bool holds_all(const std::set<std::string>& seen, const std::set<std::string>& wanted) {
    return std::includes(seen.begin(), seen.end(), wanted.begin(), wanted.end());
}

}  // namespace

TEST_CASE("A walk of history under a working crowd leaves out no ticket that stays") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        Bench bench(options_of(seed));
        Crowd crowd(bench, seed);
        bench.add_many(150 + crowd.below(250));
        const auto before = crowd.there();
        bench.desk.between_pages([&](int) { crowd.act(); });
        std::string cursor;
        const auto seen = as_set(bench.walk("history", cursor, {}, seed % 3 == 0));
        bench.desk.between_pages({});
        // What was there before and still is; what came meanwhile may be left to the walks of changes.
        std::set<std::string> stayed;
        for (const auto& id : crowd.there())
            if (before.count(id) != 0) stayed.insert(id);
        REQUIRE(holds_all(seen, stayed));
    }
}

TEST_CASE("Walks of new tickets from a confirmed cursor see every ticket that was made since") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        Bench bench(options_of(seed));
        Crowd crowd(bench, seed);
        bench.add_many(30 + crowd.below(60));
        auto cursor = bench.adapter.cursor_from_now(bench.feed("created"), {});
        const auto before = crowd.there();
        bench.add_many(crowd.below(300));
        bench.desk.between_pages([&](int) { crowd.act(); });
        std::set<std::string> seen;
        for (int round = 0; round < 3; ++round) {
            for (const auto& id : bench.walk("created", cursor, {}, seed % 2 == 0)) {
                REQUIRE(before.count(id) == 0);
                seen.insert(id);
            }
            crowd.act();
        }
        bench.desk.between_pages({});
        for (const auto& id : bench.walk("created", cursor)) seen.insert(id);
        for (const auto& id : crowd.there())
            if (before.count(id) == 0 && seen.count(id) == 0) FAIL("ticket " << id << " was left out");
    }
}

TEST_CASE("Walks by date see every ticket whose status changed, and nothing that did not") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        Bench bench(options_of(seed));
        Crowd crowd(bench, seed);
        bench.add_many(100 + crowd.below(250));
        std::map<std::string, long long> known;
        for (const auto& ticket : bench.desk.tickets())
            known[std::to_string(ticket.id)] = ticket.status_since;
        auto cursor = bench.adapter.cursor_from_now(bench.feed("date_status"), {});
        bench.now += 1'000;
        bench.desk.between_pages([&](int) { crowd.act(); });
        std::set<std::string> seen;
        for (int round = 0; round < 4; ++round) {
            crowd.act();
            for (const auto& id : bench.walk("date_status", cursor, {}, seed % 2 == 0)) seen.insert(id);
        }
        bench.desk.between_pages({});
        for (const auto& id : bench.walk("date_status", cursor)) seen.insert(id);
        for (const auto& ticket : bench.desk.tickets()) {
            const auto id = std::to_string(ticket.id);
            const bool hidden = ticket.status.rfind("hidden", 0) == 0;
            const bool moved = known.count(id) == 0 || known[id] / 1000 != ticket.status_since / 1000;
            if (moved && !hidden && seen.count(id) == 0) FAIL("ticket " << id << " was left out");
            if (!moved && seen.count(id) != 0) FAIL("ticket " << id << " did not change");
        }
    }
}
