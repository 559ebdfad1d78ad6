// The help desk, Azure DevOps and the sign-in service behind a private authority: who is believed, and what
// is said of who is not.
#include "programs/bridge.h"
#include "programs/tls_front.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fmt/format.h>

using namespace programs;
using support::PrivateAuthority;
using support::ServerFiles;

namespace {

constexpr const char* here = "IP:127.0.0.1,DNS:localhost";

/// Three services, each with a certificate of its own.
struct Scene {
    struct Certificates {
        ServerFiles desk, work, sign_in;
    };
    explicit Scene(const Certificates& certificates, const std::string& ca_file)
        : desk(certificates.desk, sandbox.desk()),
          work(certificates.work, sandbox.work()),
          sign_in(certificates.sign_in, sandbox.sign_in()),
          bridge(sandbox) {
        write_file(bridge.folder() / "app.secret", "sandbox-app-secret\n");
        const auto ca = ca_file.empty() ? "" : fmt::format(R"("ca_file": "{}",)", ca_file);
        bridge.write_config(fmt::format(
            R"({{ "state": "state.db", "tenants": [ {{ "name": "demo", "mappings": [ "mapping.json" ],
                 "desk": {{ "kind": "deskpro", "url": "{}", {} "api_key": {{ "file": "desk.key" }} }},
                 "work": {{ "kind": "azure-devops", "url": "{}", "organization": "{}", {}
                   "auth": {{ "method": "entra-app", "tenant_id": "contoso.example", "authority": "{}",
                             "client_id": "sandbox-app", "client_secret": {{ "file": "app.secret" }} }} }} }} ] }})",
            desk.url(), ca, work.url(), sandbox.organization(), ca, sign_in.url()));
    }
    /// What it all says of a service that is not believed; no secret has gone there.
    std::string refused(const TlsFront& who) {
        const auto told = bridge.run({"check"});
        INFO(told.out << told.err);
        CHECK(told.code == 4);
        CHECK(who.received().empty());
        CHECK((told.out + told.err).find("sandbox-app-secret") == std::string::npos);
        CHECK((told.out + told.err).find(sandbox.desk_key()) == std::string::npos);
        return told.out;
    }

    SandboxProgram sandbox;
    TlsFront desk, work, sign_in;
    Bridge bridge;
};

void check_words(const std::string& said, const std::vector<std::string>& words) {
    INFO(said);
    for (const auto& word : words) {
        INFO(word);
        CHECK(said.find(word) != std::string::npos);
    }
}

}  // namespace

TEST_CASE("TLS: an authority that ca_file names is believed by the desk, the work side and the sign-in") {
    const Folder folder;
    PrivateAuthority plant(folder.path(), "Plant CA"), other(folder.path(), "Other CA");
    const auto bundle = folder.path() / "bundle.pem";
    write_file(bundle, text_of(other.file()) + text_of(plant.file()));
    Scene scene({plant.server(here), plant.server(here), plant.server(here)}, bundle);
    const auto told = scene.bridge.run({"check"});
    INFO(told.out << told.err);
    CHECK(told.code == 0);
    const auto carried = scene.bridge.run({"backfill", "--limit", "2"});
    INFO(carried.out << carried.err);
    CHECK(carried.code == 0);
    CHECK(scene.sandbox.items().size() == 2);
    CHECK(scene.sign_in.received().find("client_secret=sandbox-app-secret") != std::string::npos);
}

TEST_CASE("TLS: a certificate for another name is refused, and it is said for which names it is") {
    const Folder folder;
    PrivateAuthority plant(folder.path(), "Plant CA");
    const auto good = plant.server(here), wrong = plant.server("DNS:tfs.plant.example,IP:127.0.0.2");
    const std::vector<std::string> words{
        "the server's certificate is for tfs.plant.example, 127.0.0.2, not for 127.0.0.1",
        "Write the address by a name that the certificate is for"};
    Scene desk({wrong, good, good}, plant.file());
    check_words(desk.refused(desk.desk), words);
    Scene work({good, wrong, good}, plant.file());
    check_words(work.refused(work.work), words);
    Scene sign_in({good, good, wrong}, plant.file());
    check_words(sign_in.refused(sign_in.sign_in), words);
    CHECK(sign_in.work.received().find("Bearer") == std::string::npos);
}

TEST_CASE("TLS: a certificate that has ended is refused, and it is said when that was") {
    const Folder folder;
    PrivateAuthority plant(folder.path(), "Plant CA");
    const auto good = plant.server(here), ended = plant.server(here, -30, -2);
    const std::vector<std::string> words{"the server's certificate (from 'Plant CA') has ended on 20",
                                         "Renew it at the server", "this machine's clock"};
    Scene desk({ended, good, good}, plant.file());
    check_words(desk.refused(desk.desk), words);
    Scene work({good, ended, good}, plant.file());
    check_words(work.refused(work.work), words);
    Scene sign_in({good, good, ended}, plant.file());
    check_words(sign_in.refused(sign_in.sign_in), words);
}

TEST_CASE("TLS: an authority that nobody named is refused, and it is said where to name it") {
    const Folder folder;
    PrivateAuthority plant(folder.path(), "Plant CA"), other(folder.path(), "Other CA");
    const auto good = plant.server(here), stranger = other.server(here);
    Scene unnamed({good, good, good}, "");
    const auto said = unnamed.refused(unnamed.desk);
    check_words(said, {"signed by 'Plant CA', which is not trusted here", "name it in ca_file"});
    CHECK(unnamed.work.received().empty());
    CHECK(unnamed.sign_in.received().empty());
    const std::vector<std::string> words{"signed by 'Other CA', which is not trusted here",
                                         "Plant CA.pem does not hold the certificate of that authority"};
    Scene work({good, stranger, good}, plant.file());
    check_words(work.refused(work.work), words);
    Scene sign_in({good, good, stranger}, plant.file());
    check_words(sign_in.refused(sign_in.sign_in), words);
}

TEST_CASE("TLS: a running agent tells the certificate's end in its log, and goes on trying") {
    const Folder folder;
    PrivateAuthority plant(folder.path(), "Plant CA");
    const auto good = plant.server(here), ended = plant.server(here, -30, -2);
    Scene scene({good, good, ended}, plant.file());
    auto agent = scene.bridge.start({"run"});
    CHECK(agent.wait_for("has ended on 20"));
    CHECK(agent.wait_for("what to do: Renew it at the server"));
    agent.signal(SIGTERM);
    CHECK(agent.wait().code == 0);
    CHECK(scene.sign_in.received().empty());
}
