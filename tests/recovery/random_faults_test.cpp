#include "tickets.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <random>

using namespace deskbridge;
using namespace deskbridge::workbench;
using sandbox::azure_devops::ArtifactQuery;
using sandbox::azure_devops::BatchMode;
using Product = sandbox::azure_devops::Level;

namespace {

constexpr int seeds = 300;
constexpr int runs_at_most = 40;

/// One seed: which systems, which mishaps and how often, where the process dies, when tickets come in.
class Storm {
public:
    explicit Storm(std::uint64_t seed) : dice_(seed), scene_(draw_scene()), sides_(scene_) {
        for (const auto mishap : mishaps())
            if (one_in(2)) mishaps_.push_back(mishap);
        if (mishaps_.empty()) mishaps_.push_back(Passage::closed_after);
        rarity_ = 4 + dice_() % 30;
    }

    std::string play() {
        add_mixed(sides_);
        sides_.traffic.judge = [this](const std::string&, const HttpRequest&, std::size_t) {
            return one_in(rarity_) ? mishaps_[dice_() % mishaps_.size()] : Passage::through;
        };
        bool done = false;
        for (int run = 0; run < runs_at_most && !done; ++run) done = backfill(run);
        sides_.steps.begin();
        if (!done) return "no backfill came to its end";
        sides_.traffic.judge = {};
        return verdict(sides_, true, 1);
    }

private:
    bool one_in(std::size_t n) { return dice_() % n == 0; }
    template <class Choice>
    Choice one_of(std::initializer_list<Choice> choices) {
        return choices.begin()[dice_() % choices.size()];
    }

    Scene draw_scene() {
        Scene scene;
        scene.level = one_of({Product::server2020, Product::server2022, Product::services});
        scene.batch = 1 + dice_() % 10;
        scene.desk_page = one_of({2, 5, 200});
        scene.notes_only = one_in(4);
        scene.power_cuts = one_in(4);
        scene.desk_batch =
            one_of({sandbox::deskpro::Options::Batch::both, sandbox::deskpro::Options::Batch::plain,
                    sandbox::deskpro::Options::Batch::none});
        auto& work = scene.work_switches;
        work.batch = one_of({BatchMode::independent, BatchMode::independent, BatchMode::all_or_nothing,
                             BatchMode::stops_midway, BatchMode::absent});
        work.artifact_query =
            one_of({ArtifactQuery::present, ArtifactQuery::absent, ArtifactQuery::finds_nothing});
        work.artifact_query_lag_ms = one_of({0, 30'000, 60'000});
        work.poison_title = poison;
        work.poison_status = one_of({400, 500});
        return scene;
    }

    /// True when it came to its end; a giving up and a death are followed by another run.
    bool backfill(int run) {
        const bool dies = run < 4 && one_in(2);
        sides_.steps.begin(dies ? 1 + dice_() % 150 : 0);
        if (run < 3 && one_in(3)) add_plain(sides_, 100 + run);
        try {
            const auto report = sides_.backfill();
            return !report.trouble;
        } catch (const Interrupted&) {
            sides_.restart();
            return false;
        }
    }

    std::mt19937_64 dice_;
    Scene scene_;
    TwoSides sides_;
    std::vector<Passage> mishaps_;
    std::size_t rarity_ = 0;
};

}  // namespace

TEST_CASE("whatever is mixed, every ticket arrives once and nothing is left to do") {
    const auto first = seed_from_environment();
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        const auto wrong = Storm(seed).play();
        INFO("DESKBRIDGE_SEED=" << seed << "\n" << wrong);
        CHECK(wrong.empty());
    }
}
