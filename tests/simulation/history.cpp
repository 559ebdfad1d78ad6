#include "history.h"

#include "chronicle.h"
#include "dice.h"
#include "oracles.h"
#include "people.h"
#include "robots.h"
#include "world.h"

#include <cstdlib>
#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using workbench::Passage;
using workbench::TwoSides;

/// As many as what is well needs to go over there, and once back where both wrote.
constexpr int cycles_beside = 4;

/// Who does something before one of the agent's next requests.
struct Meddler {
    int step, wait;
    Dice dice;
};

template <class Lists, class Key>
std::size_t sizes_of(const Lists& lists, const Key& key) {
    const auto found = lists.find(key);
    return found == lists.end() ? 0 : found->second.size();
}

/// Some kinds of mishaps, so and so often.
class Storm {
public:
    explicit Storm(Dice& dice) : dice_(dice) {
        for (const auto mishap : workbench::mishaps())
            if (dice_.one_in(3)) mishaps_.push_back(mishap);
        if (mishaps_.empty()) mishaps_.push_back(Passage::closed_after);
        rarity_ = 2 + dice_.below(20);
    }
    Passage strike() { return dice_.one_in(rarity_) ? dice_.any(mishaps_) : Passage::through; }
    std::string names() const {
        std::string text = fmt::format("one in {}:", rarity_);
        for (const auto mishap : mishaps_) text += " " + workbench::name_of(mishap);
        return text;
    }

private:
    Dice dice_;
    std::vector<Passage> mishaps_;
    std::size_t rarity_ = 2;
};

class History {
public:
    History(std::uint64_t seed, const std::optional<Steps>& chosen)
        : seed_(seed), chosen_(chosen), world_(draw_world(seed)), sides_(world_.scene) {
        sides_.traffic.judge = [this](const std::string& side, const HttpRequest& request, std::size_t) {
            return judge(side, request);
        };
    }

    Outcome play() {
        begin();
        for (int number = 1; number <= world_.steps && outcome_.wrong.empty(); ++number) {
            if (chosen_ && chosen_->count(number) == 0) continue;
            outcome_.steps.insert(number);
            Dice dice(seed_, static_cast<std::uint64_t>(number));
            step(number, dice);
        }
        if (outcome_.wrong.empty()) end();
        if (!outcome_.wrong.empty()) describe();
        return std::move(outcome_);
    }

private:
    void begin() {
        Dice dice(seed_, 1'000'000);
        for (const auto& trait : world_.traits) tell(0, "world: " + trait);
        for (int i = 0; i < world_.tickets; ++i) people_.add_ticket(dice);
        sides_.backfill();
        rest("at the beginning");
    }

    void step(int number, Dice& dice) {
        const bool trouble = dice.one_in(3);
        if (trouble && world_.mishaps) return make_trouble(number, dice);
        switch (dice.below(8)) {
            case 0:
            case 1:
            case 2:
            case 3: return tell(number, people_.act(dice));
            case 4:
            case 5: return run(number, dice, 1 + static_cast<int>(dice.below(3)));
            case 6:
                if (dice.one_in(4)) {
                    people_.add_ticket(dice);
                    return tell(number, "a new ticket");
                }
                return meddle(number, dice);
            default:
                if (world_.bad_items && dice.one_in(2)) return go_bad(number, dice);
                return quiet(number, dice);
        }
    }

    /// Somebody does something while the agent is between two of its requests.
    void meddle(int number, Dice& dice) {
        const int wait = 1 + static_cast<int>(dice.below(12));
        meddlers_.push_back({number, wait, dice});
        tell(number, fmt::format("somebody comes in before request {}", wait));
    }

