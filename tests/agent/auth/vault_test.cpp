#include "auth/vault.h"

#include "auth/private_text.h"
#include "contract/sync_error.h"
#include "token_bench.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::bench;

namespace {

struct Scene {
    Folder folder;
    StepClock clock;
    Steps steps;
    SteppedStore store{folder.file("state.db"), steps};
    std::map<std::string, std::string> environment;
    Vault vault{store, ring(), clock};

    KeyRing ring() {
        return KeyRing(folder.file("state.db.key"), [this](const std::string& name) {
            const auto found = environment.find(name);
            return found == environment.end() ? std::nullopt : std::optional(found->second);
        });
    }
    std::string secret(const std::string& tenant, const std::string& name) {
        const auto found = vault.secret(tenant, name);
        return found ? std::string(found->reveal()) : "(none)";
    }
    std::string refusal(const std::string& tenant, const std::string& name) {
        try {
            vault.secret(tenant, name);
        } catch (const SyncError& error) {
            return error.what() + std::string(" | ") + error.hint;
        }
        return {};
    }
};

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("A text opens with its key in its place, and not otherwise") {
    const auto key = new_seal_key();
    const Secret text("id:CODE");
    const auto sealed = seal(key, "here", text);
    REQUIRE(unseal(key, "here", sealed));
    CHECK(unseal(key, "here", sealed)->reveal() == "id:CODE");
    CHECK_FALSE(unseal(key, "there", sealed));
    CHECK_FALSE(unseal(new_seal_key(), "here", sealed));
    CHECK_FALSE(unseal(key, "here", ""));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto damaged = sealed;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        CHECK_FALSE(unseal(key, "here", damaged));
        CHECK_FALSE(unseal(key, "here", sealed.substr(0, i)));
    }
    CHECK(seal(key, "here", text) != sealed);
    CHECK(sealed.find("CODE") == std::string::npos);
}

TEST_CASE("No two places are the same, whatever their names are made of") {
    std::set<std::string> places;
    for (const auto* tenant : {"", "a", "a:b", "1:a"})
        for (const auto* name : {"", "b", "b:c", "a", ":"}) {
            places.insert(place_of_secret(tenant, name));
            places.insert(place_of_sign_in(tenant, name));
        }
    CHECK(places.size() == 40);
}

TEST_CASE("A secret is its tenant's, and that of all where the tenant has none") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("of acme"));
    scene.vault.keep_secret("", "pat", Secret("of all"));
    CHECK(scene.secret("acme", "pat") == "of acme");
    CHECK(scene.secret("plant", "pat") == "of all");
    CHECK(scene.secret("plant", "key") == "(none)");
    CHECK(scene.vault.forget_secret("acme", "pat"));
    CHECK(scene.secret("acme", "pat") == "of all");
}

TEST_CASE("A sealed text that was moved to another tenant or name does not open there") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("of acme"));
    auto stolen = *scene.store.secret("acme", "pat");
    for (const auto& [tenant, name] : {std::pair{"plant", "pat"}, {"acme", "key"}, {"", "pat"}}) {
        stolen.tenant = tenant;
        stolen.name = name;
        scene.store.keep(stolen);
    }
    CHECK(scene.refusal("plant", "pat").find("sealed for another place") != std::string::npos);
    CHECK(scene.refusal("acme", "key").find("sealed for another place") != std::string::npos);
    CHECK(scene.secret("acme", "pat") == "of acme");
    CHECK(scene.refusal("other", "pat").find("sealed for another place") != std::string::npos);
}

TEST_CASE("The key file is made with the first secret, and never with a look") {
    Scene scene;
    const auto file = scene.folder.file("state.db.key");
    CHECK(scene.secret("acme", "pat") == "(none)");
    CHECK_FALSE(std::filesystem::exists(file));
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    const auto before = text_of(file);
    scene.vault.keep_secret("acme", "key", Secret("canary"));
    CHECK(text_of(file) == before);
    CHECK(scene.folder.everything().find("canary") == std::string::npos);
    CHECK(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}) == 4);
}

TEST_CASE("The key file is for its owner alone", "[linux]") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    CHECK(std::filesystem::status(scene.folder.file("state.db.key")).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("Two who make the key file at once end with one key") {
    Folder folder;
    const auto file = folder.file("key");
    CHECK(make_private_text(file, Secret("first")));
    CHECK_FALSE(make_private_text(file, Secret("second")));
    CHECK(text_of(file) == "first");
    replace_private_text(file, Secret("third"));
    CHECK(text_of(file) == "third");
    CHECK(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}) == 1);
}

