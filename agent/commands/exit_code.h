// How the program ends, for scripts and service managers.
#pragma once

#include "contract/sync_error.h"
#include "sync/report.h"

#include <exception>

namespace deskbridge {

namespace exit_code {
constexpr int done = 0;
constexpr int attention = 1;      ///< done, but something is parked or in conflict
constexpr int configuration = 2;  ///< usage or configuration
constexpr int sign_in = 3;
constexpr int unreachable = 4;  ///< a side cannot be reached, or limits
constexpr int store = 5;
constexpr int interrupted = 130;
}  // namespace exit_code

int exit_code_of(const SyncError& error);

/// Of whatever a command threw.
int exit_code_of(const std::exception_ptr& failure);

/// Of a finished one-shot for one tenant.
int exit_code_of(const CycleReport& report, bool anything_parked);

/// The worse of two tenants'.
int worse(int left, int right);

}  // namespace deskbridge
