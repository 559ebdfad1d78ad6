// What Deskpro's refusals and failures mean.
#pragma once

#include "adapters/deskpro/client.h"

#include <string>
#include <vector>

namespace deskbridge::deskpro {

/// What refuses the one thing that was asked; anything else that is not 2xx concerns the desk.
bool is_refusal(int status);

/// What concerns the desk or the sign-in, whatever was asked: 401, 423, 429.
bool is_of_all(int status);

/// What a status that is not 2xx means; reach item for refusals of the one thing asked.
SyncError error_of(int status, const Headers& headers, json::View body, const std::string& what);

/// The refusal or failure of one call of many, as trouble of that one, whatever it is.
SyncError item_error(const Answer& answer, const std::string& what);

/// The same, for calls that may be made again: what is of all is thrown.
SyncError own_trouble(const Answer& answer, const std::string& what);

/// Deskpro took what was sent for something that it was sent just before.
bool is_duplicate(json::View body);

/// Some of many failing is their own trouble; when none of more than a few can be had, the desk is in
/// trouble.
void expect_any(const std::vector<Answer>& answers, const std::string& what);

/// "field: message; ..." out of Deskpro's nested errors; its own words only: values stand in quotes there and
/// are taken out.
std::string flattened(json::View body);

}  // namespace deskbridge::deskpro
