#include "programs/process.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace programs {

using namespace std::chrono;

namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;
};

Pipe make_pipe() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("a pipe cannot be made");
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return {ends[0], ends[1]};
}

std::vector<std::string> environment_with(const Environment& extra) {
    Environment all = {{"LC_ALL", "C.UTF-8"}};
    for (const char* name : {"PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const char* value = std::getenv(name)) all[name] = value;
    for (const auto& [name, value] : extra) all[name] = value;
    std::vector<std::string> lines;
    for (const auto& [name, value] : all) lines.push_back(name + "=" + value);
    return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// The file actions and attributes of a start, freed again whatever happens.
struct Plan {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
    Plan() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
    }
    ~Plan() {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
};

pid_t spawn(std::vector<std::string> command, std::vector<std::string> environment, const std::string& input,
            int out, int err) {
    Plan plan;
    ::posix_spawn_file_actions_addopen(&plan.actions, STDIN_FILENO, input.c_str(), O_RDWR, 0);
    ::posix_spawn_file_actions_adddup2(&plan.actions, out, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&plan.actions, err, STDERR_FILENO);
    // a shell that runs the tests in the background has SIGINT ignored, which a program inherits
    sigset_t usual;
    sigemptyset(&usual);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&usual, number);
    ::posix_spawnattr_setsigdefault(&plan.attributes, &usual);
    ::posix_spawnattr_setflags(&plan.attributes, POSIX_SPAWN_SETSIGDEF);
    pid_t id = -1;
    const int failed = ::posix_spawn(&id, command.front().c_str(), &plan.actions, &plan.attributes,
                                     pointers_to(command).data(), pointers_to(environment).data());
    if (failed != 0) throw std::runtime_error(fmt::format("{} cannot be started", command.front()));
    return id;
}

/// Appends what can be read now; closes the end when there will be no more.
void drain(int& end, std::string& into) {
    std::array<char, 65'536> buffer;
    while (end >= 0) {
        const auto got = ::read(end, buffer.data(), buffer.size());
        if (got > 0) {
            into.append(buffer.data(), static_cast<std::size_t>(got));
            continue;
        }
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        ::close(std::exchange(end, -1));
    }
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Environment& extra,
                 const std::string& input) {
    const Pipe out = make_pipe();
    const Pipe err = make_pipe();
    out_end_ = out.read_end;
    err_end_ = err.read_end;
    try {
        id_ = spawn(command, environment_with(extra), input, out.write_end, err.write_end);
    } catch (...) {
        ::close(out.write_end);
        ::close(err.write_end);
        close_all();
        throw;
    }
    ::close(out.write_end);
    ::close(err.write_end);
    // the header of glibc 2.36 declares pidfd_open for C alone
    life_ = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      out_end_(std::exchange(other.out_end_, -1)),
      err_end_(std::exchange(other.err_end_, -1)),
      life_(std::exchange(other.life_, -1)),
      ended_(std::exchange(other.ended_, true)),
      left_core_(other.left_core_),
      code_(other.code_),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)) {}

Process::~Process() {
    if (id_ > 0 && !ended_) {
        ::kill(id_, SIGKILL);
        int status = 0;
        ::waitpid(id_, &status, 0);
    }
    close_all();
}

void Process::close_all() {
    for (int* end : {&out_end_, &err_end_, &life_})
        if (*end >= 0) ::close(std::exchange(*end, -1));
}

void Process::signal(int number) const {
    if (!ended_) ::kill(id_, number);
}

void Process::look(milliseconds at_most) {
    std::array<pollfd, 3> ends{{{out_end_, POLLIN, 0}, {err_end_, POLLIN, 0}, {life_, POLLIN, 0}}};
    ::poll(ends.data(), ends.size(), static_cast<int>(at_most.count()));
    int status = 0;
    const bool over = ::waitpid(id_, &status, WNOHANG) == id_;
    drain(out_end_, out_);
    drain(err_end_, err_);
    if (!over) return;
    ended_ = true;
    left_core_ = WIFSIGNALED(status) && WCOREDUMP(status);
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Outcome Process::wait(milliseconds at_most) {
    const auto end = steady_clock::now() + at_most;
    while (!ended_) {
        const auto left = duration_cast<milliseconds>(end - steady_clock::now());
        if (left.count() <= 0)
            throw std::runtime_error(
                fmt::format("the program did not end in time; it said:\n{}\n{}", out_, err_));
        look(left);
    }
    return {code_, out_, err_};
}

bool Process::wait_until(const std::function<bool()>& holds, milliseconds at_most) {
    constexpr milliseconds pause{5};
    const auto end = steady_clock::now() + at_most;
    while (!holds()) {
        if (ended_ || steady_clock::now() >= end) return false;
        look(pause);
    }
    return true;
}

bool Process::wait_for(const std::string& text, milliseconds at_most) {
    return wait_until([&] { return (out_ + "\n" + err_).find(text) != std::string::npos; }, at_most);
}

Outcome run(const std::vector<std::string>& command, const Environment& extra, const std::string& input) {
    return Process(command, extra, input).wait();
}

}  // namespace programs
