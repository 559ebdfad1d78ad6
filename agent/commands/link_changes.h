// The verbs of `links` by which people change them: add, remove, rebind.
#pragma once

#include "commands/options.h"
#include "commands/session.h"

namespace deskbridge {

/// `options` holds "ticket" and "item", and "tenant", "mapping", "comment", "json" where they were given.
/// Where an agent runs, it does them. The exit code; UsageError and SyncErrors go on.
int add_link_of(Session& session, const po::variables_map& options);
int remove_link_of(Session& session, const po::variables_map& options);

/// The agent's role is taken. Shows which systems the links belong to and which answer now; with "accept" the
/// links go on with these.
int rebind_links_of(Session& session, const po::variables_map& options);

/// A UsageError unless "ticket" and "item" name a pair.
void check_pair(const po::variables_map& options, const char* verb);

}  // namespace deskbridge
