#include "json/schema_guide.h"

#include "json/rapid.h"

#include <algorithm>
#include <rapidjson/pointer.h>

namespace deskbridge::json {

namespace {

using Node = rapidjson::Value;
using Nodes = std::vector<const Node*>;

const Node* member(const Node& object, const char* name) {
    if (!object.IsObject()) return nullptr;
    const auto found = object.FindMember(name);
    return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string text_or_json(const Node& value) {
    if (value.IsString()) return {value.GetString(), value.GetStringLength()};
    TextBuffer buffer;
    rapidjson::Writer<TextBuffer> writer(buffer);
    value.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

void add(std::vector<std::string>& list, std::string entry) {
    if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(std::move(entry));
}

/// A schema and all that it refers to or chooses from. `found` keeps a circle from going round for ever.
void unfold(const Node& root, const Node& schema, Nodes& found) {
    if (std::find(found.begin(), found.end(), &schema) != found.end()) return;
    found.push_back(&schema);
    if (const Node* reference = member(schema, "$ref"); reference != nullptr && reference->IsString()) {
        const rapidjson::Pointer pointer(reference->GetString(), reference->GetStringLength());
        if (const Node* target = pointer.Get(root)) unfold(root, *target, found);
    }
    for (const char* choice : {"anyOf", "oneOf", "allOf"}) {
        const Node* schemas = member(schema, choice);
        if (schemas == nullptr || !schemas->IsArray()) continue;
        for (const Node& one : schemas->GetArray()) unfold(root, one, found);
    }
    for (const char* branch : {"then", "else"}) {
        if (const Node* one = member(schema, branch)) unfold(root, *one, found);
    }
}

/// The schemas for the next step of the way.
void step(const Node& root, const Node& schema, const std::string& key, Nodes& found) {
    bool named = false;
    const Node* properties = member(schema, "properties");
    if (const Node* property = properties == nullptr ? nullptr : member(*properties, key.c_str())) {
        unfold(root, *property, found);
        named = true;
    }
    const Node* others = member(schema, "additionalProperties");
    if (!named && others != nullptr && others->IsObject()) unfold(root, *others, found);
    if (const Node* items = member(schema, "items"); items != nullptr && items->IsObject())
        unfold(root, *items, found);
}

}  // namespace

std::vector<std::string> Guidance::types() const {
    std::vector<std::string> found;
    for (const Node* schema : schemas_) {
        const Node* type = member(*schema, "type");
        if (type == nullptr) continue;
        if (type->IsString()) add(found, text_or_json(*type));
        if (!type->IsArray()) continue;
        for (const Node& one : type->GetArray()) add(found, text_or_json(one));
    }
    return found;
}

std::vector<std::string> Guidance::values() const {
    std::vector<std::string> found;
    for (const Node* schema : schemas_) {
        if (const Node* only = member(*schema, "const")) add(found, text_or_json(*only));
        const Node* values = member(*schema, "enum");
        if (values == nullptr || !values->IsArray()) continue;
        for (const Node& one : values->GetArray()) add(found, text_or_json(one));
    }
    return found;
}

std::vector<std::string> Guidance::keys() const {
    std::vector<std::string> found;
    for (const Node* schema : schemas_) {
        const Node* properties = member(*schema, "properties");
        if (properties == nullptr || !properties->IsObject()) continue;
        for (const auto& property : properties->GetObject()) add(found, text_or_json(property.name));
    }
    return found;
}

bool Guidance::knows(std::string_view key) const {
    const auto known = keys();
    return std::find(known.begin(), known.end(), key) != known.end();
}

std::string Guidance::keyword(const char* name) const {
    for (const Node* schema : schemas_) {
        if (const Node* value = member(*schema, name)) return text_or_json(*value);
    }
    return {};
}

bool has_patterns(const rapidjson::Value& schema) {
    const auto any_of = [](const auto& nodes, auto&& is) {
        return std::any_of(nodes.begin(), nodes.end(), is);
    };
    if (schema.IsArray()) return any_of(schema.GetArray(), has_patterns);
    if (!schema.IsObject()) return false;
    return any_of(schema.GetObject(), [&](const auto& entry) {
        const std::string name = text_or_json(entry.name);
        if (name == "pattern" || name == "patternProperties" || name == "format") return true;
        if (name == "enum" || name == "const" || name == "default" || name == "examples") return false;
        if (name != "properties" && name != "definitions") return has_patterns(entry.value);
        // names of keys, not keywords
        return entry.value.IsObject() &&
               any_of(entry.value.GetObject(), [](const auto& named) { return has_patterns(named.value); });
    });
}

Guidance guidance_at(const rapidjson::Value& root, const Route& route) {
    Nodes here;
    unfold(root, root, here);
    for (const std::string& key : route) {
        Nodes next;
        for (const Node* schema : here) step(root, *schema, key, next);
        here = std::move(next);
    }
    return Guidance(std::move(here));
}

}  // namespace deskbridge::json
