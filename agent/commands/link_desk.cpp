#include "commands/link_desk.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

using namespace std::chrono;

constexpr milliseconds look_again{250};
constexpr minutes patience{2};

/// One order in the state file, from its writing to its answer.
class Waiting {
public:
    Waiting(Session& session, const TenantSettings& settings, const LinkOrder& order)
        : session_(session),
          tenant_(settings.name),
          store_(session.state()),
          id_(store_.tenant(tenant_).id),
          order_(store_.order(id_, order)),
          since_(session.clock.ticks()) {}

    LinkAnswer answer() {
        session_.log.write({Level::info, tenant_, "the running agent does this in its next cycle", {}});
        while (true) {
            if (auto answer = store_.take_answer(id_, order_)) return std::move(*answer);
            give_up_in_time();
            session_.clock.wait(look_again);
        }
    }

private:
    void give_up_in_time() {
        const bool late = session_.clock.ticks() - since_ > patience;
        const bool alone = !AgentRole::holder(session_.state());
        if (!late && !alone && !session_.clock.stopping()) return;
        if (session_.clock.stopping()) return give_up("stopped on request", "run the same command again");
        if (alone)
            return give_up("the agent that was to do this has ended",
                           "run the same command again: it does it by itself then");
        give_up("the running agent did not get to this in two minutes",
                fmt::format("see what holds it: deskbridge status --tenant {}", tenant_));
    }

    /// What was begun already goes on, and its answer is near; an agent that died with it goes on later.
    void give_up(const std::string& why, const std::string& hint) {
        const auto trouble = session_.clock.stopping() ? Trouble::interrupted : Trouble::unreachable;
        if (store_.withdraw_order(id_, order_))
            throw SyncError(Reach::item, trouble, why + "; nothing was changed", hint);
        if (AgentRole::holder(session_.state()) && !session_.clock.stopping()) return;
        throw SyncError(Reach::item, trouble, why + " while this was being done",
                        "the next agent goes on with it; see: deskbridge links show");
    }

    Session& session_;
    std::string tenant_;
    SqliteLinkStore store_;
    TenantId id_;
    std::int64_t order_;
    milliseconds since_;
};

LinkDone order_from_agent(Session& session, const TenantSettings& settings, const LinkOrder& order) {
    auto answer = Waiting(session, settings, order).answer();
    if (!answer.error.empty()) throw SyncError(Reach::item, Trouble::data, answer.error, answer.hint);
    LinkDone done;
    done.link.ticket_id = order.wish.ticket_id;
    done.link.work_item = order.wish.work_item;
    done.link.mapping = std::move(answer.mapping);
    done.link.work_item_url = std::move(answer.work_item_url);
    done.remarks = std::move(answer.remarks);
    return done;
}

}  // namespace

LinkDone change_link(Session& session, const TenantSettings& settings, LinkOrder::Verb verb,
                     const LinkWish& wish) {
    auto taken = AgentRole::take(session.state());
    const auto* role = std::get_if<AgentRole>(&taken);
    if (role == nullptr) return order_from_agent(session, settings, {0, verb, wish, {}});
    const auto built = build_writing(session, settings, *role);
    return verb == LinkOrder::Verb::add ? add_link(built->tenant(), wish)
                                        : remove_link(built->tenant(), wish);
}

}  // namespace deskbridge
