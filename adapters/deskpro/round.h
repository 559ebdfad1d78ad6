// Writes to many tickets in few requests.
#pragma once

#include "adapters/deskpro/client.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Calls of one kind, and whose they are.
struct Round {
    std::vector<BatchCall> calls;
    std::vector<std::size_t> owners;

    void add(std::size_t owner, BatchCall call) {
        owners.push_back(owner);
        calls.push_back(std::move(call));
    }
};

/// The same in rounds whose payloads fit into one request: web servers bound a body, often to 8 MB.
std::vector<Round> portions(const Round& round);

/// Sends what is safe to send again and hands each answer to its owner.
void send(Client& client, const Round& round, const std::string& what,
          const std::function<void(std::size_t owner, const Answer& answer)>& take);

}  // namespace deskbridge::deskpro
