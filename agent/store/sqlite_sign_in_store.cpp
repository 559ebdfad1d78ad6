#include "store/sqlite_sign_in_store.h"

#include "store/file_lock.h"
#include "store/sign_ins.h"
#include "store/state_file.h"

#include <fmt/format.h>

namespace deskbridge {

using store::SignIns;
using store::Transaction;
using Kind = Transaction::Kind;

namespace {

class LockedFile : public Hold {
public:
    explicit LockedFile(store::FileLock lock) : lock_(std::move(lock)) {}

private:
    store::FileLock lock_;
};

/// Both spellings of a name that differ only in links lead to one lock.
std::filesystem::path lock_of(const std::filesystem::path& state, const SignInPlace& place) {
    std::error_code unresolved;
    auto lock = std::filesystem::weakly_canonical(state, unresolved);
    if (unresolved) lock = state;
    lock += fmt::format(".{}-{}.lock", place.tenant, place.side);
    return lock;
}

}  // namespace

SqliteSignInStore::SqliteSignInStore(std::filesystem::path file) : file_(std::move(file)) {}

SqliteSignInStore::~SqliteSignInStore() = default;

bool SqliteSignInStore::is_there() {
    std::error_code ignored;
    return connection_ != nullptr || std::filesystem::exists(file_, ignored);
}

store::Connection& SqliteSignInStore::connection() {
    if (!connection_) connection_ = store::open_state_file(file_);
    return *connection_;
}

std::optional<KeptSignIn> SqliteSignInStore::sign_in(const SignInPlace& place) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return {};
    return SignIns(connection()).find(place);
}

bool SqliteSignInStore::keep(const SignInPlace& place, const KeptSignIn& sign_in) {
    const std::lock_guard lock(mutex_);
    Transaction step(connection(), Kind::full);
    SignIns all(connection());
    if (all.is_retired(sign_in.tokens.key)) return false;
    all.keep(place, sign_in);
    step.commit();
    return true;
}

bool SqliteSignInStore::forget(const SignInPlace& place) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return false;
    Transaction step(connection(), Kind::full);
    const bool there = SignIns(connection()).forget(place);
    step.commit();
    return there;
}

std::optional<KeptSecret> SqliteSignInStore::secret(const std::string& tenant, const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return {};
    return SignIns(connection()).find_secret(tenant, name);
}

bool SqliteSignInStore::keep(const KeptSecret& secret) {
    const std::lock_guard lock(mutex_);
    Transaction step(connection(), Kind::full);
    SignIns all(connection());
    if (all.is_retired(secret.text.key)) return false;
    all.keep(secret);
    step.commit();
    return true;
}

bool SqliteSignInStore::forget_secret(const std::string& tenant, const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return false;
    Transaction step(connection(), Kind::full);
    const bool there = SignIns(connection()).forget_secret(tenant, name);
    step.commit();
    return there;
}

std::vector<KeptSecret> SqliteSignInStore::secrets() {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return {};
    return SignIns(connection()).secrets();
}

std::vector<KeptChoice> SqliteSignInStore::choices(const std::string& owner) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return {};
    return SignIns(connection()).choices(owner);
}

void SqliteSignInStore::keep(const std::string& owner, const std::vector<KeptChoice>& choices) {
    const std::lock_guard lock(mutex_);
    Transaction step(connection(), Kind::full);
    SignIns(connection()).keep(owner, choices);
    step.commit();
}

std::optional<KeptAccount> SqliteSignInStore::account(const SignInPlace& place) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return {};
    return SignIns(connection()).account(place);
}

void SqliteSignInStore::keep(const SignInPlace& place, const KeptAccount& account) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return;
    Transaction step(connection(), Kind::normal);
    SignIns(connection()).keep(place, account);
    step.commit();
}

std::size_t SqliteSignInStore::reseal(const std::string& key, const std::vector<std::string>& others,
                                      const Resealer& resealer) {
    const std::lock_guard lock(mutex_);
    if (!is_there()) return 0;
    Transaction step(connection(), Kind::full);
    SignIns all(connection());
    all.unretire(key);
    for (const auto& other : others) all.retire(other);
    const auto count = all.reseal(key, resealer);
    step.commit();
    return count;
}

std::unique_ptr<Hold> SqliteSignInStore::hold(const SignInPlace& place) {
    auto lock = store::FileLock::take(lock_of(file_, place));
    if (!lock) return {};
    return std::make_unique<LockedFile>(std::move(*lock));
}

}  // namespace deskbridge
