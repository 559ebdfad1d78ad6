// The pair of a ticket and a work item, and the last state that both agreed on.
#pragma once

#include "model/time.h"
#include "model/work_item.h"

#include <map>
#include <string>
#include <string_view>

namespace deskbridge {

/// What was agreed, by work field: a short canonical value as it is, a long one as "#" + digest.
using Base = std::map<std::string, std::string, std::less<>>;

/// Whether the ticket has been told of its work item.
enum class LinkBackState { not_wanted, pending, done };

struct Link {
    std::string ticket_id;
    std::string mapping;
    WorkItemId work_item = 0;
    int revision = 0;  ///< of the work item when both sides last agreed
    std::string project;
    std::string ticket_url;
    std::string work_item_url;
    std::string key;  ///< the key of the mark on the work item
    Time linked_at{};
    LinkBackState link_back = LinkBackState::not_wanted;
    int link_back_attempts = 0;  ///< failed ones
    Time link_back_not_before{};
    std::string link_back_problem;
    Base base;
};

/// A base as one text and back again; the order of fields is theirs, text that is none reads as empty.
std::string base_text(const Base& base);
Base parse_base(std::string_view text);

}  // namespace deskbridge