TEST_CASE("A key file that others may read is refused", "[linux]") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    const auto file = scene.folder.file("state.db.key");
    std::filesystem::permissions(file, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    CHECK(scene.refusal("acme", "pat").find("chmod 600") != std::string::npos);
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    CHECK(scene.secret("acme", "pat") == "canary");
}

TEST_CASE("A key file that is damaged is refused and not repeated") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    const auto file = scene.folder.file("state.db.key");
    const auto line = text_of(file);
    const auto broken = GENERATE_COPY(std::string("no key\n"), line.substr(0, 30), std::string("\n"),
                                      line + "x:" + line.substr(20, 10) + "\n");
    std::ofstream(file, std::ios::binary | std::ios::trunc) << broken;
    const auto told = scene.refusal("acme", "pat");
    CHECK(told.find("state.db.key") != std::string::npos);
    CHECK(told.find(line.substr(20, 10)) == std::string::npos);
}

TEST_CASE("Without its key file a secret says what to do") {
    Scene scene;
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    std::filesystem::remove(scene.folder.file("state.db.key"));
    const auto told = scene.refusal("acme", "pat");
    CHECK(told.find("sealed secret 'pat' of tenant acme") != std::string::npos);
    CHECK(told.find("put the key file back") != std::string::npos);
}

TEST_CASE("A death at any step of a change of the key leaves everything that opens") {
    int steps = 0;
    for (int die_at = 1;; ++die_at) {
        Scene scene;
        scene.vault.keep_secret("acme", "pat", Secret("one"));
        scene.vault.keep_secret("", "pat", Secret("two"));
        SignIn sign_in;
        sign_in.access = Secret("access");
        sign_in.renewal = Secret("renewal");
        scene.vault.keep(place, sign_in);
        const auto old_line = text_of(scene.folder.file("state.db.key"));
        scene.steps = {die_at, 0};
        bool died = false;
        try {
            const auto count = scene.vault.rekey();
            CHECK(count == 3);
        } catch (const Death&) {
            died = true;
        }
        scene.steps = {};
        CHECK(scene.secret("acme", "pat") == "one");
        CHECK(scene.secret("plant", "pat") == "two");
        CHECK(scene.vault.sign_in(place)->renewal.reveal() == "renewal");
        scene.vault.keep_secret("acme", "later", Secret("three"));
        scene.vault.rekey();
        CHECK(scene.secret("acme", "later") == "three");
        CHECK(scene.secret("acme", "pat") == "one");
        const auto line = text_of(scene.folder.file("state.db.key"));
        CHECK(std::count(line.begin(), line.end(), '\n') == 1);
        CHECK(line != old_line);
        if (!died) break;
        steps = die_at;
    }
    CHECK(steps == 2);
}

TEST_CASE("A credential of the service manager is the key, and its first line the one to seal with") {
    Scene scene;
    const auto first = std::string(KeyRing::new_line().reveal());
    const auto second = std::string(KeyRing::new_line().reveal());
    CHECK(first != second);
    std::filesystem::create_directory(scene.folder.file("credentials"));
    const auto file = scene.folder.file("credentials") / "deskbridge.key";
    scene.environment["CREDENTIALS_DIRECTORY"] = scene.folder.file("credentials").string();
    std::ofstream(file, std::ios::binary) << first;
    scene.vault.keep_secret("acme", "pat", Secret("canary"));
    CHECK_FALSE(std::filesystem::exists(scene.folder.file("state.db.key")));
    CHECK(scene.store.secret("acme", "pat")->text.key == first.substr(0, first.find(':')));

    std::ofstream(file, std::ios::binary | std::ios::trunc) << second << first;
    CHECK(scene.secret("acme", "pat") == "canary");
    CHECK(scene.vault.rekey() == 1);
    CHECK(scene.store.secret("acme", "pat")->text.key == second.substr(0, second.find(':')));
    CHECK(text_of(file) == second + first);

    std::ofstream(file, std::ios::binary | std::ios::trunc) << first;
    CHECK(scene.refusal("acme", "pat").find("is not in") != std::string::npos);
    CHECK_THROWS_AS(scene.vault.keep_secret("acme", "pat", Secret("x")), SyncError);
}
