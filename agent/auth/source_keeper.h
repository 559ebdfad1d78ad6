// A header that is made of secrets which people put somewhere, and put there anew.
#pragma once

#include "auth/authorization.h"

#include <functional>
#include <mutex>

namespace deskbridge {

/// Made when it is first asked for, and made again when it was refused: whoever replaces a token in its file
/// need not restart anything.
class SourceKeeper : public Authorization {
public:
    /// `make` throws SyncError (run, configuration) for secrets that are not there; after the first time that
    /// is passed over, because a file may be away for the moment in which it is replaced.
    SourceKeeper(std::function<Secret()> make, std::function<std::string()> stamp)
        : make_(std::move(make)), stamp_(std::move(stamp)), value_(make_()) {}

    Secret value() override {
        const std::lock_guard lock(mutex_);
        return value_;
    }
    bool replace(const Secret& refused) override;
    std::optional<SyncError> explain(const HttpResponse&) const override { return {}; }
    std::string stamp() const override { return stamp_(); }

private:
    std::mutex mutex_;
    std::function<Secret()> make_;
    std::function<std::string()> stamp_;
    Secret value_;
};

}  // namespace deskbridge
