// Sign-ins and secrets in the state file: what is kept comes back, is durable, and one renews at a time.
#include "scratch.h"
#include "store/sqlite_sign_in_store.h"
#include "watched_disk.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::scratch;

namespace {

const SignInPlace work{"acme", "work"};

KeptSignIn sign_in(const std::string& bytes, const std::string& key = "k1") {
    KeptSignIn made;
    made.tokens = {key, bytes};
    made.app = "app";
    made.account = "Robin";
    made.scope = "read write";
    made.signed_in_at = at(1);
    made.renewed_at = at(2);
    made.expires_at = at(3);
    made.sent_at = at(4);
    made.refusal = "ended";
    made.hint = "sign in";
    return made;
}

bool same(const KeptSignIn& a, const KeptSignIn& b) {
    return a.tokens.key == b.tokens.key && a.tokens.bytes == b.tokens.bytes && a.app == b.app &&
           a.account == b.account && a.scope == b.scope && a.signed_in_at == b.signed_in_at &&
           a.renewed_at == b.renewed_at && a.expires_at == b.expires_at && a.sent_at == b.sent_at &&
           a.refusal == b.refusal && a.hint == b.hint;
}

}  // namespace

TEST_CASE("Reading sign-ins and secrets makes no state file") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    CHECK_FALSE(store.sign_in(work));
    CHECK_FALSE(store.secret("acme", "pat"));
    CHECK(store.secrets().empty());
    CHECK_FALSE(store.forget(work));
    CHECK_FALSE(store.forget_secret("acme", "pat"));
    CHECK_FALSE(std::filesystem::exists(folder.file()));
}

TEST_CASE("A sign-in comes back as it was kept, each tenant and side its own") {
    Folder folder;
    const std::string bytes("\0sealed\xFF", 8);
    const auto made = sign_in(bytes);
    {
        SqliteSignInStore store(folder.file());
        CHECK(store.keep(work, sign_in("older")));
        CHECK(store.keep(work, made));
        CHECK(store.keep({"acme", "desk"}, sign_in("desk")));
    }
    SqliteSignInStore store(folder.file());
    REQUIRE(store.sign_in(work));
    CHECK(same(*store.sign_in(work), made));
    CHECK(store.sign_in({"acme", "desk"})->tokens.bytes == "desk");
    CHECK_FALSE(store.sign_in({"plant", "work"}));
    CHECK(store.forget(work));
    CHECK_FALSE(store.sign_in(work));
    CHECK(store.sign_in({"acme", "desk"}));
}

TEST_CASE("Secrets come back by tenant and name, and in that order") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    CHECK(store.keep(KeptSecret{"plant", "pat", {"k1", "x"}, at(9)}));
    CHECK(store.keep(KeptSecret{"", "pat", {"k1", "of all"}, at(9)}));
    CHECK(store.keep(KeptSecret{"plant", "key", {"k1", "y"}, at(9)}));
    CHECK(store.keep(KeptSecret{"plant", "pat", {"k2", "newer"}, at(10)}));
    CHECK(store.secret("plant", "pat")->text.bytes == "newer");
    CHECK(store.secret("plant", "pat")->kept_at == at(10));
    CHECK_FALSE(store.secret("acme", "pat"));
    std::vector<std::string> names;
    for (const auto& secret : store.secrets()) names.push_back(secret.tenant + "/" + secret.name);
    CHECK(names == std::vector<std::string>{"/pat", "plant/key", "plant/pat"});
    CHECK(store.forget_secret("plant", "key"));
    CHECK_FALSE(store.forget_secret("plant", "key"));
}

TEST_CASE("A renewed sign-in survives a power cut right after it was kept") {
    WatchedDisk disk;
    Folder folder;
    SqliteSignInStore store(folder.file());
    store.keep(work, sign_in("old"));
    store.keep(work, sign_in("new"));
    disk.cut_power(folder.file(), folder.file("cut.db"));
    CHECK(SqliteSignInStore(folder.file("cut.db")).sign_in(work)->tokens.bytes == "new");
}

