#pragma once

#include "sandbox/deskpro/company.h"
#include "sandbox/deskpro/new_ticket.h"
#include "sandbox/pages/pairs.h"

#include <string>
#include <vector>

namespace sandbox {

/// The JSON texts that the page reads.
std::string json_of(const PairList& list);
/// With the numbers of the work items that were made from it.
std::string json_of(const deskpro::TicketView& ticket, const std::vector<int>& items);
std::string json_of(const ItemView& item);
/// What the forms of the page choose from, and the two addresses.
std::string choices_json(const deskpro::Company& company, const std::string& desk, const std::string& work);

/// "2026-11-21T11:30:00Z"
std::string utc_text(long long time_ms);

}  // namespace sandbox
