#include "auth/attempt.h"

#include "auth/refusal.h"
#include "contract/sync_error.h"
#include "json/json.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <sodium.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr minutes lifetime{10};
constexpr seconds slower{5};

std::string base64url(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

Secret random_text() {
    ensure(sodium_init() >= 0, "the machine gives randomness");
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    std::string text = base64url(bytes);
    Secret secret(text);
    wipe(bytes);
    wipe(text);
    return secret;
}

std::string challenge_of(const Secret& verifier) {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                       reinterpret_cast<const unsigned char*>(verifier.reveal().data()),
                       verifier.reveal().size());
    return base64url(digest);
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
        const int low = high >= 0 ? digit_of(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

/// Of a name that stands twice, the first.
std::map<std::string, std::string> query_of(std::string_view address) {
    std::map<std::string, std::string> out;
    const auto mark = address.find('?');
    if (mark == std::string_view::npos) return out;
    auto query = address.substr(mark + 1);
    query = query.substr(0, query.find('#'));
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        out.emplace(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return out;
}

std::string value_of(const std::map<std::string, std::string>& query, const char* name) {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

/// Without telling by the time it takes how much of it was right.
bool same(std::string_view left, const Secret& right) {
    return left.size() == right.reveal().size() &&
           sodium_memcmp(left.data(), right.reveal().data(), left.size()) == 0;
}

SyncError useless(const std::string& why) {
    return SyncError(
        Reach::run, Trouble::configuration, why,
        "Begin again: deskbridge auth login. The address is the one that the browser shows at the "
        "end, whole.");
}

}  // namespace

Attempt::Attempt(OAuthApp app, std::string redirect, Time begun)
    : app_(std::move(app)),
      redirect_(std::move(redirect)),
      begun_(begun),
      state_(random_text()),
      verifier_(app_.pkce ? random_text() : Secret()) {}

std::string Attempt::address() const {
    const bool legacy = app_.form == OAuthApp::Form::assertion;
    std::string out = app_.authorize_url + "?client_id=" + url_encode(app_.client_id);
    out += fmt::format("&response_type={}", legacy ? "Assertion" : "code");
    out += "&redirect_uri=" + url_encode(redirect_);
    if (!app_.scopes.empty()) out += "&scope=" + url_encode(app_.scope_text());
    out += fmt::format("&state={}", state_.reveal());
    if (app_.pkce)
        out += fmt::format("&code_challenge={}&code_challenge_method=S256", challenge_of(verifier_));
    for (const auto& [name, value] : app_.extra) out += fmt::format("&{}={}", name, url_encode(value));
    return out;
}

bool Attempt::is_answer(std::string_view address) const {
    return same(value_of(query_of(address), "state"), state_);
}

TokenCall Attempt::redeem(std::string_view address, Time now) {
    const auto query = query_of(address);
    if (!same(value_of(query, "state"), state_))
        throw useless("the address does not belong to this sign-in (its state is another one)");
    if (used_) throw useless("the address was used already");
    if (now - begun_ > lifetime) throw useless("the sign-in took longer than ten minutes");
    used_ = true;
    if (const auto error = value_of(query, "error"); !error.empty())
        throw refusal_of(refused_authorization(error, value_of(query, "error_description")), app_.service);
    code_ = Secret(value_of(query, "code"));
    if (code_.empty()) throw useless("the address holds no code");
    return redeem_again(now);
}

DeviceCode read_device_code(const HttpResponse& answer, const std::string& service, Time now) {
    if (answer.status != 200 || !answer.is_json()) throw refusal_of(answer, service, now);
    const auto document = json::Document::parse(answer.body, "the answer with a device code");
    DeviceCode code;
    code.device_code = Secret(document["device_code"].text());
    code.user_code = document["user_code"].text();
    code.verification_url = document["verification_uri"].text();
    code.interval = seconds{std::clamp<std::int64_t>(document["interval"].integer().value_or(5), 1, 60)};
    code.lifetime =
        seconds{std::clamp<std::int64_t>(document["expires_in"].integer().value_or(900), 1, 3600)};
    if (code.device_code.empty() || code.user_code.empty() || code.verification_url.empty())
        throw refusal_of(answer, service, now);
    return code;
}

std::optional<TokenPair> read_device_answer(const HttpResponse& answer, const std::string& service, Time now,
                                            DeviceCode& code) {
    if (answer.status == 200) return read_token(answer, service, now);
    const auto refusal = read_refusal(answer);
    if (refusal.error == "slow_down") code.interval += slower;
    if (refusal.error == "slow_down" || refusal.error == "authorization_pending") return {};
    throw refusal_of(answer, service, now);
}

}  // namespace deskbridge
