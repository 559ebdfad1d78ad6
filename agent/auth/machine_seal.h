// What binds a text to this machine, where the platform can do that.
#pragma once

#include "auth/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace deskbridge {

/// Windows: DPAPI under the machine's own key, so that every account of this machine that may read the file
/// can open it, and a copy of the file elsewhere is of no use. Nothing where the platform has no such thing:
/// on Linux the service manager seals credentials (key_ring.h). Thread rule: any thread.
/// On failure: SyncError of reach run, trouble configuration.
std::optional<std::string> bound_to_machine(const Secret& text);

/// Nothing when another machine bound it, or when it is damaged.
std::optional<Secret> unbound(std::string_view bound);

}  // namespace deskbridge
