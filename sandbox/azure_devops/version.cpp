#include "sandbox/azure_devops/version.h"

#include "sandbox/azure_devops/refusal.h"
#include "sandbox/azure_devops/value.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

Refusal out_of_range(const std::string& asked, Level level) {
    Refusal refusal(
        400, "VssVersionOutOfRangeException",
        fmt::format("The requested REST API version of {} is out of range for this server. The latest "
                    "REST API version this server supports is {}.",
                    asked, version_text(highest(level))));
    refusal.event_id = 3000;
    return refusal;
}

Refusal not_released(const ApiVersion& asked) {
    const std::string number = version_text(asked.version);
    Refusal refusal(
        400, "VssInvalidPreviewVersionException",
        fmt::format("The requested version \"{0}\" of the resource is under preview. The -preview flag "
                    "must be supplied in the api-version for such requests. For example: "
                    "\"{0}-preview\"",
                    number));
    refusal.event_id = 3000;
    return refusal;
}

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string version_text(Version version) {
    return fmt::format("{}.{}", version / 10, version % 10);
}

Version highest(Level level) {
    switch (level) {
        case Level::server2019: return 50;
        case Level::server2019_1: return 51;
        case Level::server2020: return 60;
        case Level::server2020_1: return 61;
        case Level::server2022: return 70;
        case Level::server2022_1: return 71;
        case Level::services: break;
    }
    return 72;
}

Version highest_released(Level level) {
    if (level == Level::services) return 71;
    return level == Level::server2020_1 ? 60 : highest(level);
}

bool is_hosted(Level level) {
    return level == Level::services;
}

ApiVersion parse_version(const std::string& text) {
    const std::string word = lower(trim(text));
    ApiVersion asked;
    asked.text = trim(text);
    if (word.size() < 3 || !is_digit(word[0]) || word[1] != '.' || !is_digit(word[2])) {
        throw bad_argument(fmt::format("The api-version '{}' is not valid.", asked.text));
    }
    asked.version = (word[0] - '0') * 10 + (word[2] - '0');
    const std::string rest = word.substr(3);
    if (rest.empty()) return asked;
    asked.preview = rest.rfind("-preview", 0) == 0;
    const std::string number = asked.preview ? rest.substr(8) : "x";
    if (number.empty()) return asked;
    if (number[0] != '.' || number.size() != 2 || !is_digit(number[1])) {
        throw bad_argument(fmt::format("The api-version '{}' is not valid.", asked.text));
    }
    asked.resource = number[1] - '0';
    return asked;
}

int resource_at(const Offer& offer, Level level) {
    const bool older = offer.resource_before_71 != 0 && highest(level) < 71;
    return older ? offer.resource_before_71 : offer.resource_version;
}

bool exists_at(const Offer& offer, Level level) {
    return offer.min <= highest(level);
}

Version max_at(const Offer& offer, Level level) {
    return std::min(offer.max, highest(level));
}

Version released_at(const Offer& offer, Level level) {
    const Version newest = std::min(max_at(offer, level), highest_released(level));
    return offer.released_since == 0 || newest < offer.released_since ? 0 : newest;
}

void check_version(const ApiVersion& asked, const Offer& offer, Level level) {
    if (asked.version > max_at(offer, level) || asked.version < offer.min) {
        throw out_of_range(asked.text, level);
    }
    const bool released = asked.version >= offer.released_since && asked.version <= released_at(offer, level);
    if (!asked.preview && !(offer.released_since != 0 && released)) throw not_released(asked);
    if (asked.resource > resource_at(offer, level)) throw out_of_range(asked.text, level);
}

}  // namespace sandbox::azure_devops
