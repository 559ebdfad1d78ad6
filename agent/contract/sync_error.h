// The one error of the program. What is foreseen (not found, nothing to do, a conflict) is a value instead.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace deskbridge {

/// How much is broken, which is all that a caller needs to know what to do.
/// item: this ticket; park it and go on. side: this help desk or work tracker, now; keep the cursor and back
/// off. run: the program must not go on.
enum class Reach { item, side, run };

/// What it is about, for the exit code and for the operator.
enum class Trouble { data, configuration, sign_in, forbidden, limited, unreachable, store, interrupted };

/// What became of the request, as far as we can know; decides what recovery may do.
/// refused: the other side took notice and did nothing. not_sent: it never went out whole.
/// closed: the other side ended the exchange without a clear answer (a 5xx counts). timed_out: we stopped
/// waiting, so it may still take effect.
enum class Fate { refused, not_sent, closed, timed_out };

/// Thread rule: a value, like any exception. `what()` is written for the person on call: which tenant side,
/// what happened; `hint` says what to do. Neither ever holds a secret or customer text.
class SyncError : public std::runtime_error {
public:
    SyncError(Reach reach, Trouble trouble, const std::string& message, std::string hint = {})
        : std::runtime_error(message), reach(reach), trouble(trouble), hint(std::move(hint)) {}

    Reach reach;
    Trouble trouble;
    std::string hint;
    Fate fate = Fate::refused;
    std::optional<std::chrono::milliseconds> retry_after;

    SyncError& with(Fate value) {
        fate = value;
        return *this;
    }
    SyncError& with(std::chrono::milliseconds wait) {
        retry_after = wait;
        return *this;
    }
};

/// Holds in release too: a broken invariant ends the run.
inline void ensure(bool condition, const char* sentence) {
    if (!condition) throw SyncError(Reach::run, Trouble::store, std::string("broken invariant: ") + sentence);
}

}  // namespace deskbridge
