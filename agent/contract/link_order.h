// What a person wants of one link, and what became of it: the words between a command and the agent that does
// it.
#pragma once

#include "model/link.h"

#include <cstdint>
#include <string>
#include <vector>

namespace deskbridge {

/// `mapping`: the name of the one by which its fields, messages and files go; empty = the one that selects
/// the ticket, else that of its other link, else the only one. `comment`: both sides say that they were
/// linked.
struct LinkWish {
    std::string ticket_id;
    WorkItemId work_item = 0;
    std::string mapping;
    bool comment = false;
};

/// A wish that waits in the state file for the agent that runs.
struct LinkOrder {
    enum class Verb { add, remove };
    enum class State { waiting, begun, answered };

    std::int64_t id = 0;  ///< given by the store
    Verb verb = Verb::add;
    LinkWish wish;
    State state = State::waiting;
};

/// `error` empty: it was done, and the rest says how. Else why not, and what to do.
struct LinkAnswer {
    std::string error, hint;
    std::string mapping, work_item_url;
    std::vector<std::string> remarks;  ///< sentences about what could not be done beside it
};

}  // namespace deskbridge
