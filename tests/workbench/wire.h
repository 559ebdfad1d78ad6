// The network between the agent and a stand-in in the same process, with everything that networks do.
#pragma once

#include "contract/http.h"
#include "sandbox/exchange/exchange.h"
#include "support/step_clock.h"
#include "workbench/steps.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace deskbridge::workbench {

/// What becomes of one request. `lost`: it never went out whole. `closed`: the connection ends without an
/// answer. `stalled`: nothing comes until our own time-out. `before` and `after` the server did the work;
/// `late`: it does it 60 s after we stopped waiting.
/// `half`: an answer whose body broke off. `failed`, `gateway`, `overloaded`: status 500, 502, 503.
/// `limited`: 429 with Retry-After: 30. `slowed`: a good answer that asks for the same wait.
/// `sign_in_page`: 203 with a page instead of an answer.
enum class Passage {
    through,
    lost,
    closed_before,
    closed_after,
    stalled_before,
    stalled_after,
    stalled_late,
    half,
    failed_before,
    failed_after,
    gateway_after,
    overloaded_before,
    limited,
    slowed,
    sign_in_page
};
std::string name_of(Passage passage);
/// All but `through`.
const std::vector<Passage>& mishaps();

/// What the wires of one workbench share.
struct Traffic {
    StepClock& clock;
    Steps& steps;
    /// Asked for each request, by side and the number of the request over both sides, from 1.
    std::function<Passage(const std::string& side, const HttpRequest&, std::size_t number)> judge;
    std::size_t requests = 0;
    /// Requests before the time that an answer had asked for, and writes sent again sooner than the fate of
    /// the first allows.
    std::vector<std::string> too_early;
};

/// To one stand-in. Each request is two steps: before it is sent, and after the server has done the work but
/// before the answer arrives. Each takes 20 ms of the clock.
class Wire : public Http {
public:
    Wire(std::string side, sandbox::System& system, Traffic& traffic)
        : side_(std::move(side)), system_(system), traffic_(traffic) {}

    HttpResponse exchange(const HttpRequest& request) override;
    /// A new process does not know what the last one was asked to wait for.
    void forget_limit() { not_before_ = {}; }
    /// Lets the server do what it has still to do by now.
    void do_late_work();

private:
    sandbox::Reply serve(const HttpRequest& request);
    HttpResponse pass(const std::string& name, const HttpRequest& request);
    HttpResponse limited(HttpResponse response);
    void check_time(const std::string& name, const HttpRequest& request);
    void hold_back(const HttpRequest& request, std::chrono::milliseconds wait);

    struct Late {
        std::chrono::milliseconds due;
        HttpRequest request;
    };
    std::string side_;
    sandbox::System& system_;
    Traffic& traffic_;
    std::vector<Late> late_;
    std::map<std::string, std::chrono::milliseconds> not_again_before_;  ///< by the mark in the body
    std::chrono::milliseconds not_before_{};
};

}  // namespace deskbridge::workbench
