// Between JSON as Azure DevOps speaks it and the core's own values. Pure functions.
#pragma once

#include "json/json.h"
#include "model/process.h"
#include "model/work_item.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbridge::azure_devops {

/// What is known of the collection's fields, by reference name.
using Kinds = std::map<std::string, FieldKind, std::less<>>;

/// The kind of a field that every collection has, or what `kinds` says; `other` when nobody knows.
FieldKind kind_in(const Kinds& kinds, std::string_view reference);

/// The kind that a row of `_apis/wit/fields` tells.
FieldKind kind_of_row(json::View row);

/// What the other end understands. Only the hosted service keeps Markdown. `base` begins the addresses by
/// which items are linked to each other.
struct Dialect {
    const Kinds& kinds;
    bool markdown = false;
    std::string base = {};
};

/// The JSON Patch document that makes the item, with its fields, files and the hyperlink to the ticket. A
/// temporary id below 0 is set where the item is one of several in a batch; 0 = none.
/// Text (and not Html) in a rich-text field is Markdown: kept as such where that is understood, else as the
/// HTML it stands for.
std::string create_document(const NewWorkItem& item, int temporary_id, const Dialect& dialect);

/// The JSON Patch document that changes the item while it is at the revision; "nothing" clears a field.
std::string change_document(const WorkItemChange& change, const Dialect& dialect);

/// A field's value. Without a known kind the JSON itself has to tell.
Value read_value(json::View value, FieldKind kind);

/// "Jamal Hartnett <jamal@example.com>" or the identity object.
Person read_person(json::View value);

/// An item as any call answers it; `base` makes the address where the answer holds none. id 0 = no item.
WorkItem read_work_item(json::View item, const std::string& base, const Kinds& kinds);

/// Those of the item's relations that are hyperlinks; nothing when the answer told no relations at all.
std::optional<std::vector<Hyperlink>> read_hyperlinks(json::View item);

/// Those of the item's relations that are files.
std::vector<Attachment> read_files(json::View item);

/// Those of the item's relations that lead to its parent, children and related items.
std::vector<ItemLink> read_item_links(json::View item);

/// The array of `{count, value: [...]}`, or of an answer that is an array itself.
std::vector<json::View> list_of(json::View root);

/// The ids in the rows `{id, url}` of a query.
std::vector<WorkItemId> read_ids(const std::vector<json::View>& rows);

}  // namespace deskbridge::azure_devops
