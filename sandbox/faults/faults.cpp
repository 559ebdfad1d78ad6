#include "sandbox/faults/faults.h"

#include <algorithm>

namespace sandbox {

namespace {

constexpr const char* html = "text/html; charset=utf-8";

Reply page(int status, const std::string& body, const char* type = html) {
    Reply reply;
    reply.status = status;
    reply.headers.emplace("Content-Type", type);
    reply.body = body;
    return reply;
}

std::string guessed_type(const std::string& body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return "text/plain; charset=utf-8";
    if (body[first] == '{' || body[first] == '[') return "application/json; charset=utf-8";
    return body[first] == '<' ? html : "text/plain; charset=utf-8";
}

Reply stated(const Fault& fault) {
    Reply reply = page(fault.status, fault.body, guessed_type(fault.body).c_str());
    if (fault.body.empty()) reply.headers.clear();
    return reply;
}

Reply sign_in(const Fault& fault) {
    const std::string text =
        fault.body.empty()
            ? "<!DOCTYPE html><html><head><title>Sign in</title></head>"
              "<body><h1>Sign in</h1><form method=\"post\" action=\"/_signin\"></form></body></html>"
            : fault.body;
    if (fault.sign_in == SignIn::page) return page(fault.status ? fault.status : 203, text);
    Reply reply = page(fault.status ? fault.status : 302, text);
    reply.headers.emplace("Location", "/_signin?reply_to=%2F");
    return reply;
}

Reply not_json(const Fault& fault) {
    const std::string text =
        fault.body.empty()
            ? "<!DOCTYPE html><html><body><p>The gateway is being looked after.</p></body></html>"
            : fault.body;
    return page(fault.status ? fault.status : 200, text);
}

/// Headers that the rule states replace those of the answer.
void put_headers(const Headers& stated_headers, Headers& headers) {
    for (const auto& [name, value] : stated_headers) headers.erase(name);
    headers.insert(stated_headers.begin(), stated_headers.end());
}

}  // namespace

Faults::Faults(std::uint64_t seed, Clock clock) : seed_(seed), clock_(std::move(clock)) {}

int Faults::add(Rule rule) {
    Matcher matcher(rule.condition);
    const std::lock_guard lock(mutex_);
    const int id = ++last_id_;
    // each rule throws its own dice, so that adding one does not change what the others do
    const std::uint64_t own_seed = seed_ * 1'000'003U + static_cast<std::uint64_t>(id);
    entries_.push_back({{id, std::move(rule), 0, 0}, std::move(matcher), std::mt19937_64(own_seed)});
    return id;
}

bool Faults::remove(int id) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(entries_, [id](const Entry& entry) { return entry.standing.id == id; }) != 0;
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
}

std::vector<Faults::Standing> Faults::standings() const {
    const std::lock_guard lock(mutex_);
    std::vector<Standing> all;
    for (const auto& entry : entries_) all.push_back(entry.standing);
    return all;
}

bool Faults::strikes(Entry& entry) {
    auto& standing = entry.standing;
    const auto& rule = standing.rule;
    if (++standing.met < rule.nth) return false;
    const auto times = rule.times ? rule.times : rule.nth > 1 ? std::optional<long long>(1) : std::nullopt;
    if (times && standing.struck >= *times) return false;
    // std::uniform_real_distribution may differ between libraries; the top 53 bits do not
    const double throw_of_dice =
        rule.probability < 1.0 ? static_cast<double>(entry.dice() >> 11) * 0x1p-53 : 0.0;
    if (rule.probability <= throw_of_dice) return false;
    ++standing.struck;
    return true;
}

Faults::Verdict Faults::judge(std::string_view system_name, const Request& request) {
    const std::lock_guard lock(mutex_);
    Verdict verdict;
    for (auto& entry : entries_) {
        if (!entry.matcher.meets(system_name, request) || !strikes(entry)) continue;
        const auto& fault = entry.standing.rule.fault;
        verdict.delay_ms += fault.delay_ms;
        if (fault.act == Act::delay) continue;
        verdict.fault = fault;
        break;
    }
    return verdict;
}

Ending Faults::play(std::string_view system_name, System& system, const Request& request) {
    const Verdict verdict = judge(system_name, request);
    Ending ending;
    ending.delay_ms = verdict.delay_ms;
    if (!verdict.fault) {
        ending.reply = system.handle(request);
        return ending;
    }
    const Fault& fault = *verdict.fault;
    const bool lets_pass = fault.act == Act::throttle && fault.status == 200;
    const bool has_effect = fault.moment == Moment::after || fault.act == Act::half || lets_pass;
    const Reply real = has_effect ? system.handle(request) : Reply();
    if (fault.act == Act::drop) ending.kind = Ending::Kind::dropped;
    if (fault.act == Act::half) ending.kind = Ending::Kind::half;
    if (fault.act == Act::stall) ending.kind = Ending::Kind::stalled;
    ending.reply = trouble(fault, real);
    return ending;
}

Reply Faults::trouble(const Fault& fault, const Reply& real) const {
    Reply reply = real;
    if (fault.act == Act::status) reply = stated(fault);
    if (fault.act == Act::sign_in) reply = sign_in(fault);
    if (fault.act == Act::not_json) reply = not_json(fault);
    if (fault.act == Act::throttle) reply = throttled(fault, real);
    if (fault.act == Act::status) add_retry_after(fault, reply.headers);
    put_headers(fault.headers, reply.headers);
    return reply;
}

void Faults::add_retry_after(const Fault& fault, Headers& headers) const {
    if (!fault.retry_after) return;
    headers.emplace("Retry-After", fault.retry_after_form == RetryAfterForm::date
                                       ? http_date(clock_() + 1000LL * *fault.retry_after)
                                       : std::to_string(*fault.retry_after));
}

Reply Faults::throttled(const Fault& fault, const Reply& real) const {
    Reply reply = real;
    if (fault.status != 200) {
        const std::string text = fault.body.empty()
                                     ? R"({"message":"Too many requests: this one was not carried out."})"
                                     : fault.body;
        reply = page(429, text, guessed_type(text).c_str());
    }
    add_retry_after(fault, reply.headers);
    reply.headers.emplace("X-RateLimit-Resource", "Sandbox/Requests");
    reply.headers.emplace("X-RateLimit-Limit", "200");
    reply.headers.emplace("X-RateLimit-Remaining", "0");
    reply.headers.emplace("X-RateLimit-Reset",
                          std::to_string(clock_() / 1000 + fault.retry_after.value_or(60)));
    if (fault.status == 200)
        reply.headers.emplace("X-RateLimit-Delay", std::to_string(fault.delay_ms / 1000.0));
    return reply;
}

}  // namespace sandbox
