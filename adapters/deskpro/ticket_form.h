// What is to be changed on a ticket, in Deskpro's keys and numbers.
#pragma once

#include "adapters/deskpro/lookups.h"
#include "contract/sync_error.h"
#include "model/value.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::deskpro {

/// Turns values by the paths of mappings into the body of a PUT. One for many tickets: a list in which a name
/// is not found is read again, but once.
class TicketForm {
public:
    explicit TicketForm(Lookups& lookups) : lookups_(lookups) {}

    /// The body, with exactly the keys that are named. What the desk does not know is an error of reach item
    /// that names field, value and what there is.
    struct Body {
        std::string json;                           ///< empty when nothing is named
        std::map<std::string, std::string> fields;  ///< path by key; a custom field by "fields.<id>"
        std::optional<SyncError> error;
    };
    Body body_of(const Record& wanted);

private:
    struct Parts {
        std::map<std::string, std::string> keys, custom, fields;
    };
    std::optional<SyncError> put(Parts& parts, const std::string& path, const Value& value);
    std::optional<SyncError> put_custom(Parts& parts, const std::string& path, const std::string& name,
                                        const Value& value);
    std::optional<std::string> listed(const std::string& list, const Value& value);
    std::optional<std::string> find_id(const std::string& list, const Value& value);
    std::vector<std::string> names_in(const std::string& list);
    /// True when the list was read again just now.
    bool look_again(const std::string& list);

    Lookups& lookups_;
    std::set<std::string> read_again_;
};

/// The paths that can be written.
std::vector<std::string> writable_paths(Lookups& lookups);

/// The name in custom["..."]; nothing for another path.
std::optional<std::string> custom_name_in(std::string_view path);

}  // namespace deskbridge::deskpro
