// A damaged state file is never a crash and never a wrong answer without a word.
#include "scratch.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

/// Everything that reads and one step that writes.
void use(const std::filesystem::path& file) {
    SqliteLinkStore store(file);
    store.check();
    const auto tenant = store.tenant("acme").id;
    for (std::size_t offset = 0; offset < 400; offset += 100) store.links(tenant, offset, 100);
    store.pending_link_backs(tenant, at(1000), 100);
    store.ready(tenant, at(1000), 100);
    store.parked(tenant);
    store.intents(tenant);
    store.next_ready(tenant);
    store.open_history(tenant);
    store.collect(tenant, Lane::live, std::vector<std::string>{"new", "17"}, {"newest", "5"});
    store.adopt(tenant, std::vector{link_for("new", 4711)});
}

std::string sample_file(const Folder& folder) {
    const auto role = role_of(folder.file());
    {
        SqliteLinkStore store(folder.file());
        store.act_as(role);
        const auto tenant = store.tenant("acme").id;
        std::vector<Link> links;
        for (int i = 0; i < 300; ++i) links.push_back(link_for(std::to_string(i), i + 1));
        store.adopt(tenant, links);
        store.collect(tenant, Lane::history, std::vector<std::string>{"17", "18", "19"}, {"newest", "1"});
        store.intend(tenant, std::vector{intent_for("17"), intent_for("18", Intent::Kind::link_back)});
        store.start_history(tenant, {});
    }
    return bytes_in(folder.file());
}

/// True when the file could be used. Anything but a clear error fails the test.
bool survives(const std::filesystem::path& file) {
    try {
        use(file);
        return true;
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::store);
        CHECK(says(error, file.string()));
        CHECK_FALSE(error.hint.empty());
    }
    return false;
}

unsigned seed_of_run() {
    const char* given = std::getenv("DESKBRIDGE_SEED");
    const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 20260304U;
    std::printf("damage: seed %u (DESKBRIDGE_SEED)\n", seed);
    return seed;
}

}  // namespace

TEST_CASE("Bytes that changed at random are an error or do no harm") {
    Folder folder;
    const auto sound = sample_file(folder);
    std::mt19937 random(seed_of_run());
    int used = 0;
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
        auto bytes = sound;
        const auto count = 1 + random() % 40;
        const std::size_t area = round % 3 == 0 ? 100 : bytes.size();  // the head, every third time
        for (unsigned i = 0; i < count; ++i) bytes[random() % area] = static_cast<char>(random());
        const auto file = folder.file("damaged-" + std::to_string(round) + ".db");
        write_bytes(file, bytes);
        INFO("round " << round);
        ++(survives(file) ? used : refused);
        CHECK(std::filesystem::exists(file));
    }
    std::printf("damage: %d files refused, %d used\n", refused, used);
    CHECK(refused > 100);
}

TEST_CASE("A file that was cut off is an error, and its rest stays") {
    Folder folder;
    const auto sound = sample_file(folder);
    int refused = 0;
    for (std::size_t length = 1; length < sound.size(); length += 1700) {
        const auto file = folder.file("cut-" + std::to_string(length) + ".db");
        write_bytes(file, sound.substr(0, length));
        INFO("cut at " << length);
        refused += survives(file) ? 0 : 1;
        CHECK(std::filesystem::exists(file));
    }
    CHECK(refused > 20);
}

TEST_CASE("A log that was cut off or damaged takes the last steps with it and nothing else") {
    Desk desk;
    desk.store.adopt(desk.tenant, std::vector{link_for("1", 11)});
    SqliteLinkStore(desk.folder.file()).check();
    desk.collect({"1", "2"});
    desk.store.intend(desk.tenant, std::vector{intent_for("1")});
    const auto log = bytes_in(desk.folder.file("state.db-wal"));
    REQUIRE(log.size() > 10000);
    std::mt19937 random(seed_of_run());
    for (int round = 0; round < 60; ++round) {
        const auto copy = copy_of(desk.folder, "round-" + std::to_string(round) + ".db");
        auto bytes = log;
        if (round % 2 == 0)
            bytes.resize(random() % bytes.size());
        else
            bytes[random() % bytes.size()] = static_cast<char>(random());
        write_bytes(copy.string() + "-wal", bytes);
        INFO("round " << round);
        SqliteLinkStore store(copy);
        CHECK(store.check().empty());
    }
}
