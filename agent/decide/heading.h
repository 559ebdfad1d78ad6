// Who said something and when, above a text on the other side.
#pragma once

#include "model/time.h"
#include "model/value.h"

#include <string>

namespace deskbridge {

/// "<p><b>Ada</b>, `what`, <a href=address>2026-03-04 08:11 UTC</a></p>"
std::string heading(const Person& author, const std::string& what, const std::string& address, Time time);

/// The longest text that is carried beside its heading, in UTF-16 units. Azure DevOps, Work tracking limits
/// (learn, object-limits, 2025): 1,000,000 characters in a long text; what heading and notes take is kept
/// free.
constexpr std::size_t longest_text = 990'000;

}  // namespace deskbridge
