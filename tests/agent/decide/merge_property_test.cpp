// The laws of merging, on histories that nobody thought of. A failure prints what replays it (RC_PARAMS).
#include "decide/word_merge.h"
#include "side_rules.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <tuple>

using namespace deskbridge;

namespace {

constexpr auto customer = "Custom.Customer";
constexpr auto tags = "System.Tags";

/// One thing that happens: what, and with which value.
using Step = std::tuple<int, int>;
enum { desk_edit, work_edit, looked, kinds };

rc::Gen<std::vector<Step>> histories() {
    return rc::gen::container<std::vector<Step>>(
        rc::gen::tuple(rc::gen::inRange(0, static_cast<int>(kinds)), rc::gen::inRange(0, 8)));
}

rc::Gen<OnConflict> policies() {
    return rc::gen::element(OnConflict::desk, OnConflict::work, OnConflict::newest, OnConflict::ask);
}

/// A pair whose sides have agreed on "Acme", whichever way the field flows.
Pair agreed_pair(FieldMapping field) {
    Pair pair(with_field(std::move(field)));
    pair.ticket.fields["organization"] = std::string("Acme");
    pair.item.fields = {{"System.Title", std::string("Printer on fire")}, {customer, std::string("Acme")}};
    pair.link.base = {{"System.Title", "Printer on fire"}, {customer, "Acme"}};
    return pair;
}

/// The item is given when it has news, else only now and then; as the engine does.
void look_at(Pair& pair, bool& news, bool anyway) {
    auto plan = pair.look(news || anyway);
    if (needs_item(plan)) plan = pair.look(true);
    pair.apply(plan);
    news = false;
}

struct Edit {
    Side side = Side::desk;
    std::string value;
    int at = 0, window = 0;
    bool is_change = false;  ///< not what the side held when it was looked at last
};

/// People at both sides, and what they wrote.
class History {
public:
    explicit History(Pair& pair) : pair_(pair) { remember(); }

    void run(const std::vector<Step>& steps) {
        for (const auto& [what, value] : steps) {
            ++clock_;
            if (what == looked)
                look(value % 2 == 0);
            else
                edit(what == desk_edit ? Side::desk : Side::work, value);
        }
    }

    /// People decide what is left to them; then nothing more happens.
    int settle(bool for_desk) {
        look(true);
        for (const auto& field : pair_.open) pair_.taken[field] = for_desk ? Side::desk : Side::work;
        return pair_.settle();
    }

    const std::vector<Edit>& edits() const { return edits_; }

private:
    void look(bool anyway) {
        look_at(pair_, news_, anyway);
        ++window_;
        remember();
    }
    void remember() {
        desk_before_ = pair_.desk("organization");
        work_before_ = pair_.work(customer);
    }

    /// Something new, what the other side holds, what both began with, or nothing.
    std::string value_for(Side side, int value) const {
        if (value == 0) return {};
        if (value == 1) return "Acme";
        if (value == 2) return side == Side::desk ? pair_.work(customer) : pair_.desk("organization");
        return (side == Side::desk ? "d" : "w") + std::to_string(clock_);
    }

    void edit(Side side, int value) {
        const auto text = value_for(side, value);
        const auto& before = side == Side::desk ? desk_before_ : work_before_;
        edits_.push_back({side, text, clock_, window_, text != before});
        if (side == Side::desk) {
            pair_.ticket.fields["organization"] = text;
            pair_.desk_time = Time(std::chrono::seconds(clock_));
        } else {
            pair_.item.fields[customer] = text;
            pair_.work_time = Time(std::chrono::seconds(clock_));
            news_ = true;
        }
    }

