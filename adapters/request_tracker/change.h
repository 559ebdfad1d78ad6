// Changing what tickets hold, guarded by their versions.
#pragma once

#include "adapters/request_tracker/client.h"
#include "adapters/request_tracker/lookups.h"
#include "adapters/request_tracker/ticket_form.h"
#include "contract/help_desk.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace deskbridge::request_tracker {

/// A ticket as it was at a version.
struct Seen {
    std::string version;  ///< as RT sent it
    json::Document ticket;
};

/// What was seen of tickets at the last look before they are written. The core looks once more at tickets
/// that it has just announced by `look_up`; a write then holds for that look and for no later state.
class LastLooks {
public:
    void expect(std::span<const TicketChange> changes);
    bool expects(const std::string& id) const { return expected_.count(id) != 0; }
    void keep(const std::string& id, Seen seen) { seen_.insert_or_assign(id, std::move(seen)); }
    std::optional<Seen> take(const std::string& id);

private:
    std::set<std::string> expected_;
    std::map<std::string, Seen> seen_;
};

/// The ticket with its version; nothing when it cannot be read or was merged into another.
std::optional<Seen> look_at(Client& client, Lookups& lookups, const std::string& id);

/// As HelpDesk::change. A version that is no longer the ticket's is looked at again: what was changed
/// meanwhile only matters when it is what we are about to write. RT says "200" also to what it refuses, so
/// every ticket is read back.
std::vector<WriteOutcome> change(Client& client, Lookups& lookups, LastLooks& looks,
                                 std::span<const TicketChange> changes);

}  // namespace deskbridge::request_tracker
