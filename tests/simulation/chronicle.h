// What people (and the robots of both companies) did, as the two systems showed it: the measure of the end.
#pragma once

#include "model/conflict.h"
#include "workbench/two_sides.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace deskbridge::simulation {

/// Fields by their work names, values in the work side's words; words joined by "; ", sorted.
using Values = std::map<std::string, std::string>;

inline const std::string title = "System.Title";
inline const std::string priority = "Microsoft.VSTS.Common.Priority";
inline const std::string state = "System.State";
inline const std::string tags = "System.Tags";

Values values_of(const sandbox::deskpro::TicketView& ticket);
Values values_of(const sandbox::azure_devops::ItemSeen& item);
std::set<std::string> words_in(const std::string& joined);

/// One message or comment that somebody wrote. `token` stands in its text and nowhere else.
struct Utterance {
    Side side = Side::desk;
    long long holder = 0;  ///< ticket or work item
    long long id = 0;
    std::string token;
    std::vector<std::string> former;  ///< tokens of what it was before edits
    bool internal = false;            ///< as it was meant first
    bool removed = false;
    bool opening = false;  ///< the ticket's first message, its description
    bool moved = false;    ///< came with a merged ticket, or made way for one's first message: in no order
    std::vector<std::string> files;
};

/// One value as somebody wrote it.
struct Written {
    Side side;
    std::string field, value;
};

/// By holder, what was written since the two sides were last seen at rest.
class Chronicle {
public:
    explicit Chronicle(workbench::TwoSides& sides) : sides_(sides) {}

    /// Does it and keeps what it changed.
    template <class Deed>
    void watch(const Deed& deed) {
        const auto before = look();
        deed();
        keep(before, look());
    }
    /// The base of what was written last may be lost: each ticket may be decided once more.
    void cut_power();
    /// What waits for its turn waits longer than what else is new of the same ticket: two revisions for one.
    void set_clock_back();
    /// What was said in one ticket stands in another now, which it was merged into. Its `last` values were
    /// seen on the desk, and those of the other rule.
    void move(long long loser, long long survivor, const Values& last);
    /// Everything written so far has been looked at.
    void close(const std::map<std::pair<Side, long long>, Values>& agreed);

    std::string new_token() { return "tk" + std::to_string(++tokens_) + "z"; }

    std::vector<Utterance> said;
    /// A file by its name, where it was added.
    struct AddedFile {
        Side side;
        long long holder;
        std::string name;
    };
    std::vector<AddedFile> files;
    std::map<std::pair<Side, long long>, std::vector<Written>> written;
    /// Revisions that people made, by item.
    std::map<long long, int> revisions;
    /// Deeds on tickets, by ticket: each may cost its item one revision.
    std::map<long long, int> deeds;
    /// Notes of the agent's own about deletions and the like that may stand on items, by ticket.
    std::map<long long, int> events;
    /// Tickets that people changed in the moment between the agent's last look and its write: nothing can
    /// guard them.
    std::set<long long> run_over;
    std::set<std::pair<Side, long long>> rested;  ///< were at rest before
    /// The power went since both sides were last at rest. What had been agreed on and was not on the disk for
    /// certain is forgotten then, so that a value which somebody put back meanwhile looks as if untouched.
    bool power_was_cut = false;
    /// What a field was whenever somebody was about to do something, of every holder.
    std::map<std::pair<Side, long long>, std::map<std::string, std::set<std::string>>> seen;

private:
    struct Look {
        std::map<std::pair<Side, long long>, Values> values;
        std::map<long long, int> revisions;
    };
    Look look() const;
    void keep(const Look& before, const Look& after);

    workbench::TwoSides& sides_;
    int tokens_ = 0;
};

}  // namespace deskbridge::simulation
