// Both sides changed the same field, and the mapping lets a person decide or keeps what lost.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <cstdint>
#include <string>

namespace deskbridge {

enum class Side { desk, work };

/// open: a person has to decide, and until then neither side is written. desk, work: a person has decided for
/// that side, which is about to be carried. settled: it is over; kept as the trace of the value that lost.
struct Conflict {
    enum class State { open, desk, work, settled };

    std::int64_t id = 0;  ///< given by the store
    std::string ticket_id;
    WorkItemId work_item = 0;
    std::string field;             ///< reference name
    std::string base, desk, work;  ///< for people: text, cut to 2,000 characters
    State state = State::open;
    std::string reason;  ///< which rule made it what it is
    Time seen_at{};
};

}  // namespace deskbridge
