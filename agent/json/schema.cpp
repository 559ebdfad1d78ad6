#include "json/schema.h"

#include "json/rapid.h"
#include "json/schema_guide.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <rapidjson/reader.h>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace deskbridge::json {

namespace {

using Adapter = valijson::adapters::RapidJsonAdapter;
using Faults = std::vector<valijson::ValidationResults::Error>;

/// valijson writes "<root>", "[tenants]", "[0]".
Route route_of(const std::vector<std::string>& context) {
    Route route;
    for (std::size_t i = 1; i < context.size(); ++i)
        route.push_back(context[i].substr(1, context[i].size() - 2));
    return route;
}

FileNode node_at(FileNode node, const Route& route) {
    for (const std::string& step : route) {
        std::size_t index = 0;
        if (node.is_array() &&
            std::from_chars(step.data(), step.data() + step.size(), index).ec == std::errc())
            node = node[index];
        else
            node = node[step];
    }
    return node;
}

std::string type_words(const std::vector<std::string>& types) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words = {
        {{"string", "text"},
         {"integer", "a whole number"},
         {"number", "a number"},
         {"boolean", "true or false"},
         {"array", "a list"},
         {"object", "an object"},
         {"null", "null"}}};
    std::string out;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto word =
            std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == types[i]; });
        if (i > 0) out += i + 1 == types.size() ? " or " : ", ";
        out += word == words.end() ? std::string_view(types[i]) : word->second;
    }
    return out;
}

bool is_of_type(const FileNode& node, std::string_view type) {
    return (type == "string" && node.is_text()) || (type == "number" && node.is_number()) ||
           (type == "integer" && node.is_number() && node.integer().has_value()) ||
           (type == "boolean" && node.is_flag()) || (type == "array" && node.is_array()) ||
           (type == "object" && node.is_object()) || (type == "null" && node.is_null());
}

std::string quoted_part(std::string_view description) {
    const auto from = description.find('\'');
    const auto to = description.rfind('\'');
    return from == to ? std::string() : std::string(description.substr(from + 1, to - from - 1));
}

/// Turns what valijson found at one place into what a person can act on.
class Interpreter {
public:
    Interpreter(const rapidjson::Value& schema, FileNode root, Problems& out)
        : schema_(schema), root_(std::move(root)), out_(out) {}

    void tell(const std::vector<std::string>& context, const std::string& description) {
        const Route route = route_of(context);
        const FileNode node = node_at(root_, route);
        const Guidance guidance = guidance_at(schema_, route);
        for (const auto& [beginning, say] : sentences) {
            if (!description.starts_with(beginning)) continue;
            if (say != nullptr) (this->*say)(node, guidance, description);
            return;
        }
        out_.push_back(node.problem(description));
    }

private:
    using Say = void (Interpreter::*)(const FileNode&, const Guidance&, const std::string&);
    static const std::vector<std::pair<std::string_view, Say>> sentences;

    void wrong_type(const FileNode& node, const Guidance& guidance, const std::string&) {
        const auto types = guidance.types();
        const bool fits_another = std::any_of(
            types.begin(), types.end(), [&](const std::string& type) { return is_of_type(node, type); });
        if (fits_another) return;  // the alternative of that type says what is wrong with it
        const std::string_view kind =
            node.is_number() && type_words(types).find("whole number") != std::string::npos ? "a fraction"
                                                                                            : node.kind();
        out_.push_back(node.problem(fmt::format("must be {}, not {}", type_words(types), kind)));
    }

    void wrong_value(const FileNode& node, const Guidance& guidance, const std::string&) {
        const auto values = guidance.values();
        out_.push_back(node.problem(fmt::format("must be {}{}", choice_of(values),
                                                node.is_text() ? suggestion_for(node.text(), values) : "")));
    }

    void missing_key(const FileNode& node, const Guidance&, const std::string& description) {
        out_.push_back(node.problem(fmt::format("the key '{}' is missing", quoted_part(description))));
    }

    void unknown_keys(const FileNode& node, const Guidance& guidance, const std::string&) {
        const auto known = guidance.keys();
        for (const auto& [key, value] : node.members()) {
            if (!guidance.knows(key)) out_.push_back(unknown_key(key, value, known));
        }
    }

    void out_of_range(const FileNode& node, const Guidance& guidance, const std::string&) {
        const std::string least = guidance.keyword("minimum");
        const std::string most = guidance.keyword("maximum");
        const std::string above = guidance.keyword("exclusiveMinimum");
        const std::string below = guidance.keyword("exclusiveMaximum");
        std::string range;
        if (!least.empty() && !most.empty()) {
            range = fmt::format("between {} and {}", least, most);
        } else if (!least.empty() || !most.empty()) {
            range = least.empty() ? "at most " + most : "at least " + least;
        } else {
            range = above.empty() ? "less than " + below : "more than " + above;
        }
        out_.push_back(node.problem("must be " + range));
    }

