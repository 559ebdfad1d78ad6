// What was said between us and a real server, kept and played again.
#pragma once

#include "contract/http.h"

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace help_desk_contract {

/// One file of exchanges. Played, it answers what it holds, in order; a request that is not the next one is
/// a std::runtime_error that says which.
class Tape {
public:
    /// To be played.
    static Tape of(const std::filesystem::path& file);
    /// To be made; `address` is what the real server's reads as afterwards.
    Tape() = default;

    deskbridge::HttpResponse play(const std::string& who, const std::string& target,
                                  const deskbridge::HttpRequest& request);
    void add(const std::string& who, const std::string& target, const deskbridge::HttpRequest& request,
             const deskbridge::HttpResponse& answer, const std::string& address);
    void save(const std::filesystem::path& file) const;

    static constexpr const char* address = "http://rt.example";

private:
    std::deque<std::string> lines_;
    std::filesystem::path file_;
    std::map<std::string, std::size_t> answers_;  ///< of a tape that is made, by the line that has each
    std::size_t played_ = 0;
};

/// One account's way to the server: to the real one, or to a tape.
class TapedHttp : public deskbridge::Http {
public:
    /// Without `real`, the tape is played. `keep`: what is said goes onto the tape.
    TapedHttp(std::string who, std::string authorization, std::string address, Tape& tape,
              std::unique_ptr<deskbridge::Http> real, bool keep);

    deskbridge::HttpResponse exchange(const deskbridge::HttpRequest& request) override;

private:
    std::string who_;
    std::string authorization_;
    std::string address_;
    Tape& tape_;
    std::unique_ptr<deskbridge::Http> real_;
    bool keep_;
};

}  // namespace help_desk_contract
