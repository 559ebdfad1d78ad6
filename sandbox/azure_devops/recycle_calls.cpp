#include "sandbox/azure_devops/calls.h"
#include "sandbox/azure_devops/item_json.h"
#include "sandbox/azure_devops/relation_type.h"

#include <chrono>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

// The recycle bin writes its dates as people in the United States read them: "1/11/2017 11:18:16 PM".
std::string spoken_time(long long ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(ms)};
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(moment - day)};
    const auto hour = clock.hours().count();
    return fmt::format("{}/{}/{} {}:{:02}:{:02} {}", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), static_cast<int>(date.year()),
                       hour % 12 == 0 ? 12 : hour % 12, clock.minutes().count(), clock.seconds().count(),
                       hour < 12 ? "AM" : "PM");
}

JsonObject deleted_json(const Call& call, const WorkItem& item, bool with_resource) {
    const auto& fields = item.now().fields;
    const Identity* person = call.state.people().by_id(item.deleted_by);
    JsonObject out = new_object();
    out->set("id", item.id);
    out->set("code", 200);
    out->set("type", text_of(fields, "System.WorkItemType"));
    out->set("name", text_of(fields, "System.Title"));
    out->set("project", text_of(fields, "System.TeamProject"));
    out->set("deletedDate", spoken_time(item.deleted_ms));
    out->set("deletedBy", person == nullptr ? "" : person->text());
    out->set("url", fmt::format("{}/_apis/wit/recycleBin/{}", call.base, item.id));
    if (!with_resource) return out;
    Shown shown;
    shown.people_as_text = true;
    out->set("resource", item_json(call, item, item.now(), shown));
    return out;
}

WorkItem& in_bin(const Call& call, int id) {
    WorkItem* item = call.state.in_recycle_bin(id);
    const bool elsewhere = item != nullptr && call.project != nullptr && item->project != call.project->id;
    if (item == nullptr || elsewhere) throw item_not_found(id);
    return *item;
}

JsonObject reference(const Call& call, const WorkItem& item) {
    JsonObject row = new_object();
    row->set("id", item.id);
    row->set("url", fmt::format("{}/_apis/wit/recycleBin/{}", call.base, item.id));
    return row;
}

}  // namespace

Reply delete_item(Call& call) {
    call.need_write();
    const int id = call.id();
    call.state.readable(id);
    if (call.asked_true("destroy")) {
        call.state.destroy(id);
        Reply reply;
        reply.status = 204;
        return reply;
    }
    call.state.remove(id, call.person);
    return json_reply(call, deleted_json(call, in_bin(call, id), true));
}

Reply get_deleted(Call& call) {
    if (!call.part("id").empty()) return json_reply(call, deleted_json(call, in_bin(call, call.id()), true));
    JsonArray rows = new_array();
    const auto ids = comma_list(call.asked("ids"));
    if (!ids.empty() && !call.state.switches.recycle_bin_takes_lists) {
        throw bad_argument("The recycle bin cannot be asked for several work items.");
    }
    for (const std::string& word : ids) {
        if (WorkItem* item = call.state.in_recycle_bin(trailing_id(word))) {
            rows->add(deleted_json(call, *item, false));
        }
    }
    for (const auto& [id, item] : call.state.items()) {
        const bool here = call.project == nullptr || item.project == call.project->id;
        if (ids.empty() && item.deleted && here) rows->add(reference(call, item));
    }
    return json_reply(call, counted(rows));
}

Reply restore_item(Call& call) {
    call.need_write();
    const JsonObject body = call.body_object();
    if (!same(text_in(body, "isDeleted"), "false")) {
        throw bad_argument("Only isDeleted=false is supported for a work item in the recycle bin.");
    }
    const int id = call.id();
    in_bin(call, id);
    call.state.restore(id, call.person);
    return json_reply(call, deleted_json(call, call.state.readable(id), true));
}

Reply destroy_item(Call& call) {
    call.need_write();
    in_bin(call, call.id());
    call.state.destroy(call.id());
    Reply reply;
    reply.status = 204;
    return reply;
}

}  // namespace sandbox::azure_devops
