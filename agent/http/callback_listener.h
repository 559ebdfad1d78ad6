// Waits on this machine for a browser that comes back from a sign-in.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace deskbridge {

/// Listens on 127.0.0.1 alone, from the making on. Thread rule: one thread.
class CallbackListener {
public:
    /// `port` 0 = any. On failure: SyncError (run, configuration).
    explicit CallbackListener(int port = 0);
    ~CallbackListener();

    int port() const;

    /// The target ("/?code=...") of the first GET that names this machine as its host and that `is_wanted`;
    /// whatever else comes is answered with 404 and the waiting goes on. Nothing when `goes_on` says so,
    /// which is asked a few times a second. The browser waits for `answer`.
    std::optional<std::string> wait(const std::function<bool(const std::string& target)>& is_wanted,
                                    const std::function<bool()>& goes_on);

    /// Shows the page to the browser that waits, and listens no more.
    void answer(const std::string& html);

private:
    struct Sockets;
    std::unique_ptr<Sockets> sockets_;
};

}  // namespace deskbridge
