#include "http/watchdog.h"

#include "http/socket_end.h"

namespace deskbridge {

using std::chrono::steady_clock;

Watchdog& Watchdog::shared() {
    static Watchdog dog;
    return dog;
}

Watchdog::Watchdog() : thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

// A bitten entry stays in the map, moved to the end of time, so that a guard's iterator is always valid.
void Watchdog::watch() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (deadlines_.empty() || deadlines_.begin()->first == steady_clock::time_point::max()) {
            changed_.wait(lock);
            continue;
        }
        if (const auto first = deadlines_.begin()->first; steady_clock::now() < first) {
            changed_.wait_until(lock, first);
            continue;
        }
        auto entry = deadlines_.extract(deadlines_.begin());
        end_connection(entry.mapped());
        entry.key() = steady_clock::time_point::max();
        deadlines_.insert(std::move(entry));
    }
}

Watchdog::Guard::Guard(Watchdog& dog, int socket, steady_clock::time_point deadline)
    : dog_(dog), deadline_(deadline) {
    {
        const std::lock_guard lock(dog_.mutex_);
        entry_ = dog_.deadlines_.emplace(deadline, socket);
    }
    dog_.changed_.notify_all();
}

Watchdog::Guard::~Guard() {
    const std::lock_guard lock(dog_.mutex_);
    dog_.deadlines_.erase(entry_);
}

bool Watchdog::Guard::bitten() const {
    return steady_clock::now() >= deadline_;
}

}  // namespace deskbridge