    void wrong_length(const FileNode& node, const Guidance& guidance, const std::string& description) {
        const bool few = description.find("no fewer") != std::string::npos;
        const std::string_view part = node.is_text() ? "character" : node.is_array() ? "element" : "key";
        const std::string limit =
            guidance.keyword(node.is_text()    ? (few ? "minLength" : "maxLength")
                             : node.is_array() ? (few ? "minItems" : "maxItems")
                                               : (few ? "minProperties" : "maxProperties"));
        if (few && limit == "1") {
            out_.push_back(node.problem("must not be empty"));
        } else {
            out_.push_back(node.problem(fmt::format("must have {} {} {}{}", few ? "at least" : "at most",
                                                    limit, part, limit == "1" ? "" : "s")));
        }
    }

    void repeated(const FileNode& node, const Guidance&, const std::string&) {
        out_.push_back(node.problem("the same element stands here more than once"));
    }

    /// Said after what each alternative had to say; of use only when none of that was.
    void no_alternative(const FileNode& node, const Guidance&, const std::string&) {
        const bool told = std::any_of(out_.begin(), out_.end(), [&](const Problem& problem) {
            return problem.path.starts_with(node.path());
        });
        if (!told) out_.push_back(node.problem("is none of the forms that are allowed here"));
    }

    void no_element_fits(const FileNode& node, const Guidance&, const std::string&) {
        out_.push_back(node.problem("holds no element of the form that it needs"));
    }

    const rapidjson::Value& schema_;
    FileNode root_;
    Problems& out_;
};

/// By how valijson 1.0 begins its sentences; null = only repeats on the way up what was said below.
const std::vector<std::pair<std::string_view, Interpreter::Say>> Interpreter::sentences = {
    {"Value type not permitted", &Interpreter::wrong_type},
    {"Failed to match against any enum", &Interpreter::wrong_value},
    {"Failed to match expected value", &Interpreter::wrong_value},
    {"Missing required property", &Interpreter::missing_key},
    {"Missing dependency", &Interpreter::missing_key},
    {"Object contains a property", &Interpreter::unknown_keys},
    {"Expected number", &Interpreter::out_of_range},
    {"String should be", &Interpreter::wrong_length},
    {"Array should contain", &Interpreter::wrong_length},
    {"Object should have", &Interpreter::wrong_length},
    {"Elements at indexes", &Interpreter::repeated},
    {"Failed to validate against any schemas allowed by anyOf", &Interpreter::no_alternative},
    {"Failed to validate against any child schemas", &Interpreter::no_alternative},
    {"Failed to validate against exactly one", &Interpreter::no_alternative},
    {"Failed to validate against a conditional", &Interpreter::no_alternative},
    {"Failed to validate against dependent", &Interpreter::no_alternative},
    {"Target should not validate", &Interpreter::no_alternative},
    {"Failed to any values against subschema", &Interpreter::no_element_fits},
    {"Failed to validate", nullptr},
};

}  // namespace

struct Schema::Compiled {
    rapidjson::Document text;
    valijson::Schema schema;
};

Schema Schema::parse(std::string_view json) {
    auto compiled = std::make_unique<Compiled>();
    compiled->text.Parse(json.data(), json.size());
    ensure(!compiled->text.HasParseError(), "a shipped schema is JSON");
    ensure(!has_patterns(compiled->text), "a shipped schema has no patterns");
    // Without VALIJSON_USE_EXCEPTIONS, which would change RapidJSON's assertions in this source alone,
    // valijson ends the program over a schema that is none. The schemas are part of the program, and the
    // tests load them.
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(Adapter(compiled->text), compiled->schema);
    return Schema(std::move(compiled));
}

Schema::Schema(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Problems Schema::check(const DocumentFile& file) const {
    Problems problems;
    if (file.root().missing()) return problems;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseCommentsFlag | rapidjson::kParseTrailingCommasFlag |
                   rapidjson::kParseIterativeFlag>(file.source().data(), file.source().size());
    ensure(!document.HasParseError(), "a file parses twice the same");

    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(compiled_->schema, Adapter(document), &results);
    Interpreter interpreter(compiled_->text, file.root(), problems);
    for (const auto& fault : results) interpreter.tell(fault.context, fault.description);
    sort_problems(problems);
    return problems;
}

}  // namespace deskbridge::json
