#include "sandbox/deskpro/deskpro.h"
#include "sandbox/program/panel.h"
#include "sandbox/program/switches.h"

namespace sandbox {

std::vector<Switch> switches_of(Deskpro& desk) {
    using Options = deskpro::Options;
    Panel<Options> panel(
        "desk.", [&desk] { return desk.options(); },
        [&desk](const std::function<void(Options&)>& change) { desk.change_options(change); });
    panel.add("empty_maps_as_lists", &Options::empty_maps_as_lists, "Empty maps are written as [].");
    panel.add("labels_null_when_none", &Options::labels_null_when_none, "No labels are null instead of [].");
    panel.add("status_shows_type", &Options::status_shows_type,
              "A custom status shows its type, not its code.");
    panel.add("order_fields", &Options::order_fields, "What a list of tickets can be ordered by.");
    panel.add("unknown_order", &Options::unknown_order, {"ignore", "refuse"}, "What another order does.");
    panel.add("count_cap", &Options::count_cap, "A larger count is cut to this.");
    panel.add("batch", &Options::batch, {"both", "plain", "requests", "none"},
              "Shapes of a batch that are taken.");
    panel.add("hidden_read", &Options::hidden_read, {"not_found", "hidden"},
              "How a deleted ticket is answered.");
    panel.add("merged_read", &Options::merged_read, {"survivor", "not_found"},
              "How a merged-away ticket is answered.");
    panel.add("unseen_status", &Options::unseen_status, "Status for a ticket that the caller may not see.");
    panel.add("lacking_keys", &Options::lacking_keys, "Keys of a body that this version refuses.");
    panel.add("dupe_window_ms", &Options::dupe_window_ms, "How long an equal ticket is refused; 0: never.");
    panel.add("reply_awaits_user", &Options::reply_awaits_user,
              "An agent's reply makes a ticket await the user.");
    panel.add("message_order", &Options::message_order, {"asked", "newest_first", "refuse"},
              "What a list of messages does with an order.");
    panel.add("message_cut", &Options::message_cut, "A longer message is cut; 0: never.");
    panel.add("blob_tells_size", &Options::blob_tells_size, "A file tells its size in bytes.");
    panel.add("message_files", &Options::message_files, {"ids", "objects"},
              "How a message lists what is attached.");
    panel.add("download_host", &Options::download_host, "The host of download addresses; empty: the desk's.");
    panel.add("picture_address", &Options::picture_address, {"absolute", "protocol_relative", "path"},
              "How a picture stands in a message.");
    panel.add("download", &Options::download, {"open", "sign_in_page", "redirect"},
              "What happens to whoever may not have a file.");
    panel.add("token_answer", &Options::token_answer, {"whole", "parts"}, "How a new token is told.");
    panel.add("maintenance", &Options::maintenance, "423 for every call.");
    panel.add("hourly_limit", &Options::hourly_limit, "Calls per credential and hour; 0: no limit.");
    panel.add("retry_after", &Options::retry_after, "A 429 says when to come back.");
    return std::move(panel).switches();
}

}  // namespace sandbox
