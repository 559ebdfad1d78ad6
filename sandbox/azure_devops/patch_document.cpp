#include "sandbox/azure_devops/patch_document.h"

#include "sandbox/azure_devops/refusal.h"

#include <cstdlib>
#include <fmt/format.h>

namespace sandbox::azure_devops {

namespace {

Refusal bad_patch(const std::string& message) {
    return {400, "VssPropertyValidationException",
            "You must pass a valid patch document in the body of the request. " + message};
}

// A person may come as an object; a comment as {format, text}.
Written object_text(const JsonObject& object) {
    for (const char* key : {"text", "uniqueName", "descriptor", "id", "displayName"}) {
        if (auto text = text_in(object, key); !text.empty()) return text;
    }
    return std::string();
}

Written written(const Json& value) {
    if (value.isEmpty()) return std::monostate();
    if (const auto object = as_object(value)) return object_text(object);
    if (as_array(value)) throw bad_patch("A field's value cannot be an array.");
    if (value.isBoolean()) return value.convert<bool>();
    if (value.isInteger()) return static_cast<long long>(value.convert<Poco::Int64>());
    if (value.isNumeric()) return value.convert<double>();
    return value.convert<std::string>();
}

std::string unescape_pointer(std::string text) {
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"~1", "/"}, {"~0", "~"}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

std::size_t position(const std::string& text) {
    char* end = nullptr;
    const unsigned long number = std::strtoul(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0') throw bad_patch(fmt::format("'{}' is not a relation index.", text));
    return number;
}

void read_field(Change& change, const std::string& op, const std::string& name, const Json& value) {
    if (op == "test") {
        change.tests.push_back({name, written(value)});
    } else if (op == "remove") {
        change.fields.push_back({name, std::monostate(), false});
    } else {
        change.fields.push_back({name, written(value), op == "add"});
        const auto object = as_object(value);
        if (object && object->has("format")) change.comment_format = lower(text_in(object, "format"));
    }
}

void read_relation(Change& change, const std::string& op, const std::string& place, const Json& value) {
    const JsonObject object = as_object(value);
    const JsonObject attributes = object ? as_object(object->get("attributes")) : JsonObject();
    if (op == "add" && place == "-") {
        if (!object) throw bad_patch("A relation must be an object.");
        change.relations_added.push_back({text_in(object, "rel"), text_in(object, "url"),
                                          attributes ? text_in(attributes, "comment") : "",
                                          attributes ? text_in(attributes, "name") : ""});
        return;
    }
    const auto slash = place.find('/');
    const std::size_t index = position(place.substr(0, slash));
    if (op == "remove") {
        change.relations_removed.push_back(index);
    } else if (slash == std::string::npos) {
        change.relation_comments[index] = attributes ? text_in(attributes, "comment") : "";
    } else if (place.substr(slash) == "/attributes/comment") {
        change.relation_comments[index] = value.convert<std::string>();
    } else {
        throw bad_patch(fmt::format("The path '/relations/{}' is not supported.", place));
    }
}

void read_operation(Change& change, const JsonObject& operation) {
    const std::string op = lower(text_in(operation, "op")), path = text_in(operation, "path");
    const Json value = operation->get("value");
    if (op != "add" && op != "replace" && op != "remove" && op != "test") {
        throw bad_patch(fmt::format("The operation '{}' is not supported.", op));
    }
    if (path.rfind("/fields/", 0) == 0) {
        read_field(change, op, unescape_pointer(path.substr(8)), value);
    } else if (path.rfind("/relations/", 0) == 0) {
        read_relation(change, op, path.substr(11), value);
    } else if (path.rfind("/multilineFieldsFormat/", 0) == 0) {
        change.formats[path.substr(23)] = lower(text_in(operation, "value"));
    } else if (path == "/rev" && op == "test" && whole_in(value)) {
        change.expected_rev = whole_in(value);
    } else if (path == "/id" && op == "add" && whole_in(value)) {
        change.temporary_id = static_cast<int>(*whole_in(value));
    } else {
        throw bad_patch(fmt::format("The path '{}' is not supported.", path));
    }
}

}  // namespace

Change read_patch(const Json& document) {
    const JsonArray operations = as_array(document);
    if (!operations || operations->size() == 0) throw bad_patch("The document holds no operation.");
    Change change;
    for (const Json& each : *operations) {
        const JsonObject operation = as_object(each);
        if (!operation) throw bad_patch("An operation must be an object.");
        read_operation(change, operation);
    }
    return change;
}

}  // namespace sandbox::azure_devops
