// Plans as people and machines read them.
#pragma once

#include "json/json.h"
#include "model/plan.h"
#include "sync/link_preview.h"
#include "sync/report.h"

#include <cstddef>
#include <ostream>
#include <string>

namespace deskbridge {

/// One document for all tenants: begin, show..., end for each, then finish.
class PlanPrinter {
public:
    PlanPrinter(std::ostream& out, bool as_json);
    void begin(const std::string& tenant);
    void show(const Plan& plan);
    /// A linked ticket that needs nothing is counted only, unless `all` are wanted.
    void show(const LinkPreview& preview, bool all = false);
    void end(const CycleReport& report);
    void finish();

private:
    std::ostream& out_;
    bool as_json_;
    std::string tenant_;
    std::size_t carries_ = 0;
    json::Writer json_;
};

/// A line or a few: what, where to, why; fields when `with_fields`.
std::string plan_text(const Plan& plan, bool with_fields);
void write_plan(json::Writer& out, const Plan& plan);

/// The same of a linked ticket: what goes which way, and why. With `both_sides` every field, with what each
/// side holds and what was agreed.
std::string link_text(const LinkPreview& preview, bool both_sides);
void write_link_preview(json::Writer& out, const LinkPreview& preview);

}  // namespace deskbridge
