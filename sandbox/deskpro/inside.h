// What the stand-in keeps behind its lock.
#pragma once

#include "sandbox/deskpro/call.h"
#include "sandbox/deskpro/deskpro.h"
#include "sandbox/deskpro/sign_in.h"

#include <mutex>

namespace sandbox {

/// Every member but the mutex is touched only by whoever holds it.
struct Deskpro::Inside {
    Inside(deskpro::Options given, deskpro::Company company, Clock clock)
        : options(std::move(given)), desk(std::move(company), std::move(clock)) {}

    mutable std::mutex mutex;
    deskpro::Options options;
    deskpro::Desk desk;
    deskpro::SignIn sign_in;
    Counters counters;
    std::function<void(int page)> hook;

    /// The answer to an outer call; refusals become answers.
    Reply answer(const Request& request);
    Refusal set_status(long long ticket, const char* code);
    deskpro::TicketView view(const deskpro::Ticket& ticket) const;

private:
    deskpro::Answer api(const Request& request, std::vector<std::string> path);
    deskpro::Answer carry_out(const deskpro::Call& call);
    deskpro::Answer discover() const;
    Reply download(const Request& request, const std::string& auth) const;
    bool may_download(const Request& request, const deskpro::Blob& blob) const;
    Reply refuse(const deskpro::Problem& problem) const;
};

}  // namespace sandbox
