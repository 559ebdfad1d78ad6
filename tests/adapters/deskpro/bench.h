// The adapter on the stand-in.
#pragma once

#include "adapters/deskpro/deskpro.h"
#include "sandbox/deskpro/deskpro.h"
#include "support/system_http.h"

#include <set>
#include <string>
#include <vector>

namespace deskbridge::test {

/// 2026-11-21T11:30:00Z
constexpr long long start = 1'795'260'600'000;

/// A desk whose clock stands still until it is moved, and the adapter on it.
struct Bench {
    explicit Bench(sandbox::deskpro::Options options = {});

    long long now = start;
    sandbox::Deskpro desk;
    SystemHttp http;
    deskpro::Deskpro adapter;

    /// Another adapter on the same desk, as after a restart.
    deskpro::Deskpro restarted() { return deskpro::Deskpro(http, {"http://127.0.0.1"}); }

    long long add(const std::string& subject, const std::string& html = "<p>Hello</p>",
                  std::vector<std::string> labels = {});
    std::vector<std::string> add_many(int count);
    void reply(long long ticket);
    Ticket ticket(long long id);

    Feed feed(const std::string& name) const;
    /// Walks a feed to the end of its round, as the core does: each page with the cursor of the one before.
    /// `by_restarts`: each page by a new adapter.
    std::vector<std::string> walk(const std::string& name, std::string& cursor, const Find& find = {},
                                  bool by_restarts = false);
};

std::set<std::string> as_set(const std::vector<std::string>& ids);

/// How an exchange ends whose connection was closed.
SyncError dropped();
/// How one ends that we no longer waited for.
SyncError timed_out();

}  // namespace deskbridge::test