    Pair& pair_;
    int clock_ = 0, window_ = 0;
    bool news_ = false;
    std::string desk_before_, work_before_;
    std::vector<Edit> edits_;
};

const Edit* last_of(const std::vector<Edit>& edits, Side side) {
    const auto found =
        std::find_if(edits.rbegin(), edits.rend(), [&](const Edit& edit) { return edit.side == side; });
    return found == edits.rend() ? nullptr : &*found;
}

bool is_named(const Pair& pair, const std::string& value) {
    return std::any_of(pair.conflicts.begin(), pair.conflicts.end(), [&](const Conflict& conflict) {
        return conflict.desk == value || conflict.work == value;
    });
}

/// On both sides, or named in a conflict.
bool is_kept(const Pair& pair, const Edit& edit) {
    return (pair.desk("organization") == edit.value && pair.work(customer) == edit.value) ||
           is_named(pair, edit.value);
}

}  // namespace

TEST_CASE("whatever people do, both sides come to rest and to the same, and nothing is written then") {
    CHECK(rc::check("both ways", [] {
        auto pair = agreed_pair(flowing(customer, "organization", Flow::both, *policies()));
        History history(pair);
        history.run(*histories());
        RC_ASSERT(history.settle(*rc::gen::arbitrary<bool>()) <= 1);
        RC_ASSERT(pair.open.empty());
        RC_ASSERT(pair.desk("organization") == pair.work(customer));
        for (const bool with_item : {true, false}) {
            const auto plan = pair.look(with_item);
            RC_ASSERT(!plan.writes());
            RC_ASSERT(plan.agreed.empty());
            RC_ASSERT(plan.conflicts.empty());
        }
    }));
}

TEST_CASE("nothing that a person wrote is lost: it is on both sides, replaced later, or named") {
    CHECK(rc::check("both ways", [] {
        auto pair = agreed_pair(flowing(customer, "organization", Flow::both, *policies()));
        History history(pair);
        history.run(*histories());
        history.settle(*rc::gen::arbitrary<bool>());
        const auto* desk = last_of(history.edits(), Side::desk);
        const auto* work = last_of(history.edits(), Side::work);
        if (desk != nullptr && work != nullptr && desk->window == work->window && desk->is_change &&
            work->is_change) {
            RC_ASSERT(is_kept(pair, *desk));
            RC_ASSERT(is_kept(pair, *work));
        }
        if (history.edits().empty()) return;
        const auto& last = history.edits().back();
        if (last.is_change) RC_ASSERT(is_kept(pair, last));
    }));
}

TEST_CASE("a one-way field never writes on its own side, and either direction is the other's mirror") {
    CHECK(rc::check("one way", [] {
        const auto steps = *histories();
        const auto mirrored = [&] {
            auto other = steps;
            for (auto& [what, value] : other)
                if (what != looked) what = what == desk_edit ? work_edit : desk_edit;
            return other;
        }();
        auto pair = agreed_pair(flowing(customer, "organization", Flow::to_work));
        auto mirror = agreed_pair(flowing(customer, "organization", Flow::to_desk));
        // the same words on either side, so that the two can be compared
        const auto play = [](Pair& side, const std::vector<Step>& what_happens) {
            for (const auto& [what, value] : what_happens) {
                const Value text = std::string(static_cast<std::size_t>(value), 'x');
                if (what == desk_edit) side.ticket.fields["organization"] = text;
                if (what == work_edit) side.item.fields[customer] = text;
                if (what != looked) continue;
                const auto plan = side.look();
                RC_ASSERT(
                    (side.translator.rules()[1].flow == Flow::to_work ? plan.to_desk : plan.to_work).empty());
                side.apply(plan);
            }
            RC_ASSERT(side.settle() <= 1);
        };
        play(pair, steps);
        play(mirror, mirrored);
        RC_ASSERT(pair.desk("organization") == mirror.work(customer));
        RC_ASSERT(pair.work(customer) == mirror.desk("organization"));
        RC_ASSERT(pair.conflicts.size() == mirror.conflicts.size());
    }));
}

