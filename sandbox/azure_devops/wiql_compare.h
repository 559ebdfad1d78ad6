// How a field's value meets a value of a query.
#pragma once

#include "sandbox/azure_devops/people.h"
#include "sandbox/azure_devops/process.h"
#include "sandbox/azure_devops/value.h"

#include <string>

namespace sandbox::azure_devops {

enum class WiqlOperator { equal, unequal, less, at_most, greater, at_least, contains, under, empty };

/// A value as the query gives it; for dates `ms` holds the moment.
struct WiqlOperand {
    std::string text;
    long long ms = 0;
};

/// True when the condition holds. `value` is null for an empty field, which equals only ''. With day
/// precision both dates are compared by their UTC day.
bool holds(const Field& field, const Value* value, WiqlOperator op, const WiqlOperand& operand,
           bool day_precision, const People& people);

/// Order of two values of one field, empty ones first: negative, 0 or positive.
int order_of(const Value* left, const Value* right, const People& people);

}  // namespace sandbox::azure_devops
