// JSON at the stand-in's border; keys keep the order in which they are set.
#pragma once

#include "sandbox/azure_devops/value.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <optional>
#include <string>

namespace sandbox::azure_devops {

using Json = Poco::Dynamic::Var;
using JsonObject = Poco::JSON::Object::Ptr;
using JsonArray = Poco::JSON::Array::Ptr;

JsonObject new_object();
JsonArray new_array();
std::string json_text(const Json& value);

/// Throws Refusal 400 for what is not JSON, begins with a BOM, or is not UTF-8.
Json parse_json(const std::string& text);

/// Null when the value is of another kind.
JsonObject as_object(const Json& value);
JsonArray as_array(const Json& value);

/// The member as text, numbers and booleans included; "" when it is absent or null.
std::string text_in(const JsonObject& object, const std::string& key);
std::optional<long long> whole_in(const Json& value);

/// {"count":N,"value":[...]}.
JsonObject counted(const JsonArray& values);

}  // namespace sandbox::azure_devops