TEST_CASE("Sealing anew touches what is under other keys, and nothing is kept under a retired one") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    store.keep(work, sign_in("old", "k1"));
    store.keep({"acme", "desk"}, sign_in("there already", "k2"));
    store.keep(KeptSecret{"plant", "pat", {"k1", "secret"}, at(9)});
    const SignInStore::Resealer resealer{
        [](const SignInPlace& place, const SealedText& text) {
            return SealedText{"k2", place.side + " anew " + text.bytes};
        },
        [](const KeptSecret& secret) {
            return SealedText{"k2", secret.name + " anew " + secret.text.bytes};
        }};
    CHECK(store.reseal("k2", {"k1"}, resealer) == 2);
    CHECK(store.sign_in(work)->tokens.bytes == "work anew old");
    CHECK(store.sign_in({"acme", "desk"})->tokens.bytes == "there already");
    CHECK(store.secret("plant", "pat")->text.bytes == "pat anew secret");

    CHECK_FALSE(store.keep(work, sign_in("late", "k1")));
    CHECK_FALSE(store.keep(KeptSecret{"plant", "pat", {"k1", "late"}, at(9)}));
    CHECK(store.sign_in(work)->tokens.bytes == "work anew old");
    CHECK(store.keep(work, sign_in("newer", "k2")));
    CHECK(store.reseal("k2", {"k1"}, resealer) == 0);
    CHECK(store.reseal("k1", {"k2"}, resealer) == 3);
    CHECK(store.keep(work, sign_in("under the first again", "k1")));
}

TEST_CASE("A text that cannot be sealed anew leaves all of them as they were") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    store.keep(work, sign_in("one", "k1"));
    store.keep(KeptSecret{"plant", "pat", {"k1", "two"}, at(9)});
    const SignInStore::Resealer broken{[](const SignInPlace&, const SealedText&) {
                                           return SealedText{"k2", "anew"};
                                       },
                                       [](const KeptSecret&) -> SealedText {
                                           throw SyncError(Reach::run, Trouble::configuration,
                                                           "does not open");
                                       }};
    CHECK_THROWS_AS(store.reseal("k2", {"k1"}, broken), SyncError);
    CHECK(store.sign_in(work)->tokens.key == "k1");
    CHECK(store.keep(work, sign_in("still", "k1")));
}

TEST_CASE("One at a time holds a sign-in, whichever instance asks") {
    Folder folder;
    SqliteSignInStore one(folder.file()), other(folder.file());
    auto held = one.hold(work);
    REQUIRE(held);
    CHECK_FALSE(one.hold(work));
    CHECK_FALSE(other.hold(work));
    CHECK(other.hold({"acme", "desk"}));
    CHECK(other.hold({"plant", "work"}));
    held.reset();
    CHECK(other.hold(work));
}

TEST_CASE(
    "As whom a side answers is kept where there is a state file, and a later good answer keeps the name") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    store.keep(work, KeptAccount{"Robin", at(1)});
    CHECK_FALSE(store.account(work));
    CHECK_FALSE(std::filesystem::exists(folder.file()));
    CHECK(store.keep(work, sign_in("x")));
    store.keep(work, KeptAccount{"Robin", at(1)});
    store.keep(work, KeptAccount{"", at(2)});
    REQUIRE(store.account(work));
    CHECK(store.account(work)->account == "Robin");
    CHECK(store.account(work)->good_at == at(2));
    CHECK_FALSE(store.account({"acme", "desk"}));
}

TEST_CASE("How the secrets of an owner fared is kept as one, and no other owner's is touched") {
    Folder folder;
    SqliteSignInStore store(folder.file());
    CHECK(store.choices("acme work").empty());
    CHECK_FALSE(std::filesystem::exists(folder.file()));
    store.keep("acme work", {{"file a", "1", true, {}}});
    store.keep("acme desk", {{"file a", "2", false, at(3)}});
    store.keep("acme work", {{"file b", "4", true, {}}});
    REQUIRE(store.choices("acme work").size() == 1);
    CHECK(store.choices("acme work")[0].source == "file b");
    REQUIRE(store.choices("acme desk").size() == 1);
    CHECK(store.choices("acme desk")[0].stamp == "2");
    CHECK(store.choices("acme desk")[0].refused_at == at(3));
}
