#pragma once

#include "sandbox/faults/rule.h"

#include <cstdint>
#include <mutex>
#include <random>
#include <vector>

namespace sandbox {

/// The rules in force and what became of them, shared by all systems of a sandbox. Every function may be
/// called by several threads at once. The same seed, rules and sequence of requests give the same endings.
class Faults {
public:
    struct Standing {
        int id;
        Rule rule;
        /// Requests that met the condition, and those that were struck.
        long long met;
        long long struck;
    };

    explicit Faults(std::uint64_t seed, Clock clock = wall_clock());

    std::uint64_t seed() const { return seed_; }

    /// Appends a rule and returns its number. Throws std::invalid_argument as `Matcher` does.
    int add(Rule rule);
    /// Returns whether there was such a rule.
    bool remove(int id);
    void clear();
    std::vector<Standing> standings() const;

    /// Lets `system` handle the request, or not, as the rules say: the first rule that strikes decides,
    /// except that delays add up and let the next rules have their say. Without a rule the answer is the
    /// system's.
    Ending play(std::string_view system_name, System& system, const Request& request);

private:
    struct Entry {
        Standing standing;
        Matcher matcher;
        std::mt19937_64 dice;
    };
    struct Verdict {
        int delay_ms = 0;
        std::optional<Fault> fault;
    };

    Verdict judge(std::string_view system_name, const Request& request);
    static bool strikes(Entry& entry);
    Reply trouble(const Fault& fault, const Reply& real) const;
    void add_retry_after(const Fault& fault, Headers& headers) const;
    Reply throttled(const Fault& fault, const Reply& real) const;

    const std::uint64_t seed_;
    const Clock clock_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;
    int last_id_ = 0;
};

}  // namespace sandbox
