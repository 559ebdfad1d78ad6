#include "auth/credentials.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>

namespace deskbridge {

namespace {

/// How often a refused request is made again: with what replaced its secret, and with the one beside it.
constexpr int other_values = 2;

Origin certain(const std::optional<Origin>& origin) {
    ensure(origin.has_value(), "credentials belong to an address");
    return *origin;
}

bool is_header_text(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// What a header's value shows of the secret in it: all that follows the scheme, and what "Basic" hides.
std::vector<Secret> parts_of(std::string_view value) {
    std::vector<Secret> parts;
    const auto space = value.find(' ');
    if (space == std::string_view::npos) return {Secret(value)};
    const auto shown = value.substr(space + 1);
    parts.emplace_back(shown);
    std::string plain(shown.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()), plain.size(), shown.data(),
                          shown.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0) {
        const auto colon = std::string_view(plain).substr(0, length).find(':');
        if (value.starts_with("Basic ") && colon != std::string_view::npos)
            parts.emplace_back(std::string_view(plain).substr(0, length).substr(colon + 1));
    }
    wipe(plain);
    return parts;
}

/// A server, or something before it, that says in an error what it was sent: that text goes into messages.
void take_out(std::string& text, const Secret& value) {
    constexpr std::size_t shortest = 6;  // shorter ones stand in texts by chance
    for (const auto& part : parts_of(value.reveal())) {
        if (part.reveal().size() < shortest) continue;
        for (auto at = text.find(part.reveal()); at != std::string::npos; at = text.find(part.reveal(), at))
            text.replace(at, part.reveal().size(), "***");
    }
}

/// One that was given once and for all.
class Unchanging : public Authorization {
public:
    explicit Unchanging(Secret value) : value_(std::move(value)) {
        ensure(is_header_text(value_.reveal()), "credentials are one header");
    }
    Secret value() override { return value_; }
    bool replace(const Secret&) override { return false; }
    std::optional<SyncError> explain(const HttpResponse&) const override { return {}; }
    std::string stamp() const override { return {}; }

private:
    Secret value_;
};

}  // namespace

Secret basic_authorization(std::string_view account, const Secret& secret) {
    ensure(account.find(':') == std::string_view::npos, "an account name holds no colon");
    std::string plain = std::string(account) + ':';
    plain.reserve(plain.size() + secret.reveal().size() + 1);
    plain += secret.reveal();
    const std::size_t room = sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL);
    static constexpr std::string_view scheme = "Basic ";
    std::string value(scheme.size() + room, '\0');
    std::copy(scheme.begin(), scheme.end(), value.begin());
    sodium_bin2base64(value.data() + scheme.size(), room,
                      reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    value.pop_back();  // the terminator counts as room
    Secret made(value);
    wipe(plain);
    wipe(value);
    return made;
}

Secret bearer_authorization(const Secret& token) {
    std::string text = "Bearer ";
    text.reserve(text.size() + token.reveal().size());
    text += token.reveal();
    Secret value(text);
    wipe(text);
    return value;
}

bool is_sign_in_refused(const HttpRequest& request, const HttpResponse& answer) {
    if (answer.status == 401 || answer.status == 203) return true;
    if (answer.status >= 300 && answer.status < 400) return answer.status != 304;
    const bool page = answer.header("Content-Type").starts_with("text/html");
    return answer.status == 200 && page &&
           header_of(request.headers, "Accept").starts_with("application/json");
}

SignedHttp::SignedHttp(Http& next, std::string_view base_url, Credentials credentials)
    : SignedHttp(next, base_url, std::make_shared<Unchanging>(std::move(credentials.value)),
                 std::move(credentials.header)) {}

SignedHttp::SignedHttp(Http& next, std::string_view base_url, std::shared_ptr<Authorization> authorization,
                       std::string header)
    : next_(next),
      origin_(certain(origin_of(base_url))),
      header_(std::move(header)),
      authorization_(std::move(authorization)) {}

HttpResponse SignedHttp::exchange(const HttpRequest& request) {
    const auto target = origin_of(request.url);
    if (target != origin_)
        throw SyncError(
            Reach::side, Trouble::forbidden,
            fmt::format("the credentials for {} are not sent to {}", origin_.text(),
                        target ? target->text() : "an address that is none"),
            "An address in an answer leads elsewhere; the configured address must be the one that the server "
            "calls its own.")
            .with(Fate::not_sent);
    Secret value = authorization_->value();
    if (value.empty()) return next_.exchange(request);
    HttpResponse answer = signed_exchange(request, value);
    for (int more = other_values; is_sign_in_refused(request, answer); --more) {
        // of the last one, too, whoever keeps them learns that it was refused
        if (!authorization_->replace(value) || more == 0) break;
        value = authorization_->value();
        answer = signed_exchange(request, value);
    }
    if (!is_sign_in_refused(request, answer)) {
        authorization_->accept(value);
        return answer;
    }
    if (const auto why = authorization_->explain(answer)) throw *why;
    return answer;
}

HttpResponse SignedHttp::signed_exchange(const HttpRequest& request, const Secret& value) {
    HttpRequest copy = request;
    copy.headers.erase(header_);
    const auto header = copy.headers.emplace(header_, value.reveal());
    HttpResponse response = next_.exchange(copy);
    wipe(header->second);
    if (response.status >= 300) take_out(response.body, value);
    return response;
}

}  // namespace deskbridge
