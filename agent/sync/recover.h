// Finds out what became of actions whose answer never came.
#pragma once

#include "contract/link_store.h"
#include "sync/report.h"
#include "sync/tenant.h"

#include <vector>

namespace deskbridge {

/// Looks for the mark of every open intent. Found: the item is adopted (the lowest id, when there are more;
/// the others are reported). Not found, and known to have had no effect by now: the intent is set to resend.
/// Otherwise it stays open and is counted in `unclear`. Call at the start of each cycle; costs no call when
/// nothing is open.
void recover(Tenant& tenant, CycleReport& report);

/// How long until another look at what is open is worth its call: between 2 and 10 seconds.
std::chrono::milliseconds next_look(Tenant& tenant);

/// When an intent that a look did not find may be sent again: at once when it never went out, two seconds and
/// two looks after the other side closed, `resend_after` after a time-out of ours or our own death.
bool may_resend(const Intent& intent, std::chrono::milliseconds age, std::chrono::seconds resend_after);

/// How long ago it was written: by a clock that nobody sets where this process wrote it.
std::chrono::milliseconds age_of(const Intent& intent, const Clock& clock);

/// What a failure says of an intent's request. After a time-out the wait begins anew: however long it took,
/// and whether the machine slept in between, what is still on its way may take effect after we stopped
/// waiting.
void set_fate(Intent& intent, Fate fate, const Clock& clock);

}  // namespace deskbridge
