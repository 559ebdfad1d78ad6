// Desk values as work values and back.
#pragma once

#include "mapping/mapping.h"

#include <optional>
#include <string>

namespace deskbridge {

/// found: `value`. keep: the other side stays as it is. missing: the map has no answer; `value` holds what
/// was asked for.
struct MapAnswer {
    enum class Kind { found, keep, missing };
    Kind kind = Kind::found;
    Value value;
};

/// The work value of a desk value. A row fits when it is the value as people read it (a person's e-mail
/// address fits too): exactly, else without regard to the case of A-Z. Of words, each is mapped; words that
/// keep are left out, words that become nothing too. Without rows a value is its own answer.
MapAnswer map_to_work(const Source& source, const Value& desk);

/// The desk value of a work value. `present` is what the ticket holds: it stays when it means that work value
/// (through a row, `otherwise` or the default), else the first row that does is taken. Words of the ticket
/// that become nothing stay beside the others. Law: whatever is found here, map_to_work gives the work value
/// again.
MapAnswer map_to_desk(const Source& source, const Value& work, const Value& present);

/// "low, normal, high", at most 20, for messages.
std::string rows_of(const Source& source);

}  // namespace deskbridge
