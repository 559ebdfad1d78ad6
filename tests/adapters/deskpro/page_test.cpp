#include "adapters/deskpro/page.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::deskpro;

namespace {

Listed listed(const std::string& json, const Window& window) {
    return Listed::of(json::Document::parse(json, "a page"), window);
}

}  // namespace

TEST_CASE(
    "Every page begins a little before the first ticket that is not seen, and never has more than asked") {
    for (const int size : {20, 25, 50, 100, 199, 200}) {
        Walk walk;
        walk.size = size;
        for (std::int64_t place = 1; place < 20'000; place += place < 700 ? 1 : 13) {
            walk.place = place;
            const auto window = next_window(walk);
            const auto begin = (window.page - 1) * window.count;
            INFO(size << " at " << place << ": page " << window.page << " of " << window.count);
            REQUIRE(window.count <= size);
            REQUIRE(begin <= std::max<std::int64_t>(0, place - 3));
            REQUIRE(begin + window.count > place);
            REQUIRE(window.page >= 1);
        }
    }
}

TEST_CASE("Overlaps cost few pages more") {
    Walk walk;
    int pages = 0;
    for (; walk.place < 5'000; ++pages) {
        const auto window = next_window(walk);
        walk.place = window.page * window.count;
    }
    CHECK(pages <= 28);
}

TEST_CASE("Small pages and pages of the instance's own size do not overlap") {
    Walk walk;
    walk.size = 10;
    walk.place = 30;
    CHECK(next_window(walk).page == 4);
    CHECK(next_window(walk).count == 10);
    walk.size = 200;
    walk.place = 400;
    walk.own_size = true;
    CHECK(next_window(walk).page == 3);
    CHECK(next_window(walk).count == 200);
}

TEST_CASE("The end of a list is known from meta, in whatever part of it") {
    const auto meta = [](const std::string& pagination) {
        return R"({"data":[{"id":"5"},{"id":4}],"meta":{"pagination":)" + pagination + "}}";
    };
    CHECK(listed(meta(R"({"total":2,"per_page":200,"total_pages":1})"), {1, 200}).is_end);
    CHECK(!listed(meta(R"({"total":3,"per_page":2,"total_pages":2})"), {1, 2}).is_end);
    CHECK(listed(meta(R"({"total":4,"per_page":2})"), {2, 2}).is_end);
    CHECK(listed(meta(R"({"total":"4","per_page":"2"})"), {2, 2}).is_end);
    CHECK(listed(meta(R"({"total_pages":2})"), {2, 2}).is_end);
    CHECK(!listed(meta("[]"), {1, 200}).is_end);
    // the older form, where per_page counts what is on this page
    const auto older =
        listed(R"({"data":[{"id":5}],"meta":{"total":401,"page":3,"per_page":1,"total_pages":3}})", {3, 200});
    CHECK(older.is_end);
    CHECK(older.total == 401);
    for (const auto* odd : {R"({"data":[{"id":5},{"id":4}]})", R"({"data":[{"id":5},{"id":4}],"meta":[]})",
                            R"({"data":{"1":{"id":5},"3":{"id":4}},"meta":{}})"}) {
        const auto page = listed(odd, {1, 200});
        CHECK(page.ids == std::vector<std::int64_t>{5, 4});
        CHECK(!page.is_end);
        CHECK(page.total == -1);
    }
    CHECK(listed(R"({"data":[],"meta":{"pagination":{"total":0}}})", {1, 200}).is_end);
}

TEST_CASE("A cap on pages is learned with and without meta") {
    Walk walk;
    learn(walk, listed(R"({"data":[{"id":1}],"meta":{"pagination":{"total":9,"per_page":100}}})", {1, 200}),
          {1, 200});
    CHECK(walk.size == 100);
    CHECK(!walk.own_size);

    std::string many;
    for (int i = 0; i < 50; ++i) many += (i == 0 ? "" : ",") + ("{\"id\":" + std::to_string(i)) + "}";
    Walk silent;
    learn(silent, listed("{\"data\":[" + many + "]}", {1, 200}), {1, 200});
    CHECK(silent.size == 50);
    learn(silent, listed("{\"data\":[" + many + "]}", {2, 47}), {2, 47});
    CHECK(silent.own_size);
}

TEST_CASE("A cursor comes back as it was, and one that cannot be read begins at the beginning") {
    Walk walk;
    walk.confirmed = 1'795'260'600;
    walk.target = 1'795'260'700;
    walk.last = 17;
    walk.last_date = 1'795'260'650;
    walk.place = 397;
    walk.total = 401;
    walk.size = 100;
    walk.repeats = 2;
    walk.own_size = true;
    walk.own_order = true;
    walk.floor = 1'795'260'480;
    walk.seen = {{4, 1'795'260'599}, {9, 1'795'260'600}};
    walk.found = {{5, 1'795'260'699}};
    walk.began = 1'795'260'700;
    const auto back = Walk::parse(walk.text());
    CHECK(back.text() == walk.text());
    CHECK(back.seen == walk.seen);
    CHECK(back.found == walk.found);
    CHECK(back.began == walk.began);
    CHECK(back.place == 397);
    CHECK(back.size == 100);
    CHECK(back.own_size);

    for (const auto* odd : {"", "{", "[]", "null", "17", R"({"place":-5,"size":0,"repeats":99999})"}) {
        INFO(odd);
        const auto fresh = Walk::parse(odd);
        CHECK(fresh.confirmed == 0);
        CHECK(next_window(fresh).page == 1);
        CHECK(fresh.size >= 1);
    }
}
