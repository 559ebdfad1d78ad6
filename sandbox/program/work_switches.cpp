#include "sandbox/azure_devops/azure_devops.h"
#include "sandbox/program/panel.h"
#include "sandbox/program/switches.h"

namespace sandbox {

std::vector<Switch> switches_of(azure_devops::AzureDevOps& work) {
    using azure_devops::Switches;
    Panel<Switches> panel(
        "work.",
        [&work] {
            Switches present;
            work.change([&present](const Switches& all) { present = all; });
            return present;
        },
        [&work](const std::function<void(Switches&)>& change) { work.change(change); });
    panel.add("bad_token", &Switches::bad_token,
              {"refused", "refused_empty", "refused_empty_list", "sign_in_page", "redirect"},
              "How a missing or dead token is answered.");
    panel.add("any_bearer", &Switches::any_bearer,
              "Any bearer token signs in: for a sign-in service of another hand.");
    panel.add("batch", &Switches::batch, {"absent", "independent", "all_or_nothing", "stops_midway"},
              "What $batch does when an item fails, or that there is none.");
    panel.add("batch_limit", &Switches::batch_limit, "Most requests in one batch.");
    panel.add("artifact_query", &Switches::artifact_query, {"present", "absent", "finds_nothing"},
              "What artifacturiquery does.");
    panel.add("artifact_query_lag_ms", &Switches::artifact_query_lag_ms,
              "How long artifacturiquery does not find a new link.");
    panel.add("comment_calls", &Switches::comment_calls, {"of_level", "absent"},
              "Whether there is a comments resource.");
    panel.add("xml_states_are_absent", &Switches::xml_states_are_absent,
              "States of a type in an XML process: no such address, or an empty list.");
    panel.add("attachment_limit", &Switches::attachment_limit,
              "Bytes of one attachment; 0: what the level has from the start.");
    panel.add("lists_tell_formats", &Switches::lists_tell_formats,
              "Lists of items tell which fields are Markdown.");
    panel.add("released_5_0_cannot_patch", &Switches::released_5_0_cannot_patch,
              "A PATCH in api-version 5.0 is not supported, as on Server 2019.1.");
    panel.add("tags_add_merges", &Switches::tags_add_merges,
              "An added System.Tags joins the tags that are there.");
    panel.add("takes_control_characters", &Switches::takes_control_characters,
              "Texts may hold characters that XML cannot.");
    panel.add("rewrites_html", &Switches::rewrites_html,
              "HTML comes back in other words than it was written.");
    panel.add("any_state_at_creation", &Switches::any_state_at_creation, "An item may begin in any state.");
    panel.add("empty_patch_makes_revision", &Switches::empty_patch_makes_revision,
              "A change that changes nothing makes a revision.");
    panel.add("resource_links_make_revisions", &Switches::resource_links_make_revisions,
              "Hyperlinks and attachments make a revision.");
    panel.add("version_required_on_writes", &Switches::version_required_on_writes,
              "A write without an api-version is refused.");
    panel.add("omitted_items_are_null", &Switches::omitted_items_are_null,
              "errorPolicy=omit leaves null where an item is missing.");
    panel.add("localized_errors", &Switches::localized_errors, "Messages of errors are not English.");
    panel.add("stopped", &Switches::stopped, "The service is down.");
    panel.add("projects_page", &Switches::projects_page, "Projects on a page.");
    panel.add("revisions_page", &Switches::revisions_page, "Revisions on a page.");
    panel.add("comments_page", &Switches::comments_page, "Comments on a page.");
    panel.add("feed_page", &Switches::feed_page, "Revisions on a page of the feed.");
    panel.add("feed_refusal", &Switches::feed_refusal,
              "Status with which the revision feed is refused; 0: it is not.");
    panel.add("feed_token_refusal", &Switches::feed_token_refusal,
              "Status with which every token of the feed is refused as expired; 0: they are taken.");
    panel.add("feed_tells_next_link_only", &Switches::feed_tells_next_link_only,
              "The feed tells its token in nextLink only.");
    panel.add("feed_never_ends", &Switches::feed_never_ends, "The feed never says that a page is the last.");
    panel.add("feed_late_ids", &Switches::feed_late_ids,
              "Items whose revisions the feed does not show yet, and will show later.");
    panel.add("comment_changes_make_revisions", &Switches::comment_changes_make_revisions,
              "An edited or deleted comment makes a revision.");
    panel.add("recycle_bin_takes_lists", &Switches::recycle_bin_takes_lists,
              "The recycle bin can be asked for several items at once.");
    panel.add("poison_title", &Switches::poison_title,
              "A write fails when the title contains this; \"\": none does.");
    panel.add("poison_ids", &Switches::poison_ids, "Items that cannot be changed.");
    panel.add("poison_status", &Switches::poison_status, "Status with which such a write fails: 400 or 500.");
    panel.add("unreadable_ids", &Switches::unreadable_ids, "Items that are as if they were not there.");
    return std::move(panel).switches();
}

}  // namespace sandbox
