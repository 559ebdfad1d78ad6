// A mapping at work: the verdict on a ticket, and its values as the work item's and back.
#pragma once

#include "mapping/mapping.h"
#include "model/process.h"
#include "model/ticket.h"
#include "model/work_item.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace deskbridge {

/// Something in a mapping, or between a mapping and a ticket, that a person has to put right.
struct MappingProblem {
    std::string field;    ///< the work field, or "select", "project", "type", "area", "iteration"
    std::string message;  ///< what is wrong, one sentence; shows a value of the ticket cut to 80 characters
    std::string fix;      ///< what to do about it, one sentence; may be empty
    std::string place;    ///< "mappings/acme.json:14:7"; empty when unknown
};

/// Whether a ticket becomes a work item. With a problem it is not selected: it has to be parked.
struct Selection {
    bool selected = false;
    std::string reason;
    std::optional<MappingProblem> problem;
};

/// Where the work item is to be made. Nothing may be made when there are problems.
struct Target {
    std::string project;
    std::string type;
    std::vector<MappingProblem> problems;
};

/// compare: what the ticket means as a work item, whichever way its fields flow and whenever they are
/// written.
enum class Stage { create, update, compare };

/// What one field of the mapping says about one ticket.
struct FieldResult {
    /// set: `value` goes to the work item; nothing = the field is emptied (never at creation).
    /// leave: the mapping says nothing here, for `reason`. problem: no value can be made; see `problem`.
    enum class Verdict { set, leave, problem };
    const FieldMapping* rule = nullptr;  ///< owned by the translator; area and iteration have one too
    Verdict verdict = Verdict::leave;
    Value value;
    std::string reason;
    MappingProblem problem;
};

/// What one field of a work item says about its ticket. set: `value` goes to `desk`; leave and problem as
/// above.
struct DeskResult {
    const FieldMapping* rule = nullptr;
    std::string desk;  ///< path on the ticket
    FieldResult::Verdict verdict = FieldResult::Verdict::leave;
    Value value;
    std::string reason;
    MappingProblem problem;
};

/// A name of a ticket as a mapping uses it.
struct TicketName {
    std::string name;
    std::string field;  ///< as in MappingProblem
    std::string place;
};

/// Pure: the same ticket gives the same answer, nothing outside is touched and nothing is thrown. Expressions
/// are compiled once, in one private interpreter, and each evaluation has its own budget of instructions and
/// memory. Thread rule: one thread at a time. Movable; what it hands out by pointer lives as long as it.
class Translator {
public:
    explicit Translator(Mapping mapping);
    ~Translator();
    Translator(Translator&&) noexcept;
    Translator& operator=(Translator&&) noexcept;

    const Mapping& mapping() const;

    /// What is wrong with the mapping itself: expressions that do not compile, unknown transforms, paths that
    /// are none, fields that cannot flow back. Found once, when it is built. A translator with problems still
    /// answers: the broken parts answer with their problem.
    const std::vector<MappingProblem>& problems() const;

    /// Area and iteration as fields (System.AreaPath, System.IterationPath), then the mapping's own, in
    /// order.
    const std::vector<FieldMapping>& rules() const;

    Selection select(const Ticket& ticket);
    /// True when `select` cannot be answered without the ticket's description.
    bool select_needs_description() const;
    /// True when anything at all reads the description.
    bool needs_description() const;
    /// True when this one of rules() does.
    bool needs_description(const FieldMapping& rule) const;
    /// Every name of a ticket that the mapping reads ("subject", "assignee", "custom"), with what reads it.
    std::vector<TicketName> names() const;

    Target target(const Ticket& ticket);

    /// One result for each of rules(), in order. HTML is canonical, hence safe to send. With `type`, values
    /// take the form of the field's kind (see coercion.h), a template in a field of HTML inserts values as
    /// HTML, and text is escaped. Without it, or for a field that the type does not have, values stay as they
    /// are and templates are plain text. Neither allowed values nor limits are looked at: that is deciding.
    std::vector<FieldResult> to_work(const Ticket& ticket, Stage stage, const TypeRules* type);

    /// One result for each field whose flow is to_desk or both. HTML is canonical. `present` is the ticket as
    /// it is, if known: of several desk values that mean the same work value, the present one stays. The work
    /// field is looked up by the mapping's name, and through `type` also by its display name.
    std::vector<DeskResult> to_desk(const WorkItem& item, const Ticket* present, const TypeRules* type);

    struct Parts;

private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace deskbridge
