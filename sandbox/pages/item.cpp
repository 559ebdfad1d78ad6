#include "sandbox/pages/item.h"

#include <cctype>

namespace sandbox {

long long ticket_of_address(const std::string& address, const std::string& desk) {
    const bool below = !desk.empty() && address.starts_with(desk) &&
                       (address.size() == desk.size() || std::string("/?#").find(address[desk.size()]) < 3);
    if (!below) return 0;
    const std::string rest = address.substr(desk.size());
    const auto last = rest.find_last_of("0123456789");
    if (last == std::string::npos) return 0;
    const auto before = rest.find_last_not_of("0123456789", last);
    const auto digits = rest.substr(before + 1, last - before);
    return digits.size() > 18 ? 0 : std::stoll(digits);
}

}  // namespace sandbox