TEST_CASE("with people and rules on both sides there is rest at last, and then nothing is written") {
    CHECK(rc::check("rules", [] {
        const auto rules = side_rules();
        const auto flow = *rc::gen::element(Flow::to_work, Flow::to_desk, Flow::both);
        auto field = flowing(customer, "organization", flow, *policies());
        field.enforce = *rc::gen::arbitrary<bool>();
        auto pair = agreed_pair(field);
        const auto any_rule = [&] {
            const auto at = *rc::gen::inRange(0, static_cast<int>(rules.size()));
            return rules.at(static_cast<std::size_t>(at)).rule;
        };
        pair.work_rule = any_rule();
        pair.desk_rule = any_rule();
        History history(pair);
        history.run(*histories());
        RC_ASSERT(history.settle(*rc::gen::arbitrary<bool>()) <= 4);
        for (int looks = 0; looks < 3; ++looks) {
            RC_ASSERT(pair.cycle() == 0);
            RC_ASSERT(pair.open.empty());
        }
        RC_ASSERT(pair.look().agreed.empty());
    }));
}

TEST_CASE("an enforced field ends as the side that rules it says") {
    CHECK(rc::check("to the work item", [] {
        auto field = flowing(customer, "organization", Flow::to_work);
        field.enforce = true;
        auto pair = agreed_pair(field);
        History history(pair);
        history.run(*histories());
        RC_ASSERT(history.settle(true) <= 1);
        const auto* desk = last_of(history.edits(), Side::desk);
        RC_ASSERT(pair.desk("organization") == (desk == nullptr ? "Acme" : desk->value));
        RC_ASSERT(pair.work(customer) == pair.desk("organization"));
    }));
}

TEST_CASE("through a value map that joins values, both sides end with what means the same") {
    CHECK(rc::check("many to one", [] {
        auto field = flowing(customer, "organization", Flow::both, *policies());
        field.source.values = {{"a1", std::string("A")},
                               {"a2", std::string("A")},
                               {"b", std::string("B")},
                               {"c", std::string("C")}};
        auto pair = agreed_pair(field);
        pair.ticket.fields["organization"] = std::string("a2");
        pair.item.fields[customer] = std::string("A");
        pair.link.base[customer] = "A";
        const std::vector<std::string> desk = {"a1", "a2", "b", "c"}, work = {"A", "B", "C"};
        bool news = false;
        for (const auto& [what, value] : *histories()) {
            const auto at = static_cast<std::size_t>(value);
            if (what == desk_edit) pair.ticket.fields["organization"] = desk[at % desk.size()];
            if (what == work_edit) pair.item.fields[customer] = work[at % work.size()];
            if (what == work_edit) news = true;
            if (what == looked) look_at(pair, news, value % 2 == 0);
        }
        look_at(pair, news, true);
        for (const auto& open : pair.open) pair.taken[open] = Side::desk;
        RC_ASSERT(pair.settle() <= 1);
        const auto letter = static_cast<char>(pair.desk("organization")[0] - 'a' + 'A');
        RC_ASSERT(pair.work(customer) == std::string(1, letter));
    }));
}

namespace {

const Words alphabet = {"a", "b", "c", "d", "e", "f", "g", "h"};

void toggle(Value& place, const std::string& word) {
    const auto* held = std::get_if<Words>(&place);
    const Words words = held == nullptr ? Words() : *held;
    const bool there = same_words(changed(words, {{word}, {}}), words);
    place = changed(words, there ? WordChange{{}, {word}} : WordChange{{word}, {}});
}

Words words_in(const Value& value) {
    const auto* words = std::get_if<Words>(&value);
    return words == nullptr ? Words() : *words;
}

}  // namespace

