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

const States cmmi_states = {{"Proposed", "b2b2b2", "Proposed"},
                            {"Active", "007acc", "InProgress"},
                            {"Resolved", "ff9d00", "Resolved"},
                            {"Closed", "339933", "Completed"}};
const States cmmi_risk = {cmmi_states[0], cmmi_states[1], cmmi_states[3]};
const States cmmi_review = {cmmi_states.begin() + 1, cmmi_states.end()};

const char* const stack_rank = "Microsoft.VSTS.Common.StackRank";
const char* const backlog_priority = "Microsoft.VSTS.Common.BacklogPriority";
const char* const story_points = "Microsoft.VSTS.Scheduling.StoryPoints";
const char* const effort = "Microsoft.VSTS.Scheduling.Effort";
const char* const size = "Microsoft.VSTS.Scheduling.Size";

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

const FieldRule risk = {"Microsoft.VSTS.Common.Risk", false, false, {"1 - High", "2 - Medium", "3 - Low"}};

// CMMI requires what it presents with a default.
const FieldRule cmmi_severity = {severity.field, true, false, severity.allowed_values,
                                 severity.default_value};
const FieldRule blocked = {"Microsoft.VSTS.CMMI.Blocked", true, false, {"Yes", "No"}, "No"};
const FieldRule triage = {"Microsoft.VSTS.Common.Triage",
                          true,
                          false,
                          {"Pending", "More Info", "Info Received", "Triaged"},
                          "Pending"};
const FieldRule discipline = {"Microsoft.VSTS.Common.Discipline",
                              false,
                              false,
                              {"Analysis", "Development", "Test", "User Education", "User Experience"}};
const FieldRule requirement_type = {"Microsoft.VSTS.CMMI.RequirementType",
                                    true,
                                    false,
                                    {"Business Objective", "Feature", "Functional", "Interface",
                                     "Operational", "Quality of Service", "Safety", "Scenario", "Security"},
                                    "Functional"};

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

