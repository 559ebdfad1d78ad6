// One function for each alternative of a variant, for std::visit.
#pragma once

namespace deskbridge {

template <class... Parts>
struct Overload : Parts... {
    using Parts::operator()...;
};
template <class... Parts>
Overload(Parts...) -> Overload<Parts...>;

}  // namespace deskbridge
