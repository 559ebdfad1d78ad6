#pragma once

#include "sandbox/exchange/exchange.h"

#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace sandbox {

/// Which requests a rule means; what is empty means any. Paths are compared decoded and with their query
/// ("/sandbox/_apis/wit/$batch?api-version=7.1").
struct Condition {
    std::string system;
    std::string method;
    /// ECMAScript regular expression, found anywhere in the path.
    std::string path;
    std::string path_contains;
    std::string body_contains;
};

/// Whether the system has done its work when the trouble comes.
enum class Moment { before, after };

/// `status` answers with `status`, `headers`, `body`. `delay` waits and lets the request go on. `drop` closes
/// without an answer, `half` in the middle of it (always after the effect), `stall` never answers. `sign_in`
/// shows a sign-in page (203) or leads to one (302). `throttle` refuses with 429, or with `status` 200 lets
/// pass and adds the headers of a limit. `not_json` answers 200 with something that is no JSON.
enum class Act { status, delay, drop, half, stall, sign_in, throttle, not_json };

enum class SignIn { page, redirect };
enum class RetryAfterForm { seconds, date };

/// What happens instead of, or on top of, an ordinary answer.
struct Fault {
    Act act = Act::status;
    Moment moment = Moment::before;
    /// 0 means the usual one of the act.
    int status = 0;
    Headers headers;
    std::string body;
    int delay_ms = 0;
    SignIn sign_in = SignIn::page;
    /// Seconds; absent means no Retry-After header.
    std::optional<int> retry_after;
    RetryAfterForm retry_after_form = RetryAfterForm::seconds;
};

/// A fault and when it strikes: from the `nth` request that meets the condition on, `times` times. Without
/// `times` it strikes without end, or once if `nth` is more than 1. `probability` is asked of each request
/// that would otherwise be struck.
struct Rule {
    std::string name;
    Condition condition;
    Fault fault;
    long long nth = 1;
    std::optional<long long> times;
    double probability = 1.0;
};

/// A condition made ready for many requests. Throws std::invalid_argument for a path that is no expression.
class Matcher {
public:
    explicit Matcher(Condition condition);
    bool meets(std::string_view system, const Request& request) const;

private:
    Condition condition_;
    std::optional<std::regex> path_;
};

/// Reads one rule, or a document {"rules": [...]}, [...] or a single rule. Throws std::invalid_argument with
/// a sentence that names the key; unknown keys are refused.
std::vector<Rule> rules_from_json(const std::string& text);
/// One rule as JSON text, readable by `rules_from_json`.
std::string json_of(const Rule& rule);

}  // namespace sandbox
