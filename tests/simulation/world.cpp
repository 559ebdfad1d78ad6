#include "world.h"

#include "dice.h"

#include <fmt/format.h>

namespace deskbridge::simulation {

namespace {

using sandbox::azure_devops::ArtifactQuery;
using sandbox::azure_devops::BatchMode;
using Product = sandbox::azure_devops::Level;
using DeskOptions = sandbox::deskpro::Options;

/// Most switches stay as they are in most worlds, so that what is drawn shows.
class Drawing {
public:
    explicit Drawing(std::uint64_t seed) : dice_(seed, 0) {}

    World draw() {
        world_.tickets = 1 + static_cast<int>(dice_.below(3));
        world_.steps = 5 + static_cast<int>(dice_.below(16));
        auto& scene = world_.scene;
        scene.two_way = true;
        scene.batch = 1 + dice_.below(5);
        scene.desk_page = dice_.one_of({1, 2, 4, 200});
        world_.mishaps = dice_.one_in(2);
        scene.power_cuts = world_.mishaps && dice_.one_in(4);
        if (scene.power_cuts) note("power cuts");
        draw_work();
        draw_desk();
        draw_mapping();
        return world_;
    }

private:
    void note(const std::string& trait) { world_.traits.push_back(trait); }

    /// A switch that is seldom otherwise.
    template <class Value>
    void doubt(const char* name, Value& value, std::initializer_list<Value> others) {
        if (!dice_.one_in(8)) return;
        value = dice_.one_of(others);
        note(fmt::format("{} is {}", name, static_cast<long long>(value)));
    }
    void doubt(const char* name, bool& value) { doubt(name, value, {!value}); }

    void draw_work() {
        auto& scene = world_.scene;
        scene.level =
            dice_.one_of({Product::server2019, Product::server2020, Product::server2022, Product::services});
        world_.comments_stand = scene.level < Product::server2020;
        note(fmt::format("level {}", static_cast<int>(scene.level)));
        auto& work = scene.work_switches;
        doubt("$batch", work.batch, {BatchMode::all_or_nothing, BatchMode::stops_midway, BatchMode::absent});
        doubt("artifact query", work.artifact_query, {ArtifactQuery::absent, ArtifactQuery::finds_nothing});
        doubt("artifact query lag", work.artifact_query_lag_ms, {30'000LL, 60'000LL});
        doubt("tags merge", work.tags_add_merges);
        doubt("HTML is rewritten", work.rewrites_html);
        doubt("any state at creation", work.any_state_at_creation);
        doubt("empty patches are revisions", work.empty_patch_makes_revision);
        doubt("links are revisions", work.resource_links_make_revisions);
        doubt("omitted items are null", work.omitted_items_are_null);
        doubt("lists tell formats", work.lists_tell_formats);
        doubt("comments page", work.comments_page, {std::size_t{1}, std::size_t{2}});
        doubt("feed page", work.feed_page, {std::size_t{1}, std::size_t{2}, std::size_t{3}});
        doubt("next link only", work.feed_tells_next_link_only);
        doubt("feed never ends", work.feed_never_ends);
        doubt("comments are revisions", work.comment_changes_make_revisions);
        world_.silent = !work.comment_changes_make_revisions || !work.resource_links_make_revisions;
        doubt("recycle bin takes lists", work.recycle_bin_takes_lists);
    }

    void draw_desk() {
        DeskOptions desk;
        doubt("desk batch", world_.scene.desk_batch,
              {DeskOptions::Batch::plain, DeskOptions::Batch::requests, DeskOptions::Batch::none});
        doubt("empty maps", desk.empty_maps_as_lists);
        doubt("null labels", desk.labels_null_when_none);
        doubt("status type", desk.status_shows_type);
        doubt("hidden read", desk.hidden_read, {DeskOptions::HiddenRead::hidden});
        doubt("merged read", desk.merged_read, {DeskOptions::MergedRead::not_found});
        doubt("message order", desk.message_order,
              {DeskOptions::MessageOrder::newest_first, DeskOptions::MessageOrder::refuse});
        // pages of one message show no order
        auto& page = world_.scene.desk_page;
        if (desk.message_order != DeskOptions::MessageOrder::asked && page == 1) page = 2;
        doubt("message cut", desk.message_cut, {10, 60});
        doubt("blob size", desk.blob_tells_size);
        doubt("message files", desk.message_files, {DeskOptions::MessageFiles::objects});
        doubt("unknown order", desk.unknown_order, {DeskOptions::UnknownOrder::refuse});
        if (dice_.one_in(8)) {
            desk.order_fields = {"id", "date_status"};
            note("lists are ordered by id and date_status only");
        }
        world_.scene.desk_switches = [desk](DeskOptions& options) {
            auto wanted = desk;
            wanted.batch = options.batch;
            wanted.count_cap = options.count_cap;
            wanted.url = options.url;
            options = wanted;
        };
    }

    void draw_mapping() {
        world_.events = dice_.one_in(3);
        using Robot = World::Robot;
        doubt("robot", world_.robot,
              {Robot::tagger, Robot::commenter, Robot::capitals, Robot::reverter, Robot::desk_capitals});
        doubt("on_conflict", world_.on_conflict, {OnConflict::desk, OnConflict::work, OnConflict::ask});
        doubt("priority flow", world_.priority, {Flow::to_work, Flow::to_desk});
        doubt("priority is enforced", world_.enforce);
        using FromWork = CommentRules::FromWork;
        world_.comments.from_work = FromWork::marked;
        doubt("from_work", world_.comments.from_work, {FromWork::note, FromWork::none});
        doubt("replies to work", world_.comments.replies_to_work);
        doubt("notes to work", world_.comments.notes_to_work);
        doubt("files", world_.files,
              {AttachmentFlow::none, AttachmentFlow::to_work, AttachmentFlow::to_desk});
        world_.scene.remapped = [world = world_](Mapping& mapping) {
            for (auto& field : mapping.fields) {
                field.on_conflict = world.on_conflict;
                if (field.work != "Microsoft.VSTS.Common.Priority") continue;
                field.flow = world.priority;
                field.enforce = world.enforce && world.priority != Flow::both;
            }
            mapping.comments = world.comments;
            mapping.attachments = world.files;
        };
        world_.merges = dice_.one_in(4);
        if (world_.merges) note("tickets are merged");
        world_.scene.strict_states = dice_.one_in(4);
        if (world_.scene.strict_states) note("states follow one another");
        world_.bad_items = dice_.one_in(4);
        if (world_.bad_items) note("items go bad");
    }

    Dice dice_;
    World world_;
};

}  // namespace

World draw_world(std::uint64_t seed) {
    return Drawing(seed).draw();
}

}  // namespace deskbridge::simulation
