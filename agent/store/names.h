// Names that many links share are kept once, under a small number.
#pragma once

#include "model/link.h"
#include "store/connection.h"

#include <cstdint>
#include <map>
#include <string>

namespace deskbridge::store {

/// Remembers what it has seen, within limits, so a name costs a look-up in the file once per connection.
class Names {
public:
    explicit Names(Connection& connection) : connection_(connection) {}

    /// The number of a name, which is given one when it has none; inside a transaction that writes.
    std::int64_t number(const std::string& name);
    std::string name(std::int64_t number);

    /// A base with the names of its fields as numbers, and back again.
    std::string packed(const Base& base);
    Base unpacked(const std::string& text);

    /// An address that ends with the id of what it shows, as nearly all do, as the number of what stands
    /// before the id; any other as "=" and itself. And back again.
    std::string packed_address(const std::string& address, const std::string& id);
    std::string unpacked_address(const std::string& text, const std::string& id);

    /// To be called when a transaction was taken back: the numbers that it gave are free again.
    void forget();

private:
    Connection& connection_;
    std::map<std::string, std::int64_t, std::less<>> numbers_;
    std::map<std::int64_t, std::string> names_;
};

}  // namespace deskbridge::store
