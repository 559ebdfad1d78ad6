#include "auth/credentials.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>

namespace deskbridge {

namespace {

Origin certain(const std::optional<Origin>& origin) {
    ensure(origin.has_value(), "credentials belong to an address");
    return *origin;
}

bool is_header_text(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

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

SignedHttp::SignedHttp(Http& next, std::string_view base_url, Credentials credentials)
    : next_(next), origin_(certain(origin_of(base_url))), credentials_(std::move(credentials)) {
    ensure(is_header_text(credentials_.value.reveal()), "credentials are one header");
}

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
    if (credentials_.value.reveal().empty()) return next_.exchange(request);
    HttpRequest copy = request;
    copy.headers.erase(credentials_.header);
    const auto header = copy.headers.emplace(credentials_.header, credentials_.value.reveal());
    HttpResponse response = next_.exchange(copy);
    wipe(header->second);
    return response;
}

}  // namespace deskbridge
