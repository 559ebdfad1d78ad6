#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge {

/// The addresses of the pictures in canonical HTML, in the order of the text, each once.
std::vector<std::string> picture_addresses(std::string_view canonical);

/// The text with the address of every picture replaced by what `address_for` makes of it; the same address
/// back leaves a picture alone. The result is canonical again, so an address that may not stand in a text
/// takes its picture out.
std::string with_pictures(std::string_view canonical,
                          const std::function<std::string(const std::string&)>& address_for);

}  // namespace deskbridge
