// Plans as people and machines read them.
#pragma once

#include "json/json.h"
#include "model/plan.h"
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
    void end(const CycleReport& report);
    void finish();

private:
    std::ostream& out_;
    bool as_json_;
    std::string tenant_;
    json::Writer json_;
};

/// A line or a few: what, where to, why; fields when `with_fields`.
std::string plan_text(const Plan& plan, bool with_fields);
void write_plan(json::Writer& out, const Plan& plan);

}  // namespace deskbridge
