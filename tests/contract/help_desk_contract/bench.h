// A help desk with its adapter, and what its people do there.
#pragma once

#include "contract/help_desk.h"
#include "line.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace help_desk_contract {

struct NewTicket {
    std::string subject;
    std::string html = "<p>It stops.</p>";
    std::string file_name = {};  ///< with content, a file of the first message
    std::string file_content = {};
};

/// A field that can be written, and two values that it takes. `after`: how the first reads, where that is
/// otherwise than it was written.
struct Sample {
    std::string path;
    deskbridge::Value first, second;
    bool can_be_emptied = true;
};

/// A value that a desk must refuse.
struct Wrong {
    std::string path;
    deskbridge::Value value;
};

/// Most calls that something may cost on this desk, beside lists that are read once.
struct Budget {
    std::size_t read_ten = 1;      ///< ten tickets by id
    std::size_t describe_ten = 2;  ///< their first messages
    std::size_t idle_feeds = 4;    ///< all changes feeds, when nothing happened
    std::size_t change_one = 2;    ///< one field of one ticket
    std::size_t say_one = 1;
};

/// Thread rule: one thread.
class Bench {
public:
    virtual ~Bench() = default;

    /// The adapter, as the bridge's account; and another one, as after a restart.
    virtual deskbridge::HelpDesk& desk() = 0;
    virtual std::unique_ptr<deskbridge::HelpDesk> restarted() = 0;
    virtual Line& line() = 0;

    /// What people do. A customer makes tickets; staff do the rest.
    virtual std::string add(const NewTicket& ticket) = 0;
    virtual void reply(const std::string& id, const std::string& html) = 0;
    virtual void note(const std::string& id, const std::string& html) = 0;
    virtual void rename(const std::string& id, const std::string& subject) = 0;
    virtual void erase(const std::string& id) = 0;
    virtual void merge(const std::string& loser, const std::string& survivor) = 0;

    virtual std::vector<Sample> samples() const = 0;
    virtual std::vector<Wrong> wrong_values() const = 0;
    virtual Budget budget() const = 0;
    /// Of a changes feed, one that lies far beyond everything that happened.
    virtual std::string future_cursor(const deskbridge::Feed& feed) const = 0;
    /// Changes feeds name tickets that were deleted or merged away.
    virtual bool tells_of_ends() const = 0;
    /// What was said can be edited and taken back.
    virtual bool edits_messages() const = 0;
    /// The customer's address, and an address of a ticket that is not this desk's.
    virtual std::string customer() const = 0;
};

/// Runs `body` on every desk, each as a section of its own. `name` also names the recording.
void on_every_desk(const std::string& name, const std::function<void(Bench&)>& body);

/// One per file `..._bench.cpp`.
std::unique_ptr<Bench> deskpro_bench();
std::unique_ptr<Bench> request_tracker_bench(const std::string& recording);

/// A ticket by id; throws when there is none.
deskbridge::Ticket ticket_of(Bench& bench, const std::string& id);
/// Everything that is said on a ticket, page by page.
std::vector<deskbridge::Message> said_on(Bench& bench, const std::string& id);

/// All feeds of a kind.
std::vector<deskbridge::Feed> feeds_of(Bench& bench, deskbridge::Feed::Kind kind);
/// Walks one feed to the end of its round; ids in the order in which they came. `by_restarts`: each page by a
/// new adapter.
std::vector<std::string> walk(Bench& bench, const deskbridge::Feed& feed, std::string& cursor,
                              bool by_restarts = false);

/// Where all changes feeds stand.
class Changes {
public:
    explicit Changes(Bench& bench);
    /// What they show since the last time.
    std::set<std::string> more();

private:
    Bench& bench_;
    std::vector<std::pair<deskbridge::Feed, std::string>> feeds_;
};

}  // namespace help_desk_contract
