#include "mapping/lua_values.h"

#include "content/plain_text.h"
#include "content/utf8.h"

#include <new>

namespace deskbridge {

namespace {

constexpr const char* box_name = "value";
constexpr const char* ticket_name = "ticket";
constexpr const char* custom_name = "custom";
constexpr lua_Integer most_words = 1000;

struct Box {
    const Value* value;
};

int nothing(lua_State* lua) {
    lua_pushnil(lua);
    return 1;
}
int no(lua_State* lua) {
    lua_pushboolean(lua, 0);
    return 1;
}
int zero(lua_State* lua) {
    lua_pushinteger(lua, 0);
    return 1;
}

int concatenate(lua_State* lua) {
    const auto left = text_at(lua, 1);
    const auto right = text_at(lua, 2);
    std::string both;
    both.reserve(left.size() + right.size());
    both.append(left).append(right);
    push_text(lua, both);
    return 1;
}

const Value& box(lua_State* lua) {
    return *static_cast<Box*>(luaL_checkudata(lua, 1, box_name))->value;
}

int index_box(lua_State* lua) {
    const Value& value = box(lua);
    if (const auto* words = std::get_if<Words>(&value); words != nullptr && lua_isinteger(lua, 2)) {
        const auto at = lua_tointeger(lua, 2);
        if (at < 1 || static_cast<std::size_t>(at) > words->size()) return nothing(lua);
        push_text(lua, (*words)[static_cast<std::size_t>(at - 1)]);
        return 1;
    }
    const auto* person = std::get_if<Person>(&value);
    const auto part = lua_type(lua, 2) == LUA_TSTRING ? std::string_view(lua_tostring(lua, 2)) : "";
    if (person == nullptr || (part != "name" && part != "email")) return nothing(lua);
    const auto& text = part == "name" ? person->name : person->email;
    if (text.empty()) return nothing(lua);
    push_text(lua, text);
    return 1;
}

int length_of_box(lua_State* lua) {
    const Value& value = box(lua);
    const auto* words = std::get_if<Words>(&value);
    lua_pushinteger(lua, static_cast<lua_Integer>(words != nullptr ? words->size() : text_at(lua, 1).size()));
    return 1;
}

int boxes_equal(lua_State* lua) {
    const Value* left = boxed_at(lua, 1);
    const Value* right = boxed_at(lua, 2);
    lua_pushboolean(lua, left != nullptr && right != nullptr && *left == *right);
    return 1;
}

std::optional<Time> time_at(lua_State* lua, int index) {
    if (const Value* value = boxed_at(lua, index); value != nullptr && std::holds_alternative<Time>(*value))
        return std::get<Time>(*value);
    if (lua_type(lua, index) == LUA_TSTRING) return parse_time(text_at(lua, index));
    return {};
}

/// `order` is what makes the comparison true: left < right, or left <= right.
template <class Order>
int compare(lua_State* lua, Order order) {
    if (lua_isnil(lua, 1) || lua_isnil(lua, 2)) return no(lua);
    const auto left = time_at(lua, 1);
    const auto right = time_at(lua, 2);
    if (!left || !right)
        return luaL_error(lua, "only numbers, texts and times can be less or more than another");
    lua_pushboolean(lua, order(*left, *right));
    return 1;
}
int less(lua_State* lua) {
    return compare(lua, [](Time left, Time right) { return left < right; });
}
int less_or_same(lua_State* lua) {
    return compare(lua, [](Time left, Time right) { return left <= right; });
}

void push_found(lua_State* lua, const Record& record, std::string_view name) {
    const auto found = record.find(name);
    if (found == record.end())
        lua_pushnil(lua);
    else
        push_value(lua, found->second);
}

std::string_view name_at(lua_State* lua, int index) {
    if (lua_type(lua, index) != LUA_TSTRING)
        luaL_error(lua, "a ticket's values have names, in quotes or after a dot");
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, index, &size);
    return {text, size};
}

int index_ticket(lua_State* lua) {
    const auto name = name_at(lua, 2);
    const Ticket& ticket = *Evaluating::of(lua).ticket;
    const auto text = [&](const std::string& value) {
        value.empty() ? lua_pushnil(lua) : push_text(lua, value);
        return 1;
    };
    if (name == "id") return text(ticket.id);
    if (name == "ref") return text(ticket.ref);
    if (name == "url") return text(ticket.url);
    if (name == "custom") {
        lua_newuserdatauv(lua, 0, 0);
        luaL_setmetatable(lua, custom_name);
        return 1;
    }
    push_found(lua, ticket.fields, name);
    return 1;
}

int index_custom(lua_State* lua) {
    push_found(lua, Evaluating::of(lua).ticket->custom, name_at(lua, 2));
    return 1;
}

void make_nil_forgiving(lua_State* lua) {
    constexpr luaL_Reg methods[] = {{"__index", nothing},      {"__lt", no},        {"__le", no},
                                    {"__concat", concatenate}, {"__len", zero},     {"__add", nothing},
                                    {"__sub", nothing},        {"__mul", nothing},  {"__div", nothing},
                                    {"__mod", nothing},        {"__idiv", nothing}, {"__pow", nothing},
                                    {"__unm", nothing},        {nullptr, nullptr}};
    lua_pushnil(lua);
    lua_newtable(lua);
    luaL_setfuncs(lua, methods, 0);
    lua_setmetatable(lua, -2);
    lua_pop(lua, 1);
}

void make_metatable(lua_State* lua, const char* name, const luaL_Reg* methods) {
    luaL_newmetatable(lua, name);
    luaL_setfuncs(lua, methods, 0);
    lua_pop(lua, 1);
}

Words words_at(lua_State* lua, int index) {
    Words words;
    const auto size = luaL_len(lua, index);
    if (size > most_words) luaL_error(lua, "a list has at most %d entries", static_cast<int>(most_words));
    for (lua_Integer at = 1; at <= size; ++at) {
        lua_geti(lua, index, at);
        if (const auto text = text_at(lua, -1); !text.empty()) words.push_back(mend_utf8(text));
        lua_pop(lua, 1);
    }
    return words;
}

}  // namespace

