#include "adapters/azure_devops/wire.h"

#include "content/markdown.h"
#include "contract/http.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace deskbridge::azure_devops {

namespace {

using Known = std::pair<std::string_view, FieldKind>;

/// By name. `_apis/wit/fields` calls tags "plainText", older servers do not mark identities, and an answer
/// can be read before anybody asked for the fields.
constexpr std::array known_kinds = {
    Known{"Microsoft.VSTS.CMMI.Analysis", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.CalledBy", FieldKind::person},
    Known{"Microsoft.VSTS.CMMI.Comments", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ContingencyPlan", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.CorrectiveActionActualResolution", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.CorrectiveActionPlan", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactAssessmentHtml", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactOnArchitecture", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactOnDevelopment", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactOnTechnicalPublications", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactOnTest", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ImpactOnUserExperience", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.Justification", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.Minutes", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.MitigationPlan", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.ProposedFix", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.Purpose", FieldKind::html},
    Known{"Microsoft.VSTS.CMMI.Symptom", FieldKind::html},
    Known{"Microsoft.VSTS.Common.AcceptanceCriteria", FieldKind::html},
    Known{"Microsoft.VSTS.Common.ActivatedBy", FieldKind::person},
    Known{"Microsoft.VSTS.Common.ActivatedDate", FieldKind::time},
    Known{"Microsoft.VSTS.Common.ClosedBy", FieldKind::person},
    Known{"Microsoft.VSTS.Common.ClosedDate", FieldKind::time},
    Known{"Microsoft.VSTS.Common.Resolution", FieldKind::html},
    Known{"Microsoft.VSTS.Common.ResolvedBy", FieldKind::person},
    Known{"Microsoft.VSTS.Common.ResolvedDate", FieldKind::time},
    Known{"Microsoft.VSTS.Common.ReviewedBy", FieldKind::person},
    Known{"Microsoft.VSTS.Common.StateChangeDate", FieldKind::time},
    Known{"Microsoft.VSTS.Scheduling.DueDate", FieldKind::time},
    Known{"Microsoft.VSTS.Scheduling.FinishDate", FieldKind::time},
    Known{"Microsoft.VSTS.Scheduling.StartDate", FieldKind::time},
    Known{"Microsoft.VSTS.Scheduling.TargetDate", FieldKind::time},
    Known{"Microsoft.VSTS.TCM.ReproSteps", FieldKind::html},
    Known{"Microsoft.VSTS.TCM.Steps", FieldKind::html},
    Known{"Microsoft.VSTS.TCM.SystemInfo", FieldKind::html},
    Known{"System.AreaPath", FieldKind::tree_path},
    Known{"System.AssignedTo", FieldKind::person},
    Known{"System.AuthorizedAs", FieldKind::person},
    Known{"System.AuthorizedDate", FieldKind::time},
    Known{"System.ChangedBy", FieldKind::person},
    Known{"System.ChangedDate", FieldKind::time},
    Known{"System.CommentCount", FieldKind::integer},
    Known{"System.CreatedBy", FieldKind::person},
    Known{"System.CreatedDate", FieldKind::time},
    Known{"System.Description", FieldKind::html},
    Known{"System.History", FieldKind::html},
    Known{"System.IterationPath", FieldKind::tree_path},
    Known{"System.Reason", FieldKind::text},
    Known{"System.RevisedDate", FieldKind::time},
    Known{"System.State", FieldKind::text},
    Known{"System.Tags", FieldKind::words},
    Known{"System.TeamProject", FieldKind::text},
    Known{"System.Title", FieldKind::text},
    Known{"System.WorkItemType", FieldKind::text},
};
static_assert(std::is_sorted(known_kinds.begin(), known_kinds.end()));

std::optional<FieldKind> always_known(std::string_view reference) {
    const auto found =
        std::lower_bound(known_kinds.begin(), known_kinds.end(), reference,
                         [](const Known& known, std::string_view name) { return known.first < name; });
    if (found == known_kinds.end() || found->first != reference) return {};
    return found->second;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Words split_tags(std::string_view text) {
    Words out;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        if (const auto tag = trimmed(text.substr(0, end)); !tag.empty()) out.emplace_back(tag);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// A segment of a JSON pointer.
std::string pointer_segment(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

struct WriteValue {
    json::Writer& out;
    void operator()(std::monostate) const { out.null(); }
    void operator()(bool value) const { out.flag(value); }
    void operator()(std::int64_t value) const { out.integer(value); }
    void operator()(double value) const { out.number(value); }
    void operator()(const std::string& value) const { out.text(value); }
    void operator()(const Html& value) const { out.text(value.markup); }
    void operator()(Time value) const { out.text(iso8601(value)); }
    void operator()(const Person& value) const { out.text(value.email.empty() ? value.name : value.email); }
    void operator()(const Words& value) const { out.text(text_of(value)); }
};

std::string field_path(std::string_view reference) {
    return "/fields/" + pointer_segment(reference);
}

/// An operation up to its value.
json::Writer& operation(json::Writer& out, std::string_view op, std::string_view path) {
    return out.object().member("op", op).member("path", path).key("value");
}

void write_field(json::Writer& out, const std::string& reference, const Value& value,
                 const Dialect& dialect) {
    const auto* text = std::get_if<std::string>(&value);
    const bool markdown = text != nullptr && kind_in(dialect.kinds, reference) == FieldKind::html;
    // a comment has no format of its own in the versions that we speak
    const bool kept = markdown && dialect.markdown && reference != "System.History";
    operation(out, "add", field_path(reference));
    if (markdown && !kept) {
        out.text(html_from_markdown(*text));
    } else {
        std::visit(WriteValue{out}, value);
    }
    out.end();
    if (kept)
        operation(out, "add", "/multilineFieldsFormat/" + pointer_segment(reference)).text("Markdown").end();
}

void write_relation(json::Writer& out, std::string_view kind, const std::string& url, const std::string& name,
                    const std::string& comment) {
    operation(out, "add", "/relations/-").object();
    out.member("rel", kind).member("url", url);
    if (!name.empty() || !comment.empty()) {
        out.key("attributes").object();
        if (!name.empty()) out.member("name", name);
        if (!comment.empty()) out.member("comment", comment);
        out.end();
    }
    out.end().end();
}

/// The last ones first: those before keep their places.
void remove_relations(json::Writer& out, const WorkItemChange& change) {
    std::vector<int> places;
    for (const auto& link : change.unlinks) places.push_back(link.place);
    for (const auto& link : change.unrelate) places.push_back(link.place);
    std::sort(places.rbegin(), places.rend());
    for (const auto place : places)
        if (place >= 0)
            out.object().member("op", "remove").member("path", fmt::format("/relations/{}", place)).end();
}

/// What an item calls another one by the kind of the link.
constexpr std::array<std::pair<ItemLink::Kind, std::string_view>, 3> item_relations{
    {{ItemLink::Kind::parent, "System.LinkTypes.Hierarchy-Reverse"},
     {ItemLink::Kind::child, "System.LinkTypes.Hierarchy-Forward"},
     {ItemLink::Kind::related, "System.LinkTypes.Related"}}};

void relate(json::Writer& out, const ItemLink& link, const std::string& base) {
    for (const auto& [kind, name] : item_relations)
        if (kind == link.kind)
            write_relation(out, name, fmt::format("{}/_apis/wit/workItems/{}", base, link.item), {},
                           link.comment);
}

/// The number at the end of an item's address; 0 = none.
WorkItemId item_in_address(const std::string& url) {
    const auto digits = url.substr(url.find_last_of('/') + 1);
    WorkItemId id = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    return id;
}

Value read_text(std::string text, FieldKind kind) {
    switch (kind) {
        case FieldKind::html: return Html{std::move(text)};
        case FieldKind::words: return split_tags(text);
        case FieldKind::time:
            if (const auto time = parse_time(text)) return *time;
            return text;
        default: return text;
    }
}

/// "Name <unique name>", the form of columns and of older servers.
Person split_person(const std::string& text) {
    const auto open = text.rfind('<');
    if (open == std::string::npos || text.empty() || text.back() != '>') return {text, {}, {}};
    return {std::string(trimmed(std::string_view(text).substr(0, open))),
            text.substr(open + 1, text.size() - open - 2),
            {}};
}

std::string web_address(json::View item, const std::string& base, const WorkItem& read) {
    auto told = item["_links"]["html"]["href"].text();
    if (told.rfind("https://", 0) == 0 || told.rfind("http://", 0) == 0) return told;
    const auto project = item["fields"]["System.TeamProject"].text();
    return fmt::format("{}{}{}/_workitems/edit/{}", base, project.empty() ? "" : "/", url_encode(project),
                       read.id);
}

}  // namespace

FieldKind kind_in(const Kinds& kinds, std::string_view reference) {
    if (const auto known = always_known(reference)) return *known;
    const auto found = kinds.find(reference);
    return found == kinds.end() ? FieldKind::other : found->second;
}

FieldKind kind_of_row(json::View row) {
    static constexpr std::array words = {
        Known{"string", FieldKind::text},
        Known{"picklistString", FieldKind::text},
        Known{"integer", FieldKind::integer},
        Known{"picklistInteger", FieldKind::integer},
        Known{"double", FieldKind::number},
        Known{"picklistDouble", FieldKind::number},
        Known{"dateTime", FieldKind::time},
        Known{"boolean", FieldKind::boolean},
        Known{"html", FieldKind::html},
        Known{"history", FieldKind::html},
        Known{"plainText", FieldKind::plain_text},
        Known{"treePath", FieldKind::tree_path},
        Known{"identity", FieldKind::person},
    };
    if (const auto known = always_known(row["referenceName"].text())) return *known;
    if (row["isIdentity"].flag()) return FieldKind::person;
    const auto type = row["type"].text();
    for (const auto& [word, kind] : words)
        if (same_name(word, type)) return kind;
    return FieldKind::other;
}

std::string create_document(const NewWorkItem& item, int temporary_id, const Dialect& dialect) {
    json::Writer out;
    out.array();
    if (temporary_id != 0) operation(out, "add", "/id").text(std::to_string(temporary_id)).end();
    for (const auto& [reference, value] : item.fields)
        if (!is_nothing(value)) write_field(out, reference, value, dialect);
    if (!item.origin.url.empty()) write_relation(out, "Hyperlink", item.origin.url, {}, item.origin.comment);
    for (const auto& file : item.files)
        write_relation(out, "AttachedFile", file.url, file.name, file.comment);
    return out.end().take();
}

std::string change_document(const WorkItemChange& change, const Dialect& dialect) {
    json::Writer out;
    out.array();
    operation(out, "test", "/rev").integer(change.revision).end();
    for (const auto& [reference, value] : change.fields) {
        if (is_nothing(value) && reference == "System.History") continue;
        if (is_nothing(value)) {
            out.object().member("op", "remove").member("path", field_path(reference)).end();
        } else if (std::holds_alternative<Words>(value)) {
            // added tags join those that are there, on some servers
            operation(out, "replace", field_path(reference)).text(text_of(value)).end();
        } else {
            write_field(out, reference, value, dialect);
        }
    }
    for (const auto& file : change.files)
        write_relation(out, "AttachedFile", file.url, file.name, file.comment);
    for (const auto& link : change.links) write_relation(out, "Hyperlink", link.url, {}, link.comment);
    for (const auto& link : change.relate) relate(out, link, dialect.base);
    remove_relations(out, change);
    return out.end().take();
}

Person read_person(json::View value) {
    if (value.is_text()) return split_person(value.text());
    // references of revisions have a name in the long form only
    auto out = value["displayName"].missing() ? split_person(value["name"].text())
                                              : Person{value["displayName"].text(), {}, {}};
    out.email = value["uniqueName"].text(out.email);
    out.id = value["id"].text();
    return out;
}

Value read_value(json::View value, FieldKind kind) {
    if (value.missing() || value.is_array()) return {};
    if (kind == FieldKind::person || !value["displayName"].missing()) return read_person(value);
    if (value.is_object()) return read_text(value["text"].text(), kind);
    if (value.is_text()) return read_text(value.text(), kind);
    if (!value.is_number()) return value.flag();
    if (kind == FieldKind::boolean) return value.flag();
    if (const auto whole = value.integer()) return *whole;
    if (const auto number = value.number()) return *number;
    return {};
}

WorkItem read_work_item(json::View item, const std::string& base, const Kinds& kinds) {
    WorkItem out;
    out.id = item["id"].integer().value_or(0);
    out.revision = static_cast<int>(item["rev"].integer().value_or(0));
    out.url = web_address(item, base, out);
    const auto formats = item["multilineFieldsFormat"];
    for (const auto& [name, value] : item["fields"].members()) {
        auto kind = kind_in(kinds, name);
        const auto format = formats[name].text();
        // only rich text has a format
        if (kind == FieldKind::other && same_name(format, "html")) kind = FieldKind::html;
        if (kind == FieldKind::html && same_name(format, "markdown")) kind = FieldKind::plain_text;
        auto read = read_value(value, kind);
        if (!is_nothing(read)) out.fields.emplace(name, std::move(read));
    }
    out.hyperlinks = read_hyperlinks(item).value_or(std::vector<Hyperlink>());
    out.files = read_files(item);
    out.items = read_item_links(item);
    return out;
}

std::optional<std::vector<Hyperlink>> read_hyperlinks(json::View item) {
    if (item["relations"].missing()) return {};
    std::vector<Hyperlink> out;
    int place = 0;
    for (const auto& relation : item["relations"].items()) {
        if (same_name(relation["rel"].text(), "Hyperlink"))
            out.push_back({relation["url"].text(), relation["attributes"]["comment"].text(), place});
        ++place;
    }
    return out;
}

std::vector<Attachment> read_files(json::View item) {
    std::vector<Attachment> out;
    for (const auto& relation : item["relations"].items()) {
        const auto attributes = relation["attributes"];
        if (same_name(relation["rel"].text(), "AttachedFile"))
            out.push_back({relation["url"].text(), attributes["name"].text(), attributes["comment"].text()});
    }
    return out;
}

std::vector<ItemLink> read_item_links(json::View item) {
    std::vector<ItemLink> out;
    int place = 0;
    for (const auto& relation : item["relations"].items()) {
        for (const auto& [kind, name] : item_relations)
            if (const auto id = item_in_address(relation["url"].text());
                id > 0 && same_name(relation["rel"].text(), name))
                out.push_back({kind, id, relation["attributes"]["comment"].text(), place});
        ++place;
    }
    return out;
}

std::vector<json::View> list_of(json::View root) {
    return root.is_array() ? root.items() : root["value"].items();
}

std::vector<WorkItemId> read_ids(const std::vector<json::View>& rows) {
    std::vector<WorkItemId> out;
    for (const auto& row : rows)
        if (const auto id = row["id"].integer(); id && *id > 0) out.push_back(*id);
    return out;
}

}  // namespace deskbridge::azure_devops
