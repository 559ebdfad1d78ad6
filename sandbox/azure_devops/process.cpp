#include "sandbox/azure_devops/process.h"

#include "sandbox/azure_devops/value.h"

#include <algorithm>

namespace sandbox::azure_devops {

namespace {

using States = std::vector<State>;
using Rules = std::vector<FieldRule>;

const States agile_story = {{"New", "b2b2b2", "Proposed"},
                            {"Active", "007acc", "InProgress"},
                            {"Resolved", "ff9d00", "Resolved"},
                            {"Closed", "339933", "Completed"},
                            {"Removed", "ffffff", "Removed"}};
const States agile_bug = {agile_story.begin(), agile_story.begin() + 4};
const States agile_task = {agile_story[0], agile_story[1], agile_story[3], agile_story[4]};
const States agile_issue = {agile_story[1], agile_story[3]};

const States scrum_backlog = {{"New", "b2b2b2", "Proposed"},
                              {"Approved", "b2b2b2", "Proposed"},
                              {"Committed", "007acc", "InProgress"},
                              {"Done", "339933", "Completed"},
                              {"Removed", "ffffff", "Removed"}};
const States scrum_task = {{"To Do", "b2b2b2", "Proposed"},
                           {"In Progress", "007acc", "InProgress"},
                           {"Done", "339933", "Completed"},
                           {"Removed", "ffffff", "Removed"}};
const States scrum_feature = {{"New", "b2b2b2", "Proposed"},
                              {"In Progress", "007acc", "InProgress"},
                              {"Done", "339933", "Completed"},
                              {"Removed", "ffffff", "Removed"}};
const States scrum_impediment = {{"Open", "007acc", "InProgress"}, {"Closed", "339933", "Completed"}};
const States basic_states = {
    {"To Do", "b2b2b2", "Proposed"}, {"Doing", "007acc", "InProgress"}, {"Done", "339933", "Completed"}};

const FieldRule priority = {"Microsoft.VSTS.Common.Priority", false, false, {"1", "2", "3", "4"}, "2"};
const FieldRule severity = {"Microsoft.VSTS.Common.Severity",
                            false,
                            false,
                            {"1 - Critical", "2 - High", "3 - Medium", "4 - Low"},
                            "3 - Medium"};
const FieldRule value_area = {
    "Microsoft.VSTS.Common.ValueArea", false, false, {"Architectural", "Business"}, "Business"};
const FieldRule activity = {
    "Microsoft.VSTS.Common.Activity",
    false,
    false,
    {"Deployment", "Design", "Development", "Documentation", "Requirements", "Testing"}};

Rules common_rules() {
    Rules rules;
    for (const char* name : {"System.Id",
                             "System.Rev",
                             "System.AreaId",
                             "System.IterationId",
                             "System.NodeName",
                             "System.AreaLevel1",
                             "System.IterationLevel1",
                             "System.CreatedDate",
                             "System.CreatedBy",
                             "System.ChangedDate",
                             "System.ChangedBy",
                             "System.AuthorizedDate",
                             "System.AuthorizedAs",
                             "System.RevisedDate",
                             "System.PersonId",
                             "System.Watermark",
                             "System.CommentCount",
                             "System.BoardColumn",
                             "System.BoardColumnDone",
                             "System.HyperLinkCount",
                             "System.AttachedFileCount",
                             "System.RelatedLinkCount",
                             "System.Parent",
                             "Microsoft.VSTS.Common.StateChangeDate",
                             "Microsoft.VSTS.Common.ActivatedDate",
                             "Microsoft.VSTS.Common.ActivatedBy",
                             "Microsoft.VSTS.Common.ResolvedDate",
                             "Microsoft.VSTS.Common.ResolvedBy",
                             "Microsoft.VSTS.Common.ResolvedReason",
                             "Microsoft.VSTS.Common.ClosedDate",
                             "Microsoft.VSTS.Common.ClosedBy"}) {
        rules.push_back({name, false, true});
    }
    for (const char* name :
         {"System.AreaPath", "System.IterationPath", "System.TeamProject", "System.WorkItemType",
          "System.Reason", "System.AssignedTo", "System.Description", "System.History", "System.Tags"}) {
        rules.push_back({name});
    }
    rules.push_back({"System.Title", true});
    rules.push_back({"System.State", true});
    rules.push_back(priority);
    return rules;
}

Rules with(std::vector<FieldRule> extra) {
    Rules rules = common_rules();
    rules.insert(rules.end(), extra.begin(), extra.end());
    return rules;
}

Rules bug_rules(const char* size_field) {
    return with({severity,
                 value_area,
                 activity,
                 {"Microsoft.VSTS.Common.StackRank"},
                 {"Microsoft.VSTS.TCM.ReproSteps"},
                 {"Microsoft.VSTS.TCM.SystemInfo"},
                 {"Microsoft.VSTS.Common.AcceptanceCriteria"},
                 {"Microsoft.VSTS.Build.FoundIn"},
                 {"Microsoft.VSTS.Build.IntegrationBuild"},
                 {size_field},
                 {"Microsoft.VSTS.Scheduling.OriginalEstimate"},
                 {"Microsoft.VSTS.Scheduling.RemainingWork"},
                 {"Microsoft.VSTS.Scheduling.CompletedWork"}});
}

Rules backlog_rules(const char* size_field) {
    return with({value_area,
                 {"Microsoft.VSTS.Common.Risk", false, false, {"1 - High", "2 - Medium", "3 - Low"}},
                 {"Microsoft.VSTS.Common.StackRank"},
                 {"Microsoft.VSTS.Common.AcceptanceCriteria"},
                 {size_field},
                 {"Microsoft.VSTS.Scheduling.StartDate"},
                 {"Microsoft.VSTS.Scheduling.FinishDate"},
                 {"Microsoft.VSTS.Scheduling.TargetDate"}});
}

Rules task_rules() {
    return with({activity,
                 {"Microsoft.VSTS.Common.StackRank"},
                 {"Microsoft.VSTS.Scheduling.OriginalEstimate"},
                 {"Microsoft.VSTS.Scheduling.RemainingWork"},
                 {"Microsoft.VSTS.Scheduling.CompletedWork"},
                 {"Microsoft.VSTS.Scheduling.StartDate"},
                 {"Microsoft.VSTS.Scheduling.FinishDate"}});
}

std::vector<WorkItemType> agile_types() {
    const char* points = "Microsoft.VSTS.Scheduling.StoryPoints";
    const char* effort = "Microsoft.VSTS.Scheduling.Effort";
    return {
        {"Bug", "Microsoft.VSTS.WorkItemTypes.Bug", "CC293D", "icon_insect", "Microsoft.BugCategory", "New",
         agile_bug, bug_rules(points)},
        {"Task", "Microsoft.VSTS.WorkItemTypes.Task", "F2CB1D", "icon_clipboard", "Microsoft.TaskCategory",
         "New", agile_task, task_rules()},
        {"User Story", "Microsoft.VSTS.WorkItemTypes.UserStory", "009CCC", "icon_book",
         "Microsoft.RequirementCategory", "New", agile_story, backlog_rules(points)},
        {"Feature", "Microsoft.VSTS.WorkItemTypes.Feature", "773B93", "icon_trophy",
         "Microsoft.FeatureCategory", "New", agile_story, backlog_rules(effort)},
        {"Epic", "Microsoft.VSTS.WorkItemTypes.Epic", "FF7B00", "icon_crown", "Microsoft.EpicCategory", "New",
         agile_story, backlog_rules(effort)},
        {"Issue", "Microsoft.VSTS.WorkItemTypes.Issue", "B4009E", "icon_traffic_cone", "", "New", agile_issue,
         with({{"Microsoft.VSTS.Common.StackRank"}, {"Microsoft.VSTS.Scheduling.DueDate"}})},
    };
}

std::vector<WorkItemType> scrum_types() {
    const char* effort = "Microsoft.VSTS.Scheduling.Effort";
    return {
        {"Bug", "Microsoft.VSTS.WorkItemTypes.Bug", "CC293D", "icon_insect", "Microsoft.BugCategory",
         "New defect reported", scrum_backlog, bug_rules(effort)},
        {"Task", "Microsoft.VSTS.WorkItemTypes.Task", "F2CB1D", "icon_clipboard", "Microsoft.TaskCategory",
         "New task", scrum_task, task_rules()},
        {"Product Backlog Item", "Microsoft.VSTS.WorkItemTypes.ProductBacklogItem", "009CCC", "icon_list",
         "Microsoft.RequirementCategory", "New backlog item", scrum_backlog, backlog_rules(effort)},
        {"Feature", "Microsoft.VSTS.WorkItemTypes.Feature", "773B93", "icon_trophy",
         "Microsoft.FeatureCategory", "New feature", scrum_feature, backlog_rules(effort)},
        {"Epic", "Microsoft.VSTS.WorkItemTypes.Epic", "FF7B00", "icon_crown", "Microsoft.EpicCategory",
         "New epic", scrum_feature, backlog_rules(effort)},
        {"Impediment", "Microsoft.VSTS.WorkItemTypes.Impediment", "B4009E", "icon_traffic_cone", "",
         "New impediment", scrum_impediment, with({})},
    };
}

std::vector<WorkItemType> basic_types() {
    const std::string reason = "Added to backlog";
    return {
        {"Epic", "Microsoft.VSTS.WorkItemTypes.Epic", "E06C00", "icon_crown", "Microsoft.EpicCategory",
         reason, basic_states,
         with({{"Microsoft.VSTS.Scheduling.StartDate"}, {"Microsoft.VSTS.Scheduling.TargetDate"}})},
        {"Issue", "Microsoft.VSTS.WorkItemTypes.Issue", "B4009E", "icon_traffic_cone",
         "Microsoft.RequirementCategory", reason, basic_states, with({{"Microsoft.VSTS.Scheduling.Effort"}})},
        {"Task", "Microsoft.VSTS.WorkItemTypes.Task", "A4880A", "icon_clipboard", "Microsoft.TaskCategory",
         reason, basic_states, with({activity, {"Microsoft.VSTS.Scheduling.RemainingWork"}})},
    };
}

bool applies(const CustomField& field, const std::string& type) {
    return field.types.empty() || std::any_of(field.types.begin(), field.types.end(),
                                              [&](const std::string& name) { return same(name, type); });
}

// A project may also tighten a field that the process already has, such as a required Severity.
void add_rule(WorkItemType& type, const CustomField& custom) {
    FieldRule rule{custom.reference_name, custom.required, custom.read_only, custom.allowed_values,
                   custom.default_value};
    for (FieldRule& known : type.fields) {
        if (!same(known.field, custom.reference_name)) continue;
        known = std::move(rule);
        return;
    }
    type.fields.push_back(std::move(rule));
}

}  // namespace

const State* WorkItemType::state(std::string_view state_name) const {
    for (const State& known : states) {
        if (same(known.name, state_name)) return &known;
    }
    return nullptr;
}

const FieldRule* WorkItemType::rule(std::string_view reference_name_of_field) const {
    for (const FieldRule& known : fields) {
        if (same(known.field, reference_name_of_field)) return &known;
    }
    return nullptr;
}

std::vector<WorkItemType> types_of(Process process, const std::vector<CustomField>& custom) {
    auto types = process == Process::agile   ? agile_types()
                 : process == Process::scrum ? scrum_types()
                                             : basic_types();
    for (WorkItemType& type : types) {
        for (const CustomField& field : custom) {
            if (applies(field, type.name)) add_rule(type, field);
        }
    }
    return types;
}

std::string_view process_name(Process process) {
    switch (process) {
        case Process::agile: return "Agile";
        case Process::scrum: return "Scrum";
        case Process::basic: break;
    }
    return "Basic";
}

std::string_view process_id(Process process) {
    switch (process) {
        case Process::agile: return "adcc42ab-9882-485e-a3ed-7678f01f66bc";
        case Process::scrum: return "6b724908-ef14-45cf-84f8-768b5384da45";
        case Process::basic: break;
    }
    return "b8a3a935-7e91-48b8-a94c-606d37c3e9f2";
}

}  // namespace sandbox::azure_devops