Evaluating& Evaluating::of(lua_State* lua) {
    return **static_cast<Evaluating**>(lua_getextraspace(lua));
}

void open_values(lua_State* lua) {
    make_nil_forgiving(lua);
    constexpr luaL_Reg box_methods[] = {
        {"__index", index_box}, {"__len", length_of_box},  {"__eq", boxes_equal}, {"__lt", less},
        {"__le", less_or_same}, {"__concat", concatenate}, {nullptr, nullptr}};
    make_metatable(lua, box_name, box_methods);
    constexpr luaL_Reg ticket_methods[] = {{"__index", index_ticket}, {nullptr, nullptr}};
    make_metatable(lua, ticket_name, ticket_methods);
    constexpr luaL_Reg custom_methods[] = {{"__index", index_custom}, {nullptr, nullptr}};
    make_metatable(lua, custom_name, custom_methods);
}

void push_ticket(lua_State* lua) {
    lua_newuserdatauv(lua, 0, 0);
    luaL_setmetatable(lua, ticket_name);
}

void push_value(lua_State* lua, const Value& value) {
    if (is_nothing(value)) return lua_pushnil(lua);
    if (const auto* flag = std::get_if<bool>(&value)) return lua_pushboolean(lua, *flag);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return lua_pushinteger(lua, *integer);
    if (const auto* number = std::get_if<double>(&value)) return lua_pushnumber(lua, *number);
    if (const auto* text = std::get_if<std::string>(&value)) return push_text(lua, *text);
    auto* place = static_cast<Box*>(lua_newuserdatauv(lua, sizeof(Box), 0));
    *place = Box{&value};
    luaL_setmetatable(lua, box_name);
}

Value take_value(lua_State* lua, int index) {
    switch (lua_type(lua, index)) {
        case LUA_TNIL: return {};
        case LUA_TBOOLEAN: return lua_toboolean(lua, index) != 0;
        case LUA_TSTRING: return mend_utf8(text_at(lua, index));
        case LUA_TNUMBER:
            if (lua_isinteger(lua, index)) return static_cast<std::int64_t>(lua_tointeger(lua, index));
            return static_cast<double>(lua_tonumber(lua, index));
        case LUA_TTABLE: return words_at(lua, index);
        default: break;
    }
    if (const Value* value = boxed_at(lua, index)) return *value;
    luaL_error(lua, lua_isfunction(lua, index)
                        ? "gives a function; call it with its arguments in ( )"
                        : "gives the whole ticket; name a part, such as ticket.subject");
    return {};
}

std::string_view text_at(lua_State* lua, int index) {
    if (lua_isnoneornil(lua, index)) return {};
    if (lua_isboolean(lua, index)) return lua_toboolean(lua, index) != 0 ? "true" : "false";
    if (lua_isnumber(lua, index) != 0 || lua_isstring(lua, index) != 0) {
        std::size_t size = 0;
        const char* text = lua_tolstring(lua, index, &size);
        spend(lua, size);
        return {text, size};
    }
    const Value* value = boxed_at(lua, index);
    if (value == nullptr) luaL_error(lua, "a text is wanted, not a list, a function or the whole ticket");
    auto& texts = Evaluating::of(lua).texts;
    auto found = texts.find(value);
    if (found == texts.end()) {
        const auto* html = std::get_if<Html>(value);
        if (html != nullptr) spend(lua, html->markup.size());
        found = texts.emplace(value, html == nullptr ? text_of(*value) : plain_text(html->markup)).first;
    }
    spend(lua, found->second.size());
    return found->second;
}

const Value* boxed_at(lua_State* lua, int index) {
    const auto* found = static_cast<const Box*>(luaL_testudata(lua, index, box_name));
    return found == nullptr ? nullptr : found->value;
}

void push_text(lua_State* lua, std::string_view text) {
    lua_pushlstring(lua, text.data(), text.size());
}

void spend(lua_State* lua, std::size_t bytes) {
    auto& left = Evaluating::of(lua).work_left;
    if (bytes > left) luaL_error(lua, "looks at more text than one expression may");
    left -= bytes;
}

}  // namespace deskbridge
