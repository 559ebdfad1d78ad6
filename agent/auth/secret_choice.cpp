#include "auth/secret_choice.h"

#include "contract/sync_error.h"

#include <algorithm>
#include <fmt/format.h>

namespace deskbridge {

SecretChoice::SecretChoice(std::vector<Option> options, Book book, const Clock& clock,
                           std::function<void(const std::string&)> tell)
    : options_(std::move(options)),
      book_(std::move(book)),
      clock_(clock),
      tell_(std::move(tell)),
      fared_(options_.size()),
      in_use_(options_.size()) {
    ensure(!options_.empty(), "a choice has something to choose from");
    if (!is_one() && book_.read) recall();
}

/// What an earlier process found out, of those that are the same still.
void SecretChoice::recall() {
    const auto kept = book_.read();
    for (std::size_t i = 0; i < options_.size(); ++i) {
        const auto found = std::find_if(kept.begin(), kept.end(), [&](const KeptChoice& one) {
            return one.source == options_[i].source;
        });
        if (found == kept.end()) continue;
        if (found->in_use) in_use_ = current_ = i;
        if (found->refused_at == Time{} || found->stamp != options_[i].stamp()) continue;
        fared_[i].refused = true;
        fared_[i].stamp = found->stamp;
        fared_[i].refused_at = found->refused_at;
    }
}

Secret SecretChoice::read() {
    const std::lock_guard lock(mutex_);
    try {
        return fared_[current_].last = options_[current_].read();
    } catch (const SyncError&) {
        // one of them may be away: it is being replaced, or was taken away when it had ended
        if (is_one() || !go_on()) throw;
    }
    return fared_[current_].last;
}

std::size_t SecretChoice::known(const Secret& value) const {
    const auto found = std::find_if(fared_.begin(), fared_.end(), [&](const Fared& one) {
        return !one.last.empty() && one.last.reveal() == value.reveal();
    });
    return static_cast<std::size_t>(found - fared_.begin());
}

/// Reads it; whether it is there and not what was refused already.
bool SecretChoice::can_try(std::size_t at) {
    Fared& fared = fared_[at];
    try {
        Secret value = options_[at].read();
        const bool same = value.reveal() == fared.last.reveal();
        fared.last = std::move(value);
        if (fared.tried && same) return false;
        fared.tried = false;
        return !fared.refused || fared.stamp != options_[at].stamp();
    } catch (const SyncError&) {
        return false;
    }
}

bool SecretChoice::go_on() {
    for (std::size_t i = 0; i < options_.size(); ++i)
        if (i != current_ && can_try(i)) {
            current_ = i;
            return true;
        }
    return false;
}

bool SecretChoice::replace(const Secret& refused) {
    const std::lock_guard lock(mutex_);
    const auto at = known(refused);
    if (at != current_) return !fared_[current_].last.empty();  // somebody else has gone on already
    fared_[at].tried = true;
    if (can_try(at)) return true;  // it was replaced where it is
    if (go_on()) {
        if (tell_)
            tell_(fmt::format("the {} is refused; the {} is tried", options_[at].source,
                              options_[current_].source));
        return true;
    }
    // the next round may try all of them again, and begins with the one that was taken last
    for (auto& fared : fared_) fared.tried = fared.refused = false;
    current_ = in_use_ < options_.size() ? in_use_ : 0;
    if (!is_one() && tell_) tell_("none of the secrets is accepted");
    return false;
}

void SecretChoice::accept(const Secret& used) {
    if (is_one()) return;
    const std::lock_guard lock(mutex_);
    const auto at = known(used);
    if (at == options_.size()) return;
    const bool news = at != in_use_ || fared_[at].refused_at != Time{} ||
                      std::any_of(fared_.begin(), fared_.end(), [](const Fared& one) { return one.tried; });
    if (!news) return;
    in_use_ = at;
    for (std::size_t i = 0; i < options_.size(); ++i) {
        Fared& fared = fared_[i];
        if (i == at) {
            fared.refused_at = Time{};
        } else if (fared.tried) {
            fared.refused_at = clock_.now();
            fared.stamp = options_[i].stamp();
            if (tell_)
                tell_(fmt::format("the {} is in use, because the {} was refused; take that one out",
                                  options_[at].source, options_[i].source));
        }
        fared.refused = i != at && (fared.tried || fared.refused);
        fared.tried = false;
    }
    keep();
}

void SecretChoice::keep() {
    if (!book_.keep) return;
    std::vector<KeptChoice> all;
    for (std::size_t i = 0; i < options_.size(); ++i)
        all.push_back({options_[i].source, fared_[i].stamp, i == in_use_, fared_[i].refused_at});
    try {
        book_.keep(all);
    } catch (const SyncError&) {
        // the request itself was answered; a later process finds it out anew
    }
}

std::vector<KeptChoice> SecretChoice::standings() {
    const std::lock_guard lock(mutex_);
    std::vector<KeptChoice> all;
    for (std::size_t i = 0; i < options_.size(); ++i)
        all.push_back({options_[i].source, fared_[i].stamp, i == in_use_, fared_[i].refused_at});
    return all;
}

std::string SecretChoice::stamp() const {
    std::string all;
    for (const auto& option : options_) all += option.stamp() + ";";
    return all;
}

std::vector<std::string> choice_notes(const std::vector<KeptChoice>& standings) {
    std::vector<std::string> notes;
    const auto used =
        std::find_if(standings.begin(), standings.end(), [](const KeptChoice& one) { return one.in_use; });
    for (const auto& one : standings)
        if (!one.in_use && one.refused_at != Time{} && used != standings.end())
            notes.push_back(fmt::format("the {} was refused at {}; the {} is in use", one.source,
                                        iso8601(one.refused_at), used->source));
    return notes;
}

}  // namespace deskbridge
