// A revision in the making: the changes of one request on top of what the item was, checked by the rules of
// its type before anything is kept.
#pragma once

#include "sandbox/azure_devops/collection.h"
#include "sandbox/azure_devops/refusal.h"

namespace sandbox::azure_devops {

struct RelationType;

class Draft {
public:
    /// On top of `before`; `id` is -1 for an item that does not exist yet. The collection must outlive it.
    Draft(const Collection& collection, const Project& project, int id, const Revision& before,
          const Intent& intent);
    /// The fields of a new item, before anything is written.
    static Revision blank(const Collection& collection, const Project& project, const WorkItemType& type,
                          const Intent& intent);

    /// Carries out the change. Throws Refusal for what no rule needs to judge: failed tests, unknown
    /// fields and people, read-only fields, links that cannot be.
    void apply(const Change& change, const std::map<int, int>& known_as);
    /// Throws RuleValidationException with every broken rule, unless the rules are bypassed.
    void check() const;

    const Project& project() const { return *project_; }
    const Revision& revision() const { return after_; }
    Revision& revision() { return after_; }

private:
    void test(const Change& change) const;
    void write(const FieldWrite& field);
    void write_value(const Field& field, const FieldWrite& written);
    void write_path(const Field& field, const std::string& path);
    void write_person(const Field& field, const std::string& text);
    void write_project(const std::string& name);
    void write_type(const std::string& name);
    void write_tags(const FieldWrite& written);
    void write_text(const Field& field, std::string text);
    bool refuse_read_only(const Field& field) const;
    void follow_state();

    void unlink(const Change& change);
    void link(const RelationAdd& added, const std::map<int, int>& known_as);
    void link_items(const RelationType& type, Relation relation);

    void check_lengths(std::vector<RuleError>& errors) const;
    void check_rules(std::vector<RuleError>& errors) const;
    void check_state(std::vector<RuleError>& errors) const;

    const Collection& collection_;
    const Project* project_;
    int id_;
    const Revision& before_;
    Revision after_;
    Intent intent_;
    std::vector<RuleError> broken_;
};

}  // namespace sandbox::azure_devops
