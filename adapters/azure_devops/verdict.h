// What the answers to a create say about each item. Pure functions, because here a wrong guess makes a
// duplicate. `change_verdict.h` does the same for changes with what both share from here.
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

bool is_success(int status);
/// A refusal that tells of the account's sign-in or pace and not of the item.
bool is_about_the_account(const HttpResponse& answer);
/// Titles, rich text, people and long values are customers' words; the server likes to quote them.
std::string without_values(std::string text, const Record& fields);
/// The failure of one item, without the item's own words in it.
SyncError told_without_values(const HttpResponse& answer, std::string_view doing, const Record& fields);
/// The field whose person the server does not know; "" when the refusal is about something else. The server
/// names the field as people see it, in their language, and quotes the person: the quote is what we know.
std::string unknown_person(const Record& fields, const HttpResponse& answer);

/// A refusal of one item, without the item's own text in it.
CreateOutcome refusal_of(const NewWorkItem& item, const HttpResponse& answer);

}  // namespace deskbridge::azure_devops
