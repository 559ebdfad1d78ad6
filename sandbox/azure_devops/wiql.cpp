#include "sandbox/azure_devops/wiql.h"

#include "sandbox/azure_devops/refusal.h"
#include "sandbox/azure_devops/snapshot.h"
#include "sandbox/azure_devops/wiql_compare.h"
#include "sandbox/azure_devops/wiql_text.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <optional>

namespace sandbox::azure_devops {

namespace {

using Kind = WiqlWord::Kind;
using Condition = std::function<bool(const Fields&)>;

constexpr std::size_t max_length = 32768;
constexpr long long day_ms = 86400000;

Refusal syntax_error(const std::string& why, const std::string& where) {
    return {400, "SyntaxException", fmt::format("{} The error is caused by «{}».", why, where)};
}

const Value* value_in(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : &found->second;
}

std::optional<WiqlOperator> operator_from(const std::string& sign) {
    if (sign == "=") return WiqlOperator::equal;
    if (sign == "<>") return WiqlOperator::unequal;
    if (sign == "<") return WiqlOperator::less;
    if (sign == "<=") return WiqlOperator::at_most;
    if (sign == ">") return WiqlOperator::greater;
    if (sign == ">=") return WiqlOperator::at_least;
    return std::nullopt;
}

// Recursive descent; conditions become functions as they are read.
class Parser {
public:
    Parser(const std::string& query, const WiqlContext& context)
        : words_(wiql_words(query)), context_(context) {}

    Condition statement(WiqlResult& result) {
        need("SELECT");
        do {
            result.columns.push_back(field());
        } while (takes_sign(","));
        need("FROM");
        if (!takes("WorkItems")) {
            throw syntax_error("TF51006: Only queries FROM WorkItems are supported.", here().text);
        }
        Condition condition = [](const Fields&) { return true; };
        if (takes("WHERE")) condition = any();
        if (takes("ORDER")) sorting(result);
        if (here().kind != Kind::end)
            throw syntax_error("TF51006: The query statement has too many words.", here().text);
        return condition;
    }

private:
    const WiqlWord& here() const { return words_[at_]; }

    bool takes(const char* word) {
        if (here().kind != Kind::word || !same(here().text, word)) return false;
        ++at_;
        return true;
    }

    bool takes_sign(const char* sign) {
        if (here().kind != Kind::sign || here().text != sign) return false;
        ++at_;
        return true;
    }

    void need(const char* word) {
        if (!takes(word)) throw syntax_error(fmt::format("TF51006: Expecting {}.", word), here().text);
    }

    void need_sign(const char* sign) {
        if (!takes_sign(sign)) throw syntax_error(fmt::format("TF51006: Expecting {}.", sign), here().text);
    }

    const Field* field() {
        if (here().kind != Kind::field && here().kind != Kind::word) {
            throw syntax_error("TF51006: Expecting a field.", here().text);
        }
        const std::string name = words_[at_++].text;
        const Field* found = context_.collection.fields().find(name);
        if (found == nullptr) {
            throw syntax_error("TF51005: The query references a field that does not exist.",
                               "[" + name + "]");
        }
        return found;
    }

    void sorting(WiqlResult& result) {
        need("BY");
        do {
            const Field* by = field();
            const bool descending = takes("DESC");
            if (!descending) takes("ASC");
            result.order.push_back({by, descending});
        } while (takes_sign(","));
    }

    Condition any() {
        Condition left = all();
        while (takes("OR")) {
            left = [left, right = all()](const Fields& fields) { return left(fields) || right(fields); };
        }
        return left;
    }

    Condition all() {
        Condition left = one();
        while (takes("AND")) {
            left = [left, right = one()](const Fields& fields) { return left(fields) && right(fields); };
        }
        return left;
    }

    Condition one() {
        if (takes("NOT")) {
            return [inner = one()](const Fields& fields) { return !inner(fields); };
        }
        if (takes_sign("(")) {
            Condition inner = any();
            need_sign(")");
            return inner;
        }
        return comparison();
    }

    Condition comparison() {
        const Field* by = field();
        const bool inverted = takes("NOT");
        Condition condition = tail(*by);
        if (!inverted) return condition;
        return [condition](const Fields& fields) { return !condition(fields); };
    }

