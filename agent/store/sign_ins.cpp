#include "store/sign_ins.h"

namespace deskbridge::store {

namespace {

KeptSecret secret_in(const Cursor& row) {
    return {row.text(0), row.text(1), {row.text(2), row.text(3)}, row.time(4)};
}

}  // namespace

std::optional<KeptSignIn> SignIns::find(const SignInPlace& place) {
    Cursor row = connection_.query(
        "SELECT key, tokens, app, account, scope, signed_in_at, renewed_at, expires_at, sent_at, refusal, "
        "hint FROM sign_ins WHERE tenant = ? AND side = ?",
        place.tenant, place.side);
    if (!row.next()) return {};
    KeptSignIn found;
    found.tokens = {row.text(0), row.text(1)};
    found.app = row.text(2);
    found.account = row.text(3);
    found.scope = row.text(4);
    found.signed_in_at = row.time(5);
    found.renewed_at = row.time(6);
    found.expires_at = row.time(7);
    found.sent_at = row.time(8);
    found.refusal = row.text(9);
    found.hint = row.text(10);
    return found;
}

void SignIns::keep(const SignInPlace& place, const KeptSignIn& sign_in) {
    connection_.run(
        "INSERT OR REPLACE INTO sign_ins (tenant, side, key, tokens, app, account, scope, signed_in_at, "
        "renewed_at, expires_at, sent_at, refusal, hint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        place.tenant, place.side, sign_in.tokens.key, Blob{sign_in.tokens.bytes}, sign_in.app,
        sign_in.account, sign_in.scope, sign_in.signed_in_at, sign_in.renewed_at, sign_in.expires_at,
        sign_in.sent_at, sign_in.refusal, sign_in.hint);
}

bool SignIns::forget(const SignInPlace& place) {
    return connection_.run("DELETE FROM sign_ins WHERE tenant = ? AND side = ?", place.tenant, place.side) >
           0;
}

std::optional<KeptSecret> SignIns::find_secret(const std::string& tenant, const std::string& name) {
    Cursor row = connection_.query(
        "SELECT tenant, name, key, sealed, kept_at FROM secrets WHERE tenant = ? AND name = ?", tenant, name);
    if (!row.next()) return {};
    return secret_in(row);
}

void SignIns::keep(const KeptSecret& secret) {
    connection_.run(
        "INSERT OR REPLACE INTO secrets (tenant, name, key, sealed, kept_at) VALUES (?, ?, ?, ?, ?)",
        secret.tenant, secret.name, secret.text.key, Blob{secret.text.bytes}, secret.kept_at);
}

bool SignIns::forget_secret(const std::string& tenant, const std::string& name) {
    return connection_.run("DELETE FROM secrets WHERE tenant = ? AND name = ?", tenant, name) > 0;
}

std::vector<KeptSecret> SignIns::secrets() {
    std::vector<KeptSecret> all;
    Cursor row =
        connection_.query("SELECT tenant, name, key, sealed, kept_at FROM secrets ORDER BY tenant, name");
    while (row.next()) all.push_back(secret_in(row));
    return all;
}

std::vector<KeptChoice> SignIns::choices(const std::string& owner) {
    std::vector<KeptChoice> all;
    Cursor row = connection_.query(
        "SELECT source, stamp, in_use, refused_at FROM secret_choices WHERE owner = ?", owner);
    while (row.next()) all.push_back({row.text(0), row.text(1), row.flag(2), row.time(3)});
    return all;
}

void SignIns::keep(const std::string& owner, const std::vector<KeptChoice>& choices) {
    connection_.run("DELETE FROM secret_choices WHERE owner = ?", owner);
    for (const auto& one : choices)
        connection_.run(
            "INSERT INTO secret_choices (owner, source, stamp, in_use, refused_at) VALUES (?, ?, ?, ?, ?)",
            owner, one.source, one.stamp, std::int64_t{one.in_use}, one.refused_at);
}

std::optional<KeptAccount> SignIns::account(const SignInPlace& place) {
    Cursor row = connection_.query("SELECT account, good_at FROM side_accounts WHERE tenant = ? AND side = ?",
                                   place.tenant, place.side);
    if (!row.next()) return {};
    return KeptAccount{row.text(0), row.time(1)};
}

void SignIns::keep(const SignInPlace& place, const KeptAccount& account) {
    connection_.run(
        "INSERT INTO side_accounts (tenant, side, account, good_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET good_at = excluded.good_at, "
        "account = iif(excluded.account = '', account, excluded.account)",
        place.tenant, place.side, account.account, account.good_at);
}

bool SignIns::is_retired(const std::string& key) {
    return connection_.number("SELECT count(*) FROM retired_keys WHERE id = ?", key) > 0;
}

void SignIns::retire(const std::string& key) {
    connection_.run("INSERT INTO retired_keys (id) VALUES (?) ON CONFLICT DO NOTHING", key);
}

void SignIns::unretire(const std::string& key) {
    connection_.run("DELETE FROM retired_keys WHERE id = ?", key);
}

std::size_t SignIns::reseal(const std::string& key, const SignInStore::Resealer& resealer) {
    return reseal_tokens(key, resealer) + reseal_secrets(key, resealer);
}

std::size_t SignIns::reseal_tokens(const std::string& key, const SignInStore::Resealer& resealer) {
    std::vector<SignInPlace> places;
    {
        Cursor row = connection_.query("SELECT tenant, side FROM sign_ins WHERE key <> ?", key);
        while (row.next()) places.push_back({row.text(0), row.text(1)});
    }
    for (const auto& place : places) {
        auto sign_in = find(place).value();
        sign_in.tokens = resealer.tokens(place, sign_in.tokens);
        keep(place, sign_in);
    }
    return places.size();
}

std::size_t SignIns::reseal_secrets(const std::string& key, const SignInStore::Resealer& resealer) {
    std::size_t count = 0;
    for (auto& secret : secrets()) {
        if (secret.text.key == key) continue;
        secret.text = resealer.secret(secret);
        keep(secret);
        ++count;
    }
    return count;
}

}  // namespace deskbridge::store
