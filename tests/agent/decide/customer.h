// A pair that has a field for a customer: the ticket's organization.
#pragma once

#include "pair.h"

#include <string>

namespace deskbridge {

inline constexpr auto customer = "Custom.Customer";

inline void set_desk(Pair& pair, const std::string& value) {
    pair.ticket.fields["organization"] = value;
}
inline void set_work(Pair& pair, const std::string& value) {
    pair.item.fields[customer] = value;
}

}  // namespace deskbridge