    Condition tail(const Field& by) {
        if (takes("IN")) return listed(by);
        if (takes("CONTAINS")) {
            takes("WORDS");
            return compare(by, WiqlOperator::contains, operand(by));
        }
        if (takes("UNDER")) return compare(by, WiqlOperator::under, operand(by));
        if (takes("IS")) {
            const bool inverted = takes("NOT");
            need("EMPTY");
            Condition empty = compare(by, WiqlOperator::empty, {});
            return [empty, inverted](const Fields& fields) { return empty(fields) != inverted; };
        }
        const auto op = here().kind == Kind::sign ? operator_from(here().text) : std::nullopt;
        if (!op) throw syntax_error("TF51006: Expecting an operator.", here().text);
        ++at_;
        return compare(by, *op, operand(by));
    }

    Condition listed(const Field& by) {
        need_sign("(");
        std::vector<Condition> choices;
        do {
            choices.push_back(compare(by, WiqlOperator::equal, operand(by)));
        } while (takes_sign(","));
        need_sign(")");
        return [choices](const Fields& fields) {
            return std::any_of(choices.begin(), choices.end(),
                               [&](const Condition& each) { return each(fields); });
        };
    }

    Condition compare(const Field& by, WiqlOperator op, WiqlOperand wanted) const {
        const bool day = !context_.time_precision;
        return [&by, op, day, wanted = std::move(wanted),
                &people = context_.collection.people()](const Fields& fields) {
            return holds(by, value_in(fields, by.reference_name), op, wanted, day, people);
        };
    }

    WiqlOperand operand(const Field& by) {
        const bool minus = takes_sign("-");
        const WiqlWord word = here();
        if (word.kind == Kind::macro) return macro();
        if (word.kind != Kind::text && word.kind != Kind::number && word.kind != Kind::word) {
            throw syntax_error("TF51006: Expecting a value.", word.text);
        }
        ++at_;
        WiqlOperand value{(minus ? "-" : "") + word.text};
        if (by.type == FieldType::date && !value.text.empty()) value.ms = date(by, value.text);
        return value;
    }

    long long date(const Field& by, const std::string& text) const {
        const ParsedTime time = parse_time(text);
        if (!time.valid) throw syntax_error("TF51006: The value is not a valid date.", text);
        if (time.has_time && !context_.time_precision) {
            throw syntax_error(
                "You cannot supply a time with the date when running a query using date precision.",
                fmt::format("[{}] '{}'", by.reference_name, text));
        }
        return time.ms;
    }

    WiqlOperand macro() {
        const std::string name = words_[at_++].text;
        if (same(name, "@project")) {
            if (context_.project == nullptr) {
                throw syntax_error("TF51006: The macro @project needs a project in the address.", name);
            }
            return {context_.project->name};
        }
        if (same(name, "@me")) {
            const Identity* person = context_.collection.people().by_id(context_.person);
            return {person == nullptr ? "" : person->unique_name};
        }
        // "@Today-7" arrives as one word, "@Today - 7" as three.
        if (!same(name.substr(0, 6), "@today")) throw syntax_error("TF51006: Unknown macro.", name);
        long long days = std::strtoll(name.c_str() + 6, nullptr, 10);
        for (const bool plus : {true, false}) {
            if (!takes_sign(plus ? "+" : "-")) continue;
            days = std::strtoll(words_[at_++].text.c_str(), nullptr, 10) * (plus ? 1 : -1);
        }
        const long long today = context_.collection.now() / day_ms * day_ms;
        return {"@Today", today + days * day_ms};
    }

    std::vector<WiqlWord> words_;
    std::size_t at_ = 0;
    const WiqlContext& context_;
};

void sort_ids(std::vector<std::pair<int, Fields>>& rows, const WiqlResult& result, const People& people) {
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
        for (const auto& sort : result.order) {
            const std::string& name = sort.field->reference_name;
            const int order = order_of(value_in(left.second, name), value_in(right.second, name), people);
            if (order != 0) return sort.descending ? order > 0 : order < 0;
        }
        return left.first < right.first;
    });
}

}  // namespace

WiqlResult run_query(const std::string& text, const WiqlContext& context) {
    if (text.size() > max_length) {
        throw syntax_error("The query is longer than 32768 characters.", text.substr(0, 40));
    }
    WiqlResult result;
    const Condition condition = Parser(text, context).statement(result);
    std::vector<std::pair<int, Fields>> rows;
    for (const auto& [id, item] : context.collection.items()) {
        if (context.collection.find(id) == nullptr) continue;
        Fields fields = full_fields(context.collection, item, item.now());
        if (condition(fields)) rows.emplace_back(id, result.order.empty() ? Fields() : std::move(fields));
    }
    sort_ids(rows, result, context.collection.people());
    for (const auto& row : rows) result.ids.push_back(row.first);
    return result;
}

}  // namespace sandbox::azure_devops
