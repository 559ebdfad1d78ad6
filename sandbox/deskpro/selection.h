// Which tickets a list shows, and in which order.
#pragma once

#include "sandbox/deskpro/desk.h"
#include "sandbox/deskpro/options.h"
#include "sandbox/deskpro/params.h"

#include <string>
#include <vector>

namespace sandbox::deskpro {

/// The tickets that `params` ask for and `viewer` may see (nullptr: sees all), in order, not yet cut into
/// pages; `fql` is the filter in the server's own words. Hidden tickets appear only when `status` asks for
/// them; merged-away ones never. Equal order values are ordered by id, in the same direction.
/// A parameter that nothing is known of is ignored, as the desk does.
struct Selection {
    std::vector<const Ticket*> tickets;
    std::string fql;
};

/// Throws Problem for an `order_by` that the options refuse and for a saved filter that does not exist.
Selection select(const Desk& desk, const Options& options, const Params& params, const Person* viewer);

/// Whether that agent may see tickets of that department; nullptr sees all.
bool sees(const Person* viewer, const Ticket& ticket);

}  // namespace sandbox::deskpro
