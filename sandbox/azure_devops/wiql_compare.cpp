#include "sandbox/azure_devops/wiql_compare.h"

#include <cstdlib>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

constexpr long long day_ms = 86400000;

template <typename Number>
int sign_of(Number left, Number right) {
    return left < right ? -1 : (left > right ? 1 : 0);
}

std::string text_form(const Value& value, const People& people) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<long long>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* moment = std::get_if<Moment>(&value)) return time_text(moment->ms);
    const Identity* person = people.by_id(std::get<Person>(value).id);
    return person == nullptr ? "" : person->text();
}

double number_form(const Value& value) {
    if (const auto* whole = std::get_if<long long>(&value)) return static_cast<double>(*whole);
    const auto* number = std::get_if<double>(&value);
    return number == nullptr ? 0 : *number;
}

bool by_sign(WiqlOperator op, int sign) {
    switch (op) {
        case WiqlOperator::equal: return sign == 0;
        case WiqlOperator::unequal: return sign != 0;
        case WiqlOperator::less: return sign < 0;
        case WiqlOperator::at_most: return sign <= 0;
        case WiqlOperator::greater: return sign > 0;
        case WiqlOperator::at_least: return sign >= 0;
        default: return false;
    }
}

bool is_under(const std::string& path, const std::string& root) {
    const std::string low = lower(path), top = lower(root);
    return low == top || low.rfind(top + "\\", 0) == 0;
}

long long day_of(long long ms) {
    return ms >= 0 ? ms / day_ms : (ms - day_ms + 1) / day_ms;
}

int compare_to(const Field& field, const Value& value, const WiqlOperand& operand, bool day_precision,
               const People& people) {
    if (const auto* moment = std::get_if<Moment>(&value)) {
        return day_precision ? sign_of(day_of(moment->ms), day_of(operand.ms))
                             : sign_of(moment->ms, operand.ms);
    }
    if (field.type == FieldType::integer || field.type == FieldType::number) {
        return sign_of(number_form(value), std::strtod(operand.text.c_str(), nullptr));
    }
    if (const auto* person = std::get_if<Person>(&value)) {
        const Identity* meant = people.written_as(operand.text);
        return meant != nullptr && meant->id == person->id ? 0 : 1;
    }
    return lower(text_form(value, people)).compare(lower(operand.text));
}

}  // namespace

bool holds(const Field& field, const Value* value, WiqlOperator op, const WiqlOperand& operand,
           bool day_precision, const People& people) {
    if (op == WiqlOperator::empty) return value == nullptr || *value == Value(std::string());
    if (value == nullptr) {
        if (op == WiqlOperator::equal) return operand.text.empty();
        return op == WiqlOperator::unequal && !operand.text.empty();
    }
    if (op == WiqlOperator::contains) {
        return lower(text_form(*value, people)).find(lower(operand.text)) != std::string::npos;
    }
    if (op == WiqlOperator::under) return is_under(text_form(*value, people), operand.text);
    return by_sign(op, compare_to(field, *value, operand, day_precision, people));
}

int order_of(const Value* left, const Value* right, const People& people) {
    if (left == nullptr || right == nullptr) return sign_of(left != nullptr, right != nullptr);
    const auto* earlier = std::get_if<Moment>(left);
    const auto* later = std::get_if<Moment>(right);
    if (earlier != nullptr && later != nullptr) return sign_of(earlier->ms, later->ms);
    if (left->index() == right->index() && (left->index() == 1 || left->index() == 2)) {
        return sign_of(number_form(*left), number_form(*right));
    }
    return lower(text_form(*left, people)).compare(lower(text_form(*right, people)));
}

}  // namespace sandbox::azure_devops
