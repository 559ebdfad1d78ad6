#include "scratch.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;

TEST_CASE("A kept file is found by the desk's id and by its content, in its own project and tenant") {
    Desk desk;
    const KeptFile file{"blob-7", "00112233445566778899aabbccddeeff", 62'914'560,
                        "https://dev.azure.example/acme/_apis/wit/attachments/1?fileName=a%20b.png"};
    desk.store.keep(desk.tenant, "Widgets", file);
    const auto found = desk.store.file(desk.tenant, "Widgets", "blob-7");
    REQUIRE(found);
    CHECK(found->digest == file.digest);
    CHECK(found->bytes == file.bytes);
    CHECK(found->url == file.url);
    const auto like = desk.store.file_like(desk.tenant, "Widgets", file.digest);
    REQUIRE(like);
    CHECK(like->file_id == "blob-7");
    CHECK_FALSE(desk.store.file(desk.tenant, "Widgets", "blob-8"));
    CHECK_FALSE(desk.store.file(desk.tenant, "Gadgets", "blob-7"));
    CHECK_FALSE(desk.store.file_like(desk.tenant, "Widgets", "ff112233445566778899aabbccddeeff"));
    CHECK_FALSE(desk.store.file(desk.store.tenant("other").id, "Widgets", "blob-7"));
}

TEST_CASE("A file that is kept again has its new address") {
    Desk desk;
    desk.store.keep(desk.tenant, "Widgets", {"b", "aa", 1, "https://one.example"});
    desk.store.keep(desk.tenant, "Widgets", {"b", "aa", 1, "https://two.example"});
    CHECK(desk.store.file(desk.tenant, "Widgets", "b")->url == "https://two.example");
}
