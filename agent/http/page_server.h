// Answers GET on an address of this machine: for health, and for whoever looks at it.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace deskbridge {

struct Page {
    int status = 200;
    std::string body;
    std::string type = "application/json";
};

/// What stands at a path; called by at most two threads at once. What it throws becomes a 500 without its
/// text.
using Pages = std::function<Page(const std::string& path)>;

/// Serves until it is destroyed. Other methods than GET and HEAD are refused, bodies are not read, slow
/// callers are cut off after five seconds, and at most 16 wait. It tells nobody apart: what it shows has to
/// be harmless.
class PageServer {
public:
    /// `host` is an address, `port` 0 is one that is free. On failure: SyncError (run, configuration).
    PageServer(const std::string& host, int port, Pages pages);
    ~PageServer();
    PageServer(const PageServer&) = delete;
    PageServer& operator=(const PageServer&) = delete;

    int port() const;

private:
    struct Host;
    std::unique_ptr<Host> host_;
};

}  // namespace deskbridge
