// Which of two secrets is used while people put one in the place of the other.
#pragma once

#include "auth/secret.h"
#include "contract/clock.h"
#include "contract/sign_in_store.h"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace deskbridge {

/// Goes by one secret as long as the other side takes it. When that is refused the next one is tried, and
/// kept when it is taken; what was refused is not tried again, by this process or a later one, until it is
/// replaced or the one in use is refused too. Where none is taken each is tried once in a round, and whoever
/// asks decides when the next round is. A refusal counts only when the other secret was taken: a page of
/// something in between refuses everything and says nothing about either. Thread rule: any thread.
class SecretChoice {
public:
    struct Option {
        std::string source;                  ///< for people: "file acme.pat"
        std::function<Secret()> read;        ///< anew each time; SyncError (run) when it is not there
        std::function<std::string()> stamp;  ///< changes when the secret is replaced
    };
    /// Where it is written down how they fared, for later processes. Empty functions: nowhere.
    struct Book {
        std::function<std::vector<KeptChoice>()> read = {};
        std::function<void(const std::vector<KeptChoice>&)> keep = {};
    };
    /// At least one option, the present one first. The clock outlives it. `tell` gets sentences for the log.
    SecretChoice(std::vector<Option> options, Book book, const Clock& clock,
                 std::function<void(const std::string&)> tell);

    /// The one to use now. On failure: SyncError (run) when none can be read, which is the first one's.
    Secret read();
    /// True when another value may be tried at once, which then is what `read` gives.
    bool replace(const Secret& refused);
    /// The other side took this one.
    void accept(const Secret& used);

    /// How they stand, in order. `stamp` as it was then.
    std::vector<KeptChoice> standings();
    /// Of what can be read now.
    std::string stamp() const;
    bool is_one() const { return options_.size() == 1; }

private:
    struct Fared {
        Secret last;           ///< what was read last
        bool tried = false;    ///< and refused, in this round
        bool refused = false;  ///< while another one was taken
        std::string stamp;     ///< when that was
        Time refused_at{};
    };
    void recall();
    std::size_t known(const Secret& value) const;
    bool can_try(std::size_t at);
    bool go_on();
    void keep();

    mutable std::mutex mutex_;
    std::vector<Option> options_;
    Book book_;
    const Clock& clock_;
    std::function<void(const std::string&)> tell_;
    std::vector<Fared> fared_;
    std::size_t current_ = 0;
    std::size_t in_use_;  ///< options_.size() = none yet
};

/// One sentence each for secrets that were refused, with the one that is in use instead.
std::vector<std::string> choice_notes(const std::vector<KeptChoice>& standings);

}  // namespace deskbridge
