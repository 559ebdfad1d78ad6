// A header that is made of secrets which people put somewhere, and put there anew.
#pragma once

#include "auth/authorization.h"
#include "auth/secret_choice.h"

#include <memory>
#include <mutex>

namespace deskbridge {

/// Made when it is first asked for, and made again when it was refused: whoever replaces a token in its file
/// need not restart anything. Of two tokens the one is used that is accepted.
class SourceKeeper : public Authorization {
public:
    /// `choice` reads whole headers. On failure: as `SecretChoice::read`; after the first time secrets that
    /// are not there are passed over, because a file may be away for the moment in which it is replaced.
    explicit SourceKeeper(std::shared_ptr<SecretChoice> choice)
        : choice_(std::move(choice)), value_(choice_->read()) {}

    Secret value() override {
        const std::lock_guard lock(mutex_);
        return value_;
    }
    bool replace(const Secret& refused) override;
    void accept(const Secret& used) override { choice_->accept(used); }
    std::optional<SyncError> explain(const HttpResponse&) const override { return {}; }
    std::string stamp() const override { return choice_->stamp(); }

private:
    std::mutex mutex_;
    std::shared_ptr<SecretChoice> choice_;
    Secret value_;
};

}  // namespace deskbridge
