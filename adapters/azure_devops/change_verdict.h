// What the answers to changes say about each item. Pure functions.
#pragma once

#include "adapters/azure_devops/verdict.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// One outcome for each change.
/// - An answer with an item in it belongs to the change of that id, wherever it stands; all others go by
///   place, as long as there are as many answers as changes and no id shows that places do not hold.
/// - One answer for several changes: all are Unclear with reach side, whatever it says.
/// Stale is 409 and 412, and what names itself so (TF26071, a failed test of /rev). Refused is any other 4xx;
/// 401, 429 and TF400733 are NotSent; 408, 5xx and everything odd is Unclear.
std::vector<ChangeOutcome> judge_changes(std::span<const WorkItemChange> changes,
                                         std::span<const HttpResponse> answers, const std::string& base,
                                         const Kinds& kinds);

}  // namespace deskbridge::azure_devops