    void make_trouble(int number, Dice& dice) {
        switch (dice.below(5)) {
            case 0:
            case 1: {
                storm_.emplace(dice);
                tell(number, "requests begin to go wrong: " + storm_->names());
                return;
            }
            case 2:
                dies_at_ = 1 + dice.below(80);
                tell(number, fmt::format("the agent will die at its step {}", dies_at_));
                return;
            case 3: {
                const auto jump = dice.one_of({std::chrono::minutes{-180}, std::chrono::minutes{-3},
                                               std::chrono::minutes{2}, std::chrono::minutes{1'440}});
                tell(number, fmt::format("the clock is set by {} minutes", jump.count()));
                if (jump.count() < 0) chronicle_.set_clock_back();
                return sides_.clock.jump(jump);
            }
            default: {
                const auto pause = dice.one_of({std::chrono::minutes{3}, std::chrono::minutes{200}});
                tell(number, fmt::format("{} minutes pass without the agent", pause.count()));
                sides_.clock.step(pause);
            }
        }
    }

    void run(int number, Dice&, int cycles) {
        tell(number, fmt::format("the agent runs {} cycles", cycles));
        for (int i = 0; i < cycles; ++i) {
            sides_.steps.begin(std::exchange(dies_at_, 0));
            try {
                sides_.cycles(1);
            } catch (const workbench::Interrupted& death) {
                tell(number, "it dies at " + death.name);
                if (world_.scene.power_cuts) chronicle_.cut_power();
                sides_.restart();
            }
        }
        check(number, leaks(sides_, world_, chronicle_));
    }

    void quiet(int number, Dice&) {
        tell(number, "the agent runs until all is at rest");
        rest("at step " + std::to_string(number));
    }

    /// One item cannot be written to, or not be read: what happens to all others goes over none the later.
    void go_bad(int number, Dice& dice) {
        rest("before an item goes bad at step " + std::to_string(number));
        const auto items = sides_.work.items();
        if (items.empty() || !outcome_.wrong.empty()) return;
        const int bad = items[dice.below(items.size())].id;
        const bool unreadable = dice.one_in(3);
        const int status = dice.one_of({400, 500});
        sides_.work.change([&](auto& switches) {
            (unreadable ? switches.unreadable_ids : switches.poison_ids) = {bad};
            switches.poison_status = status;
        });
        tell(number,
             fmt::format("item {} {}", bad,
                         unreadable ? "cannot be read" : fmt::format("answers {} to writes", status)));
        for (int i = 0; i < 6; ++i) tell(number, people_.act(dice));
        sides_.run_past_looks(cycles_beside);
        if (world_.silent) sides_.sync();
        for (const auto& complaint : complaints_beside(sides_, world_, chronicle_, bad))
            outcome_.wrong += fmt::format("item {} is bad, and at step {}: {}\n", bad, number, complaint);
        sides_.work.change([](auto& switches) {
            switches.unreadable_ids.clear();
            switches.poison_ids.clear();
        });
    }

    void rest(const std::string& when) {
        meddlers_.clear();
        storm_.reset();
        dies_at_ = 0;
        sides_.steps.begin();
        try {
            for (int before = -1; before != robot_.deeds();) {
                before = robot_.deeds();
                sides_.run_until_quiet();
                robot_.act();
            }
            if (world_.silent) {
                tell(0, "a whole sweep");
                sides_.sync();
                sides_.run_until_quiet();
            }
        } catch (const std::exception& error) {
            outcome_.wrong = when + ": " + error.what();
            return;
        }
        for (const auto& complaint : complaints_at_rest(sides_, world_, chronicle_))
            outcome_.wrong += when + ": " + complaint + "\n";
    }

    void end() {
        tell(0, "the end");
        rest("at the end");
        if (!outcome_.wrong.empty()) return;
        for (const auto& complaint : sides_.complaints_of_more_runs(10, false))
            outcome_.wrong += complaint + "\n";
    }

    Passage judge(const std::string& side, const HttpRequest& request) {
        const auto passage = storm_ ? storm_->strike() : Passage::through;
        note_trace(side + request.method + request.url + workbench::name_of(passage));
        tell(-1, fmt::format("{} {} {}{}", side, request.method, request.url,
                             passage == Passage::through ? "" : ": " + workbench::name_of(passage)));
        for (auto& meddler : meddlers_)
            if (--meddler.wait == 0) meddle_now(meddler, side == "desk" && request.method != "GET");
        robot_.act();
        return passage;
    }

    /// How both sides look, for whoever reads the story.
    void describe() {
        for (const auto& ticket : sides_.desk.tickets()) {
            tell(0, fmt::format("ticket {} is {}: '{}', {}, [{}]", ticket.id, ticket.status, ticket.subject,
                                ticket.priority, fmt::join(ticket.labels, ",")));
            for (const auto& message : ticket.messages)
                tell(0, fmt::format("    {} {} [{}]: {}", message.is_note ? "note" : "message", message.id,
                                    fmt::join(message.files, ","), message.html));
        }
        for (const auto& item : sides_.work.items()) {
            tell(0, fmt::format("item {} is at {}{}", item.id, item.rev, item.deleted ? ", deleted" : ""));
            for (const auto& [field, value] : values_of(item))
                tell(0, fmt::format("    {} = '{}'", field, value));
            for (const auto& comment : item.comments)
                tell(0, fmt::format("    comment {}{}: {}", comment.id, comment.deleted ? " (removed)" : "",
                                    comment.text));
            for (const auto& link : item.links) tell(0, fmt::format("    {} {}", link.rel, link.url));
        }
        for (const auto& line : sides_.log) tell(0, "log: " + line.message);
    }

    void meddle_now(Meddler& meddler, bool into_write) {
        const auto before = chronicle_.written;
        tell(meddler.step, "meanwhile: " + people_.act(meddler.dice, true));
        if (!into_write) return;
        for (const auto& [holder, written] : chronicle_.written)
            if (holder.first == Side::desk && written.size() != sizes_of(before, holder))
                chronicle_.run_over.insert(holder.second);
    }

    void note_trace(const std::string& what) {
        for (const unsigned char c : what) outcome_.trace = (outcome_.trace ^ c) * 0x100000001B3U;
    }

    void tell(int number, const std::string& what) {
        outcome_.story.push_back(number < 0 ? "       " + what : fmt::format("{:4}  {}", number, what));
    }

    void check(int number, const std::vector<std::string>& complaints) {
        for (const auto& complaint : complaints)
            outcome_.wrong += fmt::format("at step {}: {}\n", number, complaint);
    }

    std::uint64_t seed_;
    std::optional<Steps> chosen_;
    World world_;
    TwoSides sides_;
    Chronicle chronicle_{sides_};
    People people_{sides_, chronicle_, world_};
    Robot robot_{sides_, chronicle_, world_.robot};
    Outcome outcome_;
    std::optional<Storm> storm_;
    std::size_t dies_at_ = 0;
    std::vector<Meddler> meddlers_;
};

}  // namespace

Outcome play(std::uint64_t seed, const std::optional<Steps>& chosen) {
    return History(seed, chosen).play();
}

Outcome shrunk(std::uint64_t seed, Outcome failed) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (const int number : Steps(failed.steps)) {
            Steps fewer = failed.steps;
            fewer.erase(number);
            auto outcome = play(seed, fewer);
            if (outcome.wrong.empty()) continue;
            failed = std::move(outcome);
            smaller = true;
        }
    }
    return failed;
}

std::string replay_line(std::uint64_t seed, const Steps& steps) {
    return fmt::format("DESKBRIDGE_SEED={} DESKBRIDGE_STEPS={}", seed, fmt::join(steps, ","));
}

std::optional<Steps> parse_steps(const char* text) {
    if (text == nullptr) return {};
    Steps steps;
    for (const char* at = text; *at != '\0';) {
        char* end = nullptr;
        const auto number = std::strtol(at, &end, 10);
        if (end == at) break;
        steps.insert(static_cast<int>(number));
        at = *end == ',' ? end + 1 : end;
    }
    return steps;
}

}  // namespace deskbridge::simulation
