// What a translator is made of.
#pragma once

#include "mapping/interpreter.h"
#include "mapping/source_evaluator.h"
#include "mapping/translator.h"

namespace deskbridge {

struct TranslatorField {
    const FieldMapping* rule = nullptr;
    SourceEvaluator source;
};

struct Translator::Parts {
    explicit Parts(Mapping wanted);

    void check();
    void check_field(const TranslatorField& field);
    void report(const FieldMapping& rule, std::string message, std::string fix);

    Mapping mapping;
    Interpreter interpreter;
    std::vector<FieldMapping> rules;
    std::optional<Expression> select;
    std::optional<MappingProblem> select_problem;
    SourceEvaluator project;
    SourceEvaluator type;
    std::vector<TranslatorField> fields;
    std::vector<MappingProblem> problems;
};

/// Fills in verdict and what belongs to it from what the work item holds.
void answer_back(DeskResult& result, const WorkItem& item, const Ticket* present, const TypeRules* type);

}  // namespace deskbridge
