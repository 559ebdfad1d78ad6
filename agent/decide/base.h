// What a link keeps of the values that both sides agreed on.
#pragma once

#include "mapping/mapping.h"
#include "model/link.h"
#include "model/work_item.h"

#include <string>

namespace deskbridge {

/// The form in which a value is compared: HTML canonical, words sorted, people by address, text as it is; up
/// to 128 bytes as they are, longer ones as "#" and a digest.
std::string base_value(const Value& value);

/// The same of a value whose HTML is canonical already, as a translator's is: not looked at again.
std::string base_of_canonical(const Value& value);

/// `sent`, with the fields that the tracker's answer holds as it holds them. `fields` are the values that
/// `sent` was made of: one that came back as it was sent needs no second look.
Base agreed_base(const Base& sent, const Record& fields, const WorkItem& answered);

/// True when the mapping says anything about telling the ticket.
bool wants_link_back(const Mapping& mapping);

}  // namespace deskbridge
