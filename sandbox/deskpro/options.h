// The switches of one Deskpro instance: which of the behaviours that instances were seen to differ in it has.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace sandbox::deskpro {

/// A key made by an administrator. It acts as its agent and sees what that agent sees; agent 0 is a
/// superuser key, which sees everything and acts as whomever `X-DeskPRO-Agent-ID` names.
/// `tags` allow or deny ("tickets.*", "-*.delete"); none allows everything.
struct ApiKey {
    long long id = 1;
    std::string code = "SANDBOXKEY0123456789";
    long long agent = 1;
    std::vector<std::string> tags;
};

struct Options {
    /// Where the desk is reached, without a trailing slash; for `discover`, Location and download addresses.
    std::string url = "http://127.0.0.1";
    /// Path before /api/v2 of an installation below a folder: "" or "/support".
    std::string prefix;
    std::string uuid = "5a3d1c0e-77b4-4d2f-9c11-de5cb21d6e00";
    bool cloud = true;
    std::vector<ApiKey> keys = {ApiKey{}};

    /// PHP writes an empty map as []: `meta`, `linked`, `fields` and `errors`. Off: {}.
    bool empty_maps_as_lists = true;
    /// `labels` of a ticket without any is null. Off: [].
    bool labels_null_when_none = true;
    /// `status` shows the type of a custom status ("pending"). Off: its code ("pending.waiting_for_vendor").
    bool status_shows_type = true;

    /// What `order_by` of a ticket list understands; only id and date_status are certain of every instance.
    std::set<std::string> order_fields = {"id", "date_created", "date_status", "date_last_user_reply",
                                          "date_last_agent_reply"};
    enum class UnknownOrder { ignore, refuse } unknown_order = UnknownOrder::ignore;
    /// A larger `count` is cut to this.
    int count_cap = 200;

    /// The shapes of POST /batch this instance takes; GET /batch is there unless `none`.
    enum class Batch { both, plain, requests, none } batch = Batch::both;

    /// What GET /tickets/{id} answers for a deleted or spam ticket.
    enum class HiddenRead { not_found, hidden } hidden_read = HiddenRead::not_found;
    /// What an address with the id of a merged-away ticket answers.
    enum class MergedRead { survivor, not_found } merged_read = MergedRead::survivor;
    /// Status for a ticket in a department that the caller's agent cannot see (lists are silent).
    int unseen_status = 403;

    /// Body keys that this instance's version does not have yet: sending one is refused with `extra_fields`.
    std::set<std::string> lacking_keys;
    /// A ticket equal to one made within this time is refused with `dupe_ticket`. 0: never.
    long long dupe_window_ms = 600'000;
    /// An agent's public reply makes a ticket that awaited the agent await the user.
    bool reply_awaits_user = true;

    /// What a list of messages does with `order_by`: follow it, follow its own order (newest first), or
    /// refuse it.
    enum class MessageOrder { asked, newest_first, refuse } message_order = MessageOrder::asked;
    /// A longer message is cut in `message` and whole in `message_full`. 0: never.
    int message_cut = 0;
    /// A file says its `filesize` in bytes, not only the readable one.
    bool blob_tells_size = false;
    /// The largest file that is kept, in bytes (0: any), and how a larger one ends: refused by the desk (400)
    /// or by the web server before it (413, a page).
    long long blob_limit = 0;
    enum class BlobTooLarge { desk, web_server } blob_too_large = BlobTooLarge::desk;
    /// A message lists what is attached: by ids, or with the attachments in place.
    enum class MessageFiles { ids, objects } message_files = MessageFiles::ids;

    /// The host that `download_url` names, as "https://files.example"; "": the desk's own.
    std::string download_host;
    /// How a picture stands in the HTML of a message.
    enum class PictureAddress {
        absolute,
        protocol_relative,
        path
    } picture_address = PictureAddress::absolute;
    /// Who gets a file by its address: everyone who has it; or who has its access_token or is signed in, and
    /// the others see a sign-in page (200) or are sent to one (302).
    enum class Download { open, sign_in_page, redirect } download = Download::open;

    /// How POST /api_tokens tells a token: "id:CODE" in one, or its id and its code apart.
    enum class TokenAnswer { whole, parts } token_answer = TokenAnswer::whole;

    /// 423 for every call.
    bool maintenance = false;
    /// Calls per credential and hour; over it is 429. 0: no limit. A batch is one call.
    int hourly_limit = 0;
    /// Whether a 429 says when to come back.
    bool retry_after = true;
};

}  // namespace sandbox::deskpro
