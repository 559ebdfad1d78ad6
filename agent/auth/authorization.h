// Where the header comes from that proves who we are.
#pragma once

#include "auth/secret.h"
#include "contract/http.h"
#include "contract/sync_error.h"

#include <optional>

namespace deskbridge {

/// Thread rule: any thread.
class Authorization {
public:
    virtual ~Authorization() = default;

    /// The header's whole value, good for now; empty = whoever asks signs by itself.
    /// On failure: SyncError of reach side, trouble sign_in for a definite refusal.
    virtual Secret value() = 0;

    /// The server did not accept this value. True when another one may be tried at once, which then is what
    /// `value` gives. On failure: as `value`.
    virtual bool replace(const Secret& refused) = 0;

    /// The server took this value.
    virtual void accept(const Secret&) {}

    /// Why the server did not accept us, where this kind of sign-in knows better than the answer; nothing =
    /// the answer says it.
    virtual std::optional<SyncError> explain(const HttpResponse& answer) const = 0;

    /// Changes whenever another value may be had without asking anybody: a file that was replaced, a person
    /// who signed in. Cheap, and never an error.
    virtual std::string stamp() const = 0;
};

}  // namespace deskbridge
