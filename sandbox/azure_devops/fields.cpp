#include "sandbox/azure_devops/process.h"
#include "sandbox/azure_devops/value.h"

#include <array>
#include <utility>

namespace sandbox::azure_devops {

namespace {

using enum FieldType;

constexpr std::array<std::pair<FieldType, std::string_view>, 10> words = {{{string, "string"},
                                                                           {integer, "integer"},
                                                                           {number, "double"},
                                                                           {date, "dateTime"},
                                                                           {boolean, "boolean"},
                                                                           {html, "html"},
                                                                           {plain_text, "plainText"},
                                                                           {history, "history"},
                                                                           {tree_path, "treePath"},
                                                                           {identity, "string"}}};

std::deque<Field> known_fields() {
    return {
        {"System.Id", "ID", integer, true, true},
        {"System.Rev", "Rev", integer, true, true},
        {"System.AreaId", "Area ID", integer, true, true},
        {"System.AreaPath", "Area Path", tree_path},
        {"System.AreaLevel1", "Area Level 1", string, true, true},
        {"System.NodeName", "Node Name", string, true, true},
        {"System.IterationId", "Iteration ID", integer, true, true},
        {"System.IterationPath", "Iteration Path", tree_path},
        {"System.IterationLevel1", "Iteration Level 1", string, true, true},
        {"System.TeamProject", "Team Project", string},
        {"System.WorkItemType", "Work Item Type", string},
        {"System.State", "State", string},
        {"System.Reason", "Reason", string},
        {"System.AssignedTo", "Assigned To", identity},
        {"System.CreatedDate", "Created Date", date, true},
        {"System.CreatedBy", "Created By", identity, true},
        {"System.ChangedDate", "Changed Date", date, true},
        {"System.ChangedBy", "Changed By", identity, true},
        {"System.AuthorizedDate", "Authorized Date", date, true, true},
        {"System.AuthorizedAs", "Authorized As", identity, true, true},
        {"System.RevisedDate", "Revised Date", date, true, true},
        {"System.PersonId", "Person ID", integer, true, true},
        {"System.Watermark", "Watermark", integer, true, true},
        {"System.CommentCount", "Comment Count", integer, true},
        {"System.BoardColumn", "Board Column", string, true},
        {"System.BoardColumnDone", "Board Column Done", boolean, true},
        {"System.HyperLinkCount", "Hyperlink Count", integer, true, true},
        {"System.AttachedFileCount", "Attached File Count", integer, true, true},
        {"System.RelatedLinkCount", "Related Link Count", integer, true, true},
        {"System.IsDeleted", "Is Deleted", boolean, true, true},
        {"System.Parent", "Parent", integer, true},
        {"System.Title", "Title", string},
        {"System.Description", "Description", html},
        {"System.History", "History", history},
        {"System.Tags", "Tags", plain_text},
        {"Microsoft.VSTS.Common.Priority", "Priority", integer},
        {"Microsoft.VSTS.Common.Severity", "Severity", string},
        {"Microsoft.VSTS.Common.ValueArea", "Value Area", string},
        {"Microsoft.VSTS.Common.Risk", "Risk", string},
        {"Microsoft.VSTS.Common.Activity", "Activity", string},
        {"Microsoft.VSTS.Common.Discipline", "Discipline", string},
        {"Microsoft.VSTS.Common.Triage", "Triage", string},
        {"Microsoft.VSTS.Common.BusinessValue", "Business Value", integer},
        {"Microsoft.VSTS.Common.TimeCriticality", "Time Criticality", number},
        {"Microsoft.VSTS.Common.StackRank", "Stack Rank", number},
        {"Microsoft.VSTS.Common.BacklogPriority", "Backlog Priority", number},
        {"Microsoft.VSTS.Common.StateChangeDate", "State Change Date", date, true},
        {"Microsoft.VSTS.Common.ActivatedDate", "Activated Date", date, true},
        {"Microsoft.VSTS.Common.ActivatedBy", "Activated By", identity, true},
        {"Microsoft.VSTS.Common.ResolvedDate", "Resolved Date", date, true},
        {"Microsoft.VSTS.Common.ResolvedBy", "Resolved By", identity, true},
        {"Microsoft.VSTS.Common.ResolvedReason", "Resolved Reason", string, true},
        {"Microsoft.VSTS.Common.ClosedDate", "Closed Date", date, true},
        {"Microsoft.VSTS.Common.ClosedBy", "Closed By", identity, true},
        {"Microsoft.VSTS.Common.AcceptanceCriteria", "Acceptance Criteria", html},
        {"Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", html},
        {"Microsoft.VSTS.TCM.SystemInfo", "System Info", html},
        {"Microsoft.VSTS.Build.FoundIn", "Found In", string},
        {"Microsoft.VSTS.Build.IntegrationBuild", "Integration Build", string},
        {"Microsoft.VSTS.Scheduling.StoryPoints", "Story Points", number},
        {"Microsoft.VSTS.Scheduling.Effort", "Effort", number},
        {"Microsoft.VSTS.Scheduling.Size", "Size", number},
        {"Microsoft.VSTS.Scheduling.OriginalEstimate", "Original Estimate", number},
        {"Microsoft.VSTS.Scheduling.RemainingWork", "Remaining Work", number},
        {"Microsoft.VSTS.Scheduling.CompletedWork", "Completed Work", number},
        {"Microsoft.VSTS.Scheduling.StartDate", "Start Date", date},
        {"Microsoft.VSTS.Scheduling.FinishDate", "Finish Date", date},
        {"Microsoft.VSTS.Scheduling.TargetDate", "Target Date", date},
        {"Microsoft.VSTS.Scheduling.DueDate", "Due Date", date},
        {"Microsoft.VSTS.CMMI.Blocked", "Blocked", string},
        {"Microsoft.VSTS.CMMI.Committed", "Committed", string},
        {"Microsoft.VSTS.CMMI.RequirementType", "Requirement Type", string},
        {"Microsoft.VSTS.CMMI.ImpactAssessmentHtml", "Impact Assessment", html},
        {"Microsoft.VSTS.CMMI.Symptom", "Symptom", html},
        {"Microsoft.VSTS.CMMI.ProposedFix", "Proposed Fix", html},
        {"Microsoft.VSTS.CMMI.FoundInEnvironment", "Found In Environment", string},
        {"Microsoft.VSTS.CMMI.RootCause", "Root Cause", string},
        {"Microsoft.VSTS.CMMI.HowFound", "How Found", string},
        {"Microsoft.VSTS.CMMI.Justification", "Justification", html},
        {"Microsoft.VSTS.CMMI.Analysis", "Analysis", html},
        {"Microsoft.VSTS.CMMI.MitigationPlan", "Mitigation Plan", html},
        {"Microsoft.VSTS.CMMI.ContingencyPlan", "Contingency Plan", html},
        {"Microsoft.VSTS.CMMI.Minutes", "Minutes", html},
    };
}

}  // namespace

std::string_view type_word(FieldType type) {
    for (const auto& [known, word] : words) {
        if (known == type) return word;
    }
    return "string";
}

FieldType type_from_word(std::string_view word) {
    if (same(word, "identity")) return identity;
    for (const auto& [type, known] : words) {
        if (same(known, word)) return type;
    }
    return string;
}

bool is_long_text(FieldType type) {
    return type == html || type == history;
}

FieldCatalogue::FieldCatalogue() : fields_(known_fields()) {}

const Field* FieldCatalogue::find(std::string_view name) const {
    for (const Field& field : fields_) {
        if (same(field.reference_name, name)) return &field;
    }
    for (const Field& field : fields_) {
        if (same(field.name, name)) return &field;
    }
    return nullptr;
}

void FieldCatalogue::add(const Field& field) {
    if (find(field.reference_name) == nullptr) fields_.push_back(field);
}

}  // namespace sandbox::azure_devops
