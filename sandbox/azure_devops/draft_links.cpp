#include "sandbox/azure_devops/draft.h"
#include "sandbox/azure_devops/relation_type.h"

#include <algorithm>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr std::size_t max_links = 1000;
constexpr int max_attachments = 100;
constexpr const char* parent_type = "System.LinkTypes.Hierarchy-Reverse";
constexpr const char* child_type = "System.LinkTypes.Hierarchy-Forward";

// The GUID in ".../_apis/wit/attachments/{guid}?fileName=x".
std::string attachment_id(const std::string& url) {
    const std::string path = url.substr(0, url.find('?'));
    return path.substr(path.find_last_of('/') + 1);
}

bool same_link(const Relation& left, const Relation& right) {
    return same(left.rel, right.rel) && left.target == right.target && left.url == right.url;
}

}  // namespace

void Draft::unlink(const Change& change) {
    for (const auto& [index, comment] : change.relation_comments) {
        if (index >= after_.relations.size()) throw bad_argument("The relation index is out of range.");
        after_.relations[index].comment = comment;
    }
    auto positions = change.relations_removed;
    std::sort(positions.rbegin(), positions.rend());
    for (const std::size_t position : positions) {
        if (position >= after_.relations.size()) throw bad_argument("The relation index is out of range.");
        after_.relations.erase(after_.relations.begin() + static_cast<std::ptrdiff_t>(position));
    }
}

void Draft::link(const RelationAdd& added, const std::map<int, int>& known_as) {
    const RelationType* type = relation_type(added.rel);
    if (type == nullptr) throw bad_argument(fmt::format("Unrecognized relation type '{}'.", added.rel));
    Relation relation{type->reference_name, added.url, 0, added.comment, added.name};
    relation.added_ms = collection_.now();
    if (!type->is_resource()) {
        const int id = trailing_id(added.url);
        const auto real = known_as.find(id);
        relation.target = real == known_as.end() ? id : real->second;
        relation.url.clear();
        return link_items(*type, std::move(relation));
    }
    if (added.url.empty()) throw bad_argument("A relation needs a url.");
    if (type->reference_name == "AttachedFile") {
        const Attachment* file = collection_.attachment(attachment_id(added.url));
        if (file == nullptr || !file->whole) throw bad_argument("The attachment does not exist.");
        if (relation.name.empty()) relation.name = file->name;
        relation.size = static_cast<long long>(file->bytes.size());
    }
    for (const Relation& known : after_.relations) {
        if (same_link(known, relation)) {
            throw Refusal(400, "WorkItemResourceLinkAlreadyExistsException", "Relation already exists.");
        }
    }
    after_.relations.push_back(std::move(relation));
    const auto files = std::count_if(after_.relations.begin(), after_.relations.end(),
                                     [](const Relation& each) { return each.rel == "AttachedFile"; });
    if (files > max_attachments) {
        throw Refusal(400, "WorkItemAttachmentLimitException",
                      fmt::format("VS403313: The work item has more than {} attachments.", max_attachments));
    }
    if (after_.relations.size() > max_links) {
        throw bad_argument(fmt::format("The work item has more than {} links.", max_links));
    }
}

void Draft::link_items(const RelationType& type, Relation relation) {
    if (collection_.find(relation.target) == nullptr) throw item_not_found(relation.target);
    if (relation.target == id_) throw bad_argument("A work item cannot be linked to itself.");
    const bool parent = type.reference_name == parent_type;
    const auto refuse_parent = [&] {
        throw Refusal(400, "WorkItemLinkAddExtraParentException",
                      fmt::format("TF201036: You cannot add a {} link between work items {} and {} because a "
                                  "work item can have only one Parent link.",
                                  type.name, id_, relation.target));
    };
    for (const Relation& known : after_.relations) {
        if (same_link(known, relation)) {
            throw Refusal(400, "WorkItemLinkAlreadyExistsException", "Relation already exists.");
        }
        if (parent && known.rel == relation.rel) refuse_parent();
    }
    if (type.reference_name == child_type)
        for (const Relation& known : collection_.find(relation.target)->now().relations)
            if (known.rel == parent_type) refuse_parent();
    relation.name = type.name;
    after_.relations.push_back(std::move(relation));
}

}  // namespace sandbox::azure_devops