TEST_CASE("of sets, what either side added is there and what either took away is gone, on both") {
    CHECK(rc::check("words both ways", [] {
        auto pair = agreed_pair(flowing(tags, "labels", Flow::both, *policies()));
        pair.link.base[tags] = "a; b; c";
        pair.ticket.fields["labels"] = Words{"a", "b", "c"};
        pair.item.fields[tags] = Words{"c", "b", "a"};
        Words agreed = {"a", "b", "c"};
        bool news = false;
        const auto look = [&](bool anyway) {
            const auto by_desk = change_of(agreed, words_in(pair.ticket.fields["labels"]));
            const auto by_work = change_of(agreed, words_in(pair.item.fields[tags]));
            agreed = changed(changed(agreed, by_desk), by_work);
            look_at(pair, news, anyway);
            RC_ASSERT(same_words(agreed, words_in(pair.ticket.fields["labels"])));
            RC_ASSERT(same_words(agreed, words_in(pair.item.fields[tags])));
        };
        for (const auto& [what, value] : *histories()) {
            const auto& word = alphabet[static_cast<std::size_t>(value)];
            if (what == desk_edit) toggle(pair.ticket.fields["labels"], word);
            if (what == work_edit) toggle(pair.item.fields[tags], word);
            if (what == work_edit) news = true;
            if (what == looked) look(value % 2 == 0);
        }
        look(false);
        RC_ASSERT(pair.settle() == 0);
        RC_ASSERT(pair.conflicts.empty());
    }));
}

TEST_CASE("of sets nothing is forgotten or brought back when writes are lost on the way") {
    CHECK(rc::check("words and lost writes", [] {
        auto pair = agreed_pair(flowing(tags, "labels", Flow::both));
        pair.link.base[tags] = "a; b; c";
        Value& desk = pair.ticket.fields["labels"];
        Value& work = pair.item.fields[tags];
        desk = work = Words{"a", "b", "c"};
        Words wanted = {"a", "b", "c"}, desk_seen = wanted, work_seen = wanted;
        for (const auto& [what, value] : *histories()) {
            // each side has words of its own: who takes away what the other puts back meanwhile may win
            const auto at = static_cast<std::size_t>(value) / 2 * 2;
            if (what == desk_edit) toggle(desk, alphabet[at]);
            if (what == work_edit) toggle(work, alphabet[at + 1]);
            if (what != looked) continue;
            wanted = changed(changed(wanted, change_of(desk_seen, words_in(desk))),
                             change_of(work_seen, words_in(work)));
            auto plan = pair.look();
            if (value % 3 == 1) plan.to_work.clear();
            if (value % 3 == 2) plan.to_desk.clear();
            pair.apply(plan);
            desk_seen = words_in(desk);
            work_seen = words_in(work);
        }
        wanted = changed(changed(wanted, change_of(desk_seen, words_in(desk))),
                         change_of(work_seen, words_in(work)));
        RC_ASSERT(pair.settle() <= 1);
        RC_ASSERT(same_words(wanted, words_in(desk)));
        RC_ASSERT(same_words(wanted, words_in(work)));
    }));
}

TEST_CASE("of a set that flows one way, the other side's own words stay as people left them") {
    CHECK(rc::check("words to the work item", [] {
        auto pair = agreed_pair(flowing(tags, "labels", Flow::to_work));
        pair.link.base[tags] = "a; b; c";
        pair.ticket.fields["labels"] = Words{"a", "b", "c"};
        pair.item.fields[tags] = Words{"a", "b", "c"};
        Words desk = {"a", "b", "c"};
        bool news = false;
        for (const auto& [what, value] : *histories()) {
            const auto& word = alphabet[static_cast<std::size_t>(value)];
            if (what == desk_edit) toggle(pair.ticket.fields["labels"], word);
            if (what == work_edit) toggle(pair.item.fields[tags], word);
            if (what == work_edit) news = true;
            if (what != looked) continue;
            const auto labels = words_in(pair.ticket.fields["labels"]);
            const auto wanted = changed(words_in(pair.item.fields[tags]), change_of(desk, labels));
            desk = labels;
            look_at(pair, news, value % 2 == 0);
            RC_ASSERT(same_words(wanted, words_in(pair.item.fields[tags])));
            RC_ASSERT(same_words(labels, words_in(pair.ticket.fields["labels"])));
        }
    }));
}
