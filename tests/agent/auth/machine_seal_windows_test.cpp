#include "auth/machine_seal.h"
#include "auth/vault.h"
#include "contract/sync_error.h"
#include "token_bench.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::bench;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string refusal_of(const KeyRing& ring) {
    try {
        ring.keys();
    } catch (const SyncError& error) {
        return error.what() + std::string(" | ") + error.hint;
    }
    return {};
}

}  // namespace

TEST_CASE("A text that is bound to the machine opens on it, and no changed one does") {
    const Secret text("canary of the key");
    const auto bound = bound_to_machine(text);
    REQUIRE(bound);
    CHECK(bound->find("canary") == std::string::npos);
    REQUIRE(unbound(*bound));
    CHECK(unbound(*bound)->reveal() == text.reveal());
    CHECK_FALSE(unbound(""));
    CHECK_FALSE(unbound(bound->substr(0, bound->size() / 2)));
    auto damaged = *bound;
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    CHECK_FALSE(unbound(damaged));
}

TEST_CASE("The key file says nothing of the keys in it, and opens again, also after a change of the key") {
    Folder folder;
    KeyRing ring(folder.file("state.db.key"));
    const auto first = ring.current();
    const auto kept = text_of(folder.file("state.db.key"));
    CHECK(kept.starts_with("machine:"));
    CHECK(kept.find(first.id) == std::string::npos);
    CHECK(KeyRing(folder.file("state.db.key")).current().bytes.reveal() == first.bytes.reveal());
    ring.add();
    CHECK(ring.keys().size() == 2);
    CHECK(ring.keys().back().id == first.id);
    ring.drop_others();
    CHECK(ring.keys().size() == 1);
    CHECK(ring.current().id != first.id);
    CHECK(text_of(folder.file("state.db.key")).starts_with("machine:"));
}

TEST_CASE(
    "A key file of another machine is refused with what to do, and a plain one is bound by its next change") {
    Folder folder;
    const auto file = folder.file("state.db.key");
    std::ofstream(file, std::ios::binary) << "machine:bm90IG9mIHRoaXMgbWFjaGluZQ==\n";
    const KeyRing ring(file);
    CHECK(refusal_of(ring).find("another machine") != std::string::npos);
    CHECK(refusal_of(ring).find("auth login") != std::string::npos);

    const std::string line(KeyRing::new_line().reveal());
    std::ofstream(file, std::ios::binary | std::ios::trunc) << line;
    KeyRing brought(file);
    CHECK(brought.current().id == line.substr(0, line.find(':')));
    brought.add();
    CHECK(text_of(file).starts_with("machine:"));
    CHECK(brought.keys().back().id == line.substr(0, line.find(':')));
}
