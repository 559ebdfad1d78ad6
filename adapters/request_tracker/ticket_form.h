// What is to be changed on a ticket, in RT's keys, and what RT has to show afterwards.
#pragma once

#include "adapters/request_tracker/lookups.h"
#include "contract/sync_error.h"
#include "model/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::request_tracker {

/// One value to be set. `key`: RT's own name, or "CF.<name>". `shown`: what the ticket shows once it is so.
/// `free`: RT may write it otherwise than it was given.
struct Wanted {
    std::string path;
    std::string key;
    std::string json;
    std::vector<std::string> shown;
    bool free = false;
};

/// What a ticket shows under a key, in the form of `Wanted::shown`.
std::vector<std::string> shown_in(json::View ticket, const std::string& key);

/// Turns values by the paths of mappings into what RT takes. One for many tickets.
class TicketForm {
public:
    explicit TicketForm(Lookups& lookups) : lookups_(lookups) {}

    struct Parts {
        std::vector<Wanted> wanted;
        std::optional<SyncError> error;  ///< of reach item; names field, value and what there is
    };
    Parts parts_of(const Record& fields);

    /// What RT would not take after all, as it was seen from the ticket that came back.
    SyncError refused(const Wanted& wanted, const Value& value, const Answer& ticket);

private:
    std::optional<SyncError> put(Parts& parts, const std::string& path, const Value& value);
    std::optional<SyncError> put_queue(Parts& parts, const std::string& path, const Value& value);
    std::optional<SyncError> put_person(Parts& parts, const std::string& path, const Value& value);
    std::optional<SyncError> put_custom(Parts& parts, const std::string& path, const std::string& name,
                                        const Value& value);
    std::optional<SyncError> put_choices(Parts& parts, const std::string& path, const CustomField& field,
                                         const std::vector<std::string>& words, const Value& value);
    SyncError no_such_path(const std::string& path);

    Lookups& lookups_;
    bool looked_again_ = false;
};

/// The paths that can be written.
std::vector<std::string> writable_paths(Lookups& lookups);

/// The body of a PUT, or of one ticket in a bulk update with its `id`.
std::string body_of(const std::vector<Wanted>& wanted, const std::string& id = {});

}  // namespace deskbridge::request_tracker
