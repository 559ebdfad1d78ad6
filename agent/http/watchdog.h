// Ends exchanges at their deadline: a socket's own time-out starts anew with every byte that drips in.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace deskbridge {

/// One thread for all clients of the process. Thread rule: any thread.
class Watchdog {
public:
    static Watchdog& shared();

    /// Shuts the socket down at `deadline` unless the guard is gone by then. The guard must go before the
    /// socket is closed.
    class Guard {
    public:
        Guard(Watchdog& dog, int socket, std::chrono::steady_clock::time_point deadline);
        ~Guard();
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        /// True when the deadline has passed.
        bool bitten() const;

    private:
        Watchdog& dog_;
        std::chrono::steady_clock::time_point deadline_;
        std::multimap<std::chrono::steady_clock::time_point, int>::iterator entry_;
        friend class Watchdog;
    };

private:
    Watchdog();
    ~Watchdog();
    void watch();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::multimap<std::chrono::steady_clock::time_point, int> deadlines_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace deskbridge
