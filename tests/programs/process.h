// A program that a test runs: started without a shell, watched with poll, ended by its id.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace programs {

using Environment = std::map<std::string, std::string>;

/// How a program that ended by itself ended. Ended by a signal: 128 + its number, as a shell says it.
struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
};

/// A running program. Its standard input is the file or pipe
/// `input`; what it writes is kept. It gets PATH, HOME, the
/// sanitizers' options and `extra` as its environment, nothing else, so that no proxy or locale of the
/// developer reaches it. The destructor kills what still runs and waits for it.
class Process {
public:
    /// Throws std::runtime_error when the program cannot be started.
    explicit Process(const std::vector<std::string>& command, const Environment& extra = {},
                     const std::string& input = "/dev/null");
    ~Process();
    Process(Process&& other) noexcept;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    Process& operator=(Process&&) = delete;

    pid_t id() const { return id_; }
    void signal(int number) const;

    /// Waits for the end. Throws std::runtime_error, with what the program said, when it takes longer.
    Outcome wait(std::chrono::milliseconds at_most = std::chrono::seconds{60});

    /// Asks until `holds`, which is asked at least every few milliseconds. False when the program ended or
    /// the time is over before.
    bool wait_until(const std::function<bool()>& holds,
                    std::chrono::milliseconds at_most = std::chrono::seconds{30});
    /// Waits until the text stands in what was written to standard error or standard output.
    bool wait_for(const std::string& text, std::chrono::milliseconds at_most = std::chrono::seconds{30});

    bool ended() const { return ended_; }
    /// Whether the system kept its memory when a signal ended it.
    bool left_core() const { return left_core_; }
    const std::string& out() const { return out_; }
    const std::string& err() const { return err_; }

private:
    /// Reads what there is, waits at most so long for more, and notices the end.
    void look(std::chrono::milliseconds at_most);
    void close_all();

    pid_t id_ = -1;
    int out_end_ = -1;
    int err_end_ = -1;
    int life_ = -1;  ///< becomes readable when the program ends
    bool ended_ = false;
    bool left_core_ = false;
    int code_ = -1;
    std::string out_;
    std::string err_;
};

/// Starts, waits, and tells.
Outcome run(const std::vector<std::string>& command, const Environment& extra = {},
            const std::string& input = "/dev/null");

}  // namespace programs
