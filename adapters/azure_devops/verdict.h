// What the answers to a create say about each item. Pure functions, because here a wrong guess makes a
// duplicate.
#pragma once

#include "adapters/azure_devops/wire.h"
#include "contract/http.h"
#include "contract/work_tracker.h"

#include <span>
#include <string>
#include <vector>

namespace deskbridge::azure_devops {

/// The answers inside a `$batch` answer, each as if it had come alone. An answer that holds one message for
/// the whole batch is one answer with status 500.
std::vector<HttpResponse> read_batch(json::View root);

/// One outcome for each item.
/// - As many answers as items: an answer with an item in it belongs to the item whose mark it carries; when
///   it tells no relations, to the item in its place if the titles agree; all others by place. When a mark
///   shows that places do not hold, refusals prove nothing and are Unclear.
/// - One answer for several items: all are Unclear, whatever it says, with reach side because it is not about
///   any one of them.
/// - Any other count: Created where a mark proves it, else Unclear.
/// Refused is 4xx; 401, 429 and TF400733 are NotSent, for they tell of the account and not of the item;
/// 408, 409, 412, 5xx and everything odd is Unclear.
std::vector<CreateOutcome> judge(std::span<const NewWorkItem> items, std::span<const HttpResponse> answers,
                                 const std::string& base, const Kinds& kinds);

/// A refusal of one item, without the item's own text in it.
CreateOutcome refusal_of(const NewWorkItem& item, const HttpResponse& answer);

}  // namespace deskbridge::azure_devops
