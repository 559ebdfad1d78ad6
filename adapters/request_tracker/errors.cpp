#include "adapters/request_tracker/errors.h"

#include <fmt/format.h>

namespace deskbridge::request_tracker {

namespace {

SyncError side(Trouble trouble, const std::string& message, std::string hint = {}) {
    return SyncError(Reach::side, trouble, "Request Tracker: " + message, std::move(hint));
}

SyncError refusal(int status, const std::string& what) {
    const auto message = fmt::format("Request Tracker refused to {} ({})", what, status);
    if (status == 403)
        return SyncError(Reach::item, Trouble::forbidden, message,
                         "the account lacks a right in the ticket's queue: SeeQueue, ShowTicket, "
                         "ShowTicketComments, ModifyTicket, ReplyToTicket, CommentOnTicket are needed");
    if (status == 404)
        return SyncError(Reach::item, Trouble::data, message, "it is not there, or not any more");
    if (status == 412)
        return SyncError(Reach::item, Trouble::data,
                         fmt::format("the ticket was changed meanwhile (412, {})", what),
                         "it is read again and decided anew");
    return SyncError(Reach::item, Trouble::data, message, "see the log of Request Tracker for the reason");
}

}  // namespace

bool is_of_one(int status) {
    return status == 400 || status == 403 || status == 404 || status == 409 || status == 412 ||
           status == 413 || status == 415 || status == 422 || status == 500;
}

SyncError error_of(int status, const Headers& headers, const std::string& what) {
    if (status == 401)
        return side(
            Trouble::sign_in, fmt::format("the sign-in is not accepted (401, {})", what),
            "look at token, or user and password, in the configuration; tokens are made under Settings "
            "> Auth Tokens and may expire");
    if (status >= 300 && status < 400)
        return side(Trouble::unreachable, fmt::format("the address redirects ({}, {})", status, what),
                    "write it as it is after the redirect, without /REST/2.0; a login page in front of it "
                    "lets nobody through")
            .with(Fate::refused);
    if (status == 500)
        return SyncError(Reach::item, Trouble::unreachable,
                         fmt::format("Request Tracker failed to {} (500)", what),
                         "see the log of Request Tracker for the reason")
            .with(Fate::closed);
    if (is_of_one(status)) return refusal(status, what);
    const bool limited = status == 429;
    auto error =
        side(limited ? Trouble::limited : Trouble::unreachable, fmt::format("status {} ({})", status, what));
    if (const auto wait = retry_after_of(headers)) error.with(*wait);
    return error.with(status >= 500 ? Fate::closed : Fate::refused);
}

SyncError of_one(SyncError error) {
    error.reach = Reach::item;
    if (error.fate == Fate::refused) error.fate = Fate::not_sent;
    return error;
}

SyncError no_answer(const std::string& what) {
    return side(Trouble::unreachable, fmt::format("a page came instead of an answer ({})", what),
                "does a proxy or a login page stand between here and Request Tracker, and is the address "
                "its own?")
        .with(Fate::closed);
}

}  // namespace deskbridge::request_tracker
