#include "sandbox/azure_devops/json.h"

#include "sandbox/azure_devops/refusal.h"

#include <Poco/JSON/Parser.h>
#include <Poco/JSON/Stringifier.h>
#include <sstream>

namespace sandbox::azure_devops {

JsonObject new_object() {
    return new Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER);
}

JsonArray new_array() {
    return new Poco::JSON::Array;
}

std::string json_text(const Json& value) {
    std::ostringstream out;
    Poco::JSON::Stringifier::stringify(value, out);
    return out.str();
}

Json parse_json(const std::string& text) {
    try {
        return Poco::JSON::Parser().parse(text);
    } catch (const Poco::Exception&) {
        throw bad_argument("The request body is not valid JSON.");
    }
}

JsonObject as_object(const Json& value) {
    return value.type() == typeid(JsonObject) ? value.extract<JsonObject>() : JsonObject();
}

JsonArray as_array(const Json& value) {
    return value.type() == typeid(JsonArray) ? value.extract<JsonArray>() : JsonArray();
}

std::string text_in(const JsonObject& object, const std::string& key) {
    const Json value = object->get(key);
    if (value.isEmpty() || as_object(value) || as_array(value)) return "";
    return value.convert<std::string>();
}

std::optional<long long> whole_in(const Json& value) {
    if (value.isEmpty() || as_object(value) || as_array(value)) return std::nullopt;
    try {
        return value.convert<Poco::Int64>();
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

JsonObject counted(const JsonArray& values) {
    JsonObject list = new_object();
    list->set("count", values->size());
    list->set("value", values);
    return list;
}

}  // namespace sandbox::azure_devops
