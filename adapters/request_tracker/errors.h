// What RT's refusals and failures mean.
#pragma once

#include "contract/http.h"
#include "contract/sync_error.h"

#include <string>

namespace deskbridge::request_tracker {

/// What refuses or fails the one thing that was asked; anything else that is not 2xx concerns the desk.
bool is_of_one(int status);

/// What a status that is not 2xx means; reach item when it is of the one thing asked. RT's own sentences are
/// left out: they hold what people wrote.
SyncError error_of(int status, const Headers& headers, const std::string& what);

/// Trouble of the desk as the outcome of one of many. What was refused by the desk as a whole was not sent,
/// as far as this one is concerned.
SyncError of_one(SyncError error);

/// A 2xx that is no answer of RT's.
SyncError no_answer(const std::string& what);

}  // namespace deskbridge::request_tracker