Rules operator+(Rules left, const Rules& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const Rules work_left = {{"Microsoft.VSTS.Scheduling.OriginalEstimate"},
                         {"Microsoft.VSTS.Scheduling.RemainingWork"},
                         {"Microsoft.VSTS.Scheduling.CompletedWork"}};
const Rules from_to = {{"Microsoft.VSTS.Scheduling.StartDate"}, {"Microsoft.VSTS.Scheduling.FinishDate"}};

/// What the bugs of Agile, Scrum and CMMI share. Their forms show Repro Steps, and no Description.
Rules bug_rules(const char* size_field, const char* rank, const Rules& more) {
    return with({value_area,
                 {rank},
                 {"Microsoft.VSTS.TCM.ReproSteps"},
                 {"Microsoft.VSTS.TCM.SystemInfo"},
                 {"Microsoft.VSTS.Build.FoundIn"},
                 {"Microsoft.VSTS.Build.IntegrationBuild"},
                 {size_field}}) +
           more;
}

Rules backlog_rules(const char* size_field, const char* rank, const Rules& more) {
    return with({value_area,
                 {rank},
                 {size_field},
                 {"Microsoft.VSTS.Scheduling.StartDate"},
                 {"Microsoft.VSTS.Scheduling.TargetDate"}}) +
           more;
}

Rules task_rules(const char* rank, const Rules& more) {
    return with({activity, {rank}}) + more;
}

std::vector<WorkItemType> agile_types() {
    const Rules acceptance = {{"Microsoft.VSTS.Common.AcceptanceCriteria"}};
    const Rules story = acceptance + Rules{risk, {"Microsoft.VSTS.Scheduling.FinishDate"}};
    return {
        {"Bug", "Microsoft.VSTS.WorkItemTypes.Bug", "CC293D", "icon_insect", "Microsoft.BugCategory", "New",
         agile_bug, bug_rules(story_points, stack_rank, work_left + acceptance + Rules{severity, activity})},
        {"Task", "Microsoft.VSTS.WorkItemTypes.Task", "F2CB1D", "icon_clipboard", "Microsoft.TaskCategory",
         "New", agile_task, task_rules(stack_rank, work_left + from_to)},
        {"User Story", "Microsoft.VSTS.WorkItemTypes.UserStory", "009CCC", "icon_book",
         "Microsoft.RequirementCategory", "New", agile_story, backlog_rules(story_points, stack_rank, story)},
        {"Feature", "Microsoft.VSTS.WorkItemTypes.Feature", "773B93", "icon_trophy",
         "Microsoft.FeatureCategory", "New", agile_story, backlog_rules(effort, stack_rank, story)},
        {"Epic", "Microsoft.VSTS.WorkItemTypes.Epic", "FF7B00", "icon_crown", "Microsoft.EpicCategory", "New",
         agile_story, backlog_rules(effort, stack_rank, story)},
        {"Issue", "Microsoft.VSTS.WorkItemTypes.Issue", "B4009E", "icon_traffic_cone", "", "New", agile_issue,
         with({{stack_rank}, {"Microsoft.VSTS.Scheduling.DueDate"}})},
    };
}

std::vector<WorkItemType> scrum_types() {
    const Rules left = {{"Microsoft.VSTS.Scheduling.RemainingWork"}};
    const Rules acceptance = {{"Microsoft.VSTS.Common.AcceptanceCriteria"}};
    const Rules backlog = acceptance + Rules{{"Microsoft.VSTS.Common.BusinessValue"}};
    const Rules large = backlog + Rules{{"Microsoft.VSTS.Common.TimeCriticality"}};
    // unlike in CMMI, a task here need not say whether it is blocked
    const Rules task = left + Rules{{blocked.field, false, false, blocked.allowed_values}};
    return {
        {"Bug", "Microsoft.VSTS.WorkItemTypes.Bug", "CC293D", "icon_insect", "Microsoft.BugCategory",
         "New defect reported", scrum_backlog,
         bug_rules(effort, backlog_priority, left + acceptance + Rules{severity, activity})},
        {"Task", "Microsoft.VSTS.WorkItemTypes.Task", "F2CB1D", "icon_clipboard", "Microsoft.TaskCategory",
         "New task", scrum_task, task_rules(backlog_priority, task)},
        {"Product Backlog Item", "Microsoft.VSTS.WorkItemTypes.ProductBacklogItem", "009CCC", "icon_list",
         "Microsoft.RequirementCategory", "New backlog item", scrum_backlog,
         backlog_rules(effort, backlog_priority, backlog)},
        {"Feature", "Microsoft.VSTS.WorkItemTypes.Feature", "773B93", "icon_trophy",
         "Microsoft.FeatureCategory", "New feature", scrum_feature,
         backlog_rules(effort, backlog_priority, large)},
        {"Epic", "Microsoft.VSTS.WorkItemTypes.Epic", "FF7B00", "icon_crown", "Microsoft.EpicCategory",
         "New epic", scrum_feature, backlog_rules(effort, backlog_priority, large)},
        {"Impediment", "Microsoft.VSTS.WorkItemTypes.Impediment", "B4009E", "icon_traffic_cone", "",
         "New impediment", scrum_impediment, with({})},
    };
}

Rules cmmi_bug_rules() {
    const Rules found = {{"Microsoft.VSTS.CMMI.Symptom"},
                         {"Microsoft.VSTS.CMMI.ProposedFix"},
                         {"Microsoft.VSTS.CMMI.FoundInEnvironment"},
                         {"Microsoft.VSTS.CMMI.HowFound"},
                         {"Microsoft.VSTS.CMMI.RootCause", false, false, {}, "Unknown"}};
    return bug_rules(size, stack_rank, found + work_left + Rules{cmmi_severity, triage, blocked, discipline});
}

Rules cmmi_requirement_rules() {
    return backlog_rules(size, stack_rank,
                         {requirement_type,
                          triage,
                          blocked,
                          {"Microsoft.VSTS.CMMI.Committed", true, false, {"Yes", "No"}, "No"},
                          {"Microsoft.VSTS.CMMI.ImpactAssessmentHtml"},
                          {"Microsoft.VSTS.Scheduling.OriginalEstimate"},
                          {"Microsoft.VSTS.Scheduling.FinishDate"}});
}

std::vector<WorkItemType> cmmi_types() {
    const auto type = [](const char* name, const char* reference, const char* icon, const char* category,
                         const States& states, Rules rules) {
        return WorkItemType{name,     std::string("Microsoft.VSTS.WorkItemTypes.") + reference,
                            "009CCC", icon,
                            category, "New",
                            states,   std::move(rules)};
    };
    const Rules large = {{"Microsoft.VSTS.Common.BusinessValue"}, {"Microsoft.VSTS.Common.TimeCriticality"}};
    const Rules task = work_left + from_to + Rules{triage, blocked, discipline};
    return {
        type("Bug", "Bug", "icon_insect", "Microsoft.BugCategory", cmmi_states, cmmi_bug_rules()),
        type("Task", "Task", "icon_clipboard", "Microsoft.TaskCategory", cmmi_states,
             with({{stack_rank}}) + task),
        type("Requirement", "Requirement", "icon_list", "Microsoft.RequirementCategory", cmmi_states,
             cmmi_requirement_rules()),
        type("Feature", "Feature", "icon_trophy", "Microsoft.FeatureCategory", cmmi_states,
             backlog_rules(effort, stack_rank, large)),
        type("Epic", "Epic", "icon_crown", "Microsoft.EpicCategory", cmmi_states,
             backlog_rules(effort, stack_rank, large)),
        type("Change Request", "ChangeRequest", "icon_asterisk", "", cmmi_states,
             with({triage, blocked, {"Microsoft.VSTS.CMMI.Justification"}})),
        type("Issue", "Issue", "icon_traffic_cone", "", cmmi_states,
             with({triage, blocked, {"Microsoft.VSTS.CMMI.Analysis"}})),
        type(
            "Risk", "Risk", "icon_diamond", "", cmmi_risk,
            with({blocked, {"Microsoft.VSTS.CMMI.MitigationPlan"}, {"Microsoft.VSTS.CMMI.ContingencyPlan"}})),
        type("Review", "Review", "icon_response", "", cmmi_review, with({{"Microsoft.VSTS.CMMI.Minutes"}})),
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

std::vector<WorkItemType> own_types(Process process) {
    switch (process) {
        case Process::agile: return agile_types();
        case Process::scrum: return scrum_types();
        case Process::cmmi: return cmmi_types();
        case Process::basic: break;
    }
    return basic_types();
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

bool WorkItemType::may_go(const std::string& from, const std::string& to) const {
    if (same(from, to)) return true;
    for (const auto& [state, following] : transitions) {
        if (!same(state, from)) continue;
        return std::any_of(following.begin(), following.end(),
                           [&](const std::string& each) { return same(each, to); });
    }
    return true;
}

const FieldRule* WorkItemType::rule(std::string_view reference_name_of_field) const {
    for (const FieldRule& known : fields) {
        if (same(known.field, reference_name_of_field)) return &known;
    }
    return nullptr;
}

std::vector<WorkItemType> types_of(Process process, const std::vector<CustomField>& custom) {
    auto types = own_types(process);
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
        case Process::cmmi: return "CMMI";
        case Process::basic: break;
    }
    return "Basic";
}

std::string_view process_id(Process process) {
    switch (process) {
        case Process::agile: return "adcc42ab-9882-485e-a3ed-7678f01f66bc";
        case Process::scrum: return "6b724908-ef14-45cf-84f8-768b5384da45";
        case Process::cmmi: return "27450541-8e31-4150-9947-dc59f998fc01";
        case Process::basic: break;
    }
    return "b8a3a935-7e91-48b8-a94c-606d37c3e9f2";
}

}  // namespace sandbox::azure_devops
