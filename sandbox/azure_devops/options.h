// What a stand-in for Azure DevOps is told: the fixed part (who and what exists) and the switches, which
// cover every doubtful fact of the real service and may be changed while it runs.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sandbox::azure_devops {

/// Product levels; each caps the api-versions and decides hosted or on-premises.
enum class Level { server2019, server2019_1, server2020, server2020_1, server2022, server2022_1, services };

/// A process template that a project is made with.
enum class Process { agile, scrum, basic, cmmi };

/// A person of the organization. `unique_name` is the e-mail address (or DOMAIN\name on premises).
struct User {
    std::string display_name;
    std::string unique_name;
};

/// A secret that signs in as `unique_name`, as PAT (any user part) or as bearer token.
struct Token {
    std::string secret;
    std::string unique_name;
    bool may_read = true;
    bool may_write = true;
    bool may_bypass_rules = false;
    long long ends = 0;  ///< milliseconds since 1970; 0 = never
};

/// A field that a project adds to some or all of its work item types. `type` is the wire word: string,
/// integer, double, dateTime, boolean, html, plainText, identity. An empty `types` means every type.
struct CustomField {
    std::string reference_name;
    std::string name;
    std::string type = "string";
    std::vector<std::string> types = {};
    bool required = false;
    bool read_only = false;
    std::vector<std::string> allowed_values = {};
    std::string default_value = "";
};

/// A project. Areas and iterations are paths below the root, `\`-separated: "Web\\Checkout".
struct ProjectOptions {
    std::string name;
    Process process = Process::agile;
    std::vector<std::string> areas = {};
    std::vector<std::string> iterations = {};
    std::vector<CustomField> fields = {};
    /// Types and states that the project calls by another name: {"Bug", "Fehler"}.
    std::map<std::string, std::string> renamed = {};
    /// By type and state those that may follow, as rules of a process can say; a state without an entry may
    /// go anywhere.
    std::map<std::string, std::map<std::string, std::vector<std::string>>> transitions = {};
    /// A process that came as XML and never was inherited: metadata tells less of it (see the README).
    bool xml_process = false;
};

/// How a missing or dead token is answered. `redirect` becomes a 401 for a caller that sent
/// X-TFS-FedAuthRedirect: Suppress.
enum class BadToken { refused, refused_empty, refused_empty_list, sign_in_page, redirect };

/// What `$batch` does: not there; every item for itself; one failing item undoes all and one answer comes
/// for the whole batch; or it stops at the failing item, keeps what came before, and gives one answer.
enum class BatchMode { absent, independent, all_or_nothing, stops_midway };

/// Where comments are: as the level has them, or nowhere (then only updates and revisions tell).
enum class CommentCalls { of_level, absent };

enum class ArtifactQuery { present, absent, finds_nothing };

/// Headers of a throttled service; with `block` the answer is 429, else they come on the ordinary answer.
struct Throttle {
    std::string resource = "TSTUs";
    int retry_after_s = 0;
    double delay_s = 0;
    int limit = 200;
    int remaining = 0;
    bool block = false;
};

/// Doubtful facts and faults that only the inside can make. All may change while the stand-in runs.
struct Switches {
    BadToken bad_token = BadToken::refused;
    /// Any bearer token signs in, as the first of `Options::tokens`: for a sign-in service of another hand.
    bool any_bearer = false;
    BatchMode batch = BatchMode::independent;
    std::size_t batch_limit = 200;
    ArtifactQuery artifact_query = ArtifactQuery::present;
    long long artifact_query_lag_ms = 0;
    CommentCalls comment_calls = CommentCalls::of_level;
    /// Bytes of one attachment; 0 = what the level has from the start (60 MiB hosted, 4 MiB on premises).
    std::size_t attachment_limit = 0;
    /// Endings of file names that an administrator does not allow: ".exe".
    std::set<std::string> blocked_extensions;
    /// A list of items tells which of their fields are Markdown, as a single item does.
    bool lists_tell_formats = true;
    /// The states of a type in an XML process: an unknown address, or an empty list.
    bool xml_states_are_absent = true;
    /// A PATCH of an item in exactly 5.0 is a NotSupportedException (reported of Server 2019.1).
    bool released_5_0_cannot_patch = false;
    bool tags_add_merges = false;
    bool rewrites_html = false;
    bool any_state_at_creation = false;
    bool empty_patch_makes_revision = false;
    bool resource_links_make_revisions = true;
    bool version_required_on_writes = true;
    bool omitted_items_are_null = false;
    bool localized_errors = false;
    bool stopped = false;
    std::optional<Throttle> throttle;
    std::size_t projects_page = 100;
    std::size_t revisions_page = 200;
    std::size_t comments_page = 200;
    std::size_t feed_page = 200;

    /// Status with which the revision feed is refused to everybody; 0 = it is there.
    int feed_refusal = 0;
    /// Status with which every continuation token of it is refused, as one that expired; 0 = they are taken.
    int feed_token_refusal = 0;
    /// The token stands in `nextLink` only, as in some examples of the documentation.
    bool feed_tells_next_link_only = false;
    /// The feed never says that a page is the last, and the last one repeats its token.
    bool feed_never_ends = false;
    /// Items whose revisions do not show yet, while later ones do and tokens pass them.
    std::set<int> feed_late_ids;
    /// An edited or deleted comment makes a revision of its item.
    bool comment_changes_make_revisions = true;
    /// The recycle bin can be asked for several items at once.
    bool recycle_bin_takes_lists = true;

    /// Creating or changing an item whose title contains this, or one of its comments, fails with
    /// `poison_status` (400 or 500).
    std::string poison_title;
    std::set<int> poison_ids;
    int poison_status = 400;
    std::set<int> unreadable_ids;
};

/// Everything a stand-in starts from. `virtual_directory` is "" or like "/tfs"; the base address is
/// http://host/{virtual_directory}/{organization}.
struct Options {
    Level level = Level::services;
    std::string organization = "fabrikam";
    std::string virtual_directory;
    /// What everybody calls it by, as "https://dev.example"; "": http and whatever host a caller names.
    std::string origin = {};
    std::vector<User> users;
    std::vector<Token> tokens;
    std::vector<ProjectOptions> projects;
    int first_id = 1;
    Switches switches;
};

}  // namespace sandbox::azure_devops
