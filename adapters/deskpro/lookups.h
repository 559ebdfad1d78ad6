// Names behind the ids that tickets carry.
#pragma once

#include "adapters/deskpro/client.h"
#include "adapters/deskpro/custom_field.h"
#include "model/time.h"
#include "model/value.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// Lists are read when first needed, once more when a ticket names an id that is not in them, and anew when
/// they are older than an hour by the desk's clock. A list that the instance does not offer or the key may
/// not read (403, 404, 405) leaves ids as they are; any other failure is thrown: a failed call is never an
/// empty list.
class Lookups {
public:
    explicit Lookups(Client& client) : client_(client) {}

    /// The title of `id` in a list such as "ticket_departments"; the id itself when the list cannot be read.
    /// Statuses go by their codes.
    std::string title(const std::string& list, const std::string& id);
    /// The id of what is called `name` (or has that id) in a list; nothing when there is none.
    std::optional<std::string> id_of(const std::string& list, const std::string& name);
    std::vector<std::string> titles(const std::string& list);
    /// Whether the instance does not offer the list ("agents" and "custom" too) or the key may not read it.
    bool is_withheld(const std::string& list) const { return withheld_.count(list) != 0; }
    /// Reads a list again, "agents" and "custom" too: somebody may just have made what was not in it.
    void reread(const std::string& list);

    Person agent(const std::string& id);
    /// The agent's id, by e-mail address or, without one, by a name that is only one agent's.
    std::optional<std::string> agent_like(const Person& person);
    std::vector<std::string> agent_addresses();
    const std::vector<CustomField>& custom_fields();
    /// Null when there is none; valid until the next call.
    const CustomField* custom_field(const std::string& id);
    /// By title, alias or id.
    const CustomField* custom_field_named(const std::string& name);

private:
    using Titles = std::map<std::string, std::string>;
    const Titles& list(const std::string& name);
    void read_titles(const std::string& name);
    void read_agents();
    const std::map<std::string, Person>& agents();
    void read_custom_fields();
    const CustomField* find_custom(const std::string& name,
                                   const std::function<bool(const CustomField&)>& is_it);
    /// True once for each thing that was looked for in vain, unless its list is withheld.
    bool worth_another_look(const std::string& list, const std::string& id);
    void forget_when_old();

    Client& client_;
    std::optional<Time> read_at_;  ///< when the oldest of what follows was read
    std::map<std::string, Titles> lists_;
    std::set<std::string> withheld_;       ///< lists
    std::set<std::string> known_missing_;  ///< "list/id" that a second reading did not bring
    std::optional<std::map<std::string, Person>> agents_;
    std::optional<std::vector<CustomField>> custom_fields_;
};

/// Every page of a list that comes in pages; nothing when it is refused (403, 404, 405).
std::optional<std::vector<json::Document>> read_pages(Client& client, const std::string& path, Query query,
                                                      const std::string& what);

/// Whether page number `page` of such a list is its last. Without `meta` only an empty page tells, since
/// instances cap what is asked for.
bool is_last_page(const json::Document& body, int page);

/// Name and address of a person object, however much of it there is.
Person person_from(json::View person);

}  // namespace deskbridge::deskpro
