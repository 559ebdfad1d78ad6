#include "sandbox/azure_devops/snapshot.h"

#include <algorithm>

namespace sandbox::azure_devops {

namespace {

long long count_of(const Revision& revision, const char* rel) {
    return std::count_if(revision.relations.begin(), revision.relations.end(),
                         [&](const Relation& each) { return each.rel == rel; });
}

void put_places(Fields& fields, const Project& project) {
    const Node* area = project.areas.find(text_of(fields, "System.AreaPath"));
    const Node* iteration = project.iterations.find(text_of(fields, "System.IterationPath"));
    if (area != nullptr) {
        fields["System.AreaId"] = static_cast<long long>(area->id);
        fields["System.NodeName"] = area->name;
    }
    if (iteration != nullptr) fields["System.IterationId"] = static_cast<long long>(iteration->id);
    fields["System.AreaLevel1"] = project.name;
    fields["System.IterationLevel1"] = project.name;
}

}  // namespace

const Relation* parent_of(const Revision& revision) {
    for (const Relation& each : revision.relations) {
        if (each.rel == "System.LinkTypes.Hierarchy-Reverse") return &each;
    }
    return nullptr;
}

Fields full_fields(const Collection& collection, const WorkItem& item, const Revision& revision) {
    Fields fields = revision.fields;
    fields.erase("System.History");
    fields["System.Id"] = static_cast<long long>(item.id);
    fields["System.Rev"] = static_cast<long long>(revision.number);
    fields["System.AuthorizedDate"] = Moment{revision.changed_ms};
    fields["System.RevisedDate"] = Moment{revision.revised_ms};
    fields["System.AuthorizedAs"] = fields["System.ChangedBy"];
    fields["System.Watermark"] = revision.watermark;
    fields["System.PersonId"] = 1000LL + static_cast<long long>(collection.people().all().size());
    if (const Project* project = collection.project(text_of(fields, "System.TeamProject"))) {
        put_places(fields, *project);
    }
    if (const Relation* parent = parent_of(revision)) {
        fields["System.Parent"] = static_cast<long long>(parent->target);
    }
    fields["System.HyperLinkCount"] = count_of(revision, "Hyperlink");
    fields["System.AttachedFileCount"] = count_of(revision, "AttachedFile");
    return fields;
}

}  // namespace sandbox::azure_devops
