#include "mapping/lua_functions.h"

#include "content/clip.h"
#include "content/utf8.h"
#include "mapping/lua_values.h"
#include "mapping/texts.h"
#include "model/process.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace deskbridge {

namespace {

constexpr std::size_t longest_part = 1000;
constexpr std::size_t longest_result = 4u << 20;

int answer(lua_State* lua, bool yes) {
    lua_pushboolean(lua, yes);
    return 1;
}
int answer(lua_State* lua, std::string_view text) {
    push_text(lua, text);
    return 1;
}

/// What is looked for; bounded, because looking costs the product of both lengths at worst.
std::string_view part_at(lua_State* lua, int index) {
    const auto part = text_at(lua, index);
    if (part.size() > longest_part)
        luaL_error(lua, "what is looked for is longer than %d bytes", static_cast<int>(longest_part));
    return part;
}

/// `part` is to be looked for in `text`: what that costs at worst is work too.
void spend_search(lua_State* lua, std::string_view text, std::string_view part) {
    spend(lua, text.size() * (part.size() / 64));
}

/// Each entry of a list of any kind; a single text is a list of one. Ends when `visit` answers false.
template <class Visit>
void each_word(lua_State* lua, int index, Visit visit) {
    if (lua_isnoneornil(lua, index)) return;
    const Value* boxed = boxed_at(lua, index);
    if (const auto* words = boxed == nullptr ? nullptr : std::get_if<Words>(boxed)) {
        for (const auto& word : *words) {
            spend(lua, word.size());
            if (!visit(std::string_view(word))) return;
        }
        return;
    }
    if (!lua_istable(lua, index)) return void(visit(text_at(lua, index)));
    const auto size = luaL_len(lua, index);
    for (lua_Integer at = 1; at <= size; ++at) {
        lua_geti(lua, index, at);
        const bool more = visit(text_at(lua, -1));
        lua_pop(lua, 1);
        if (!more) return;
    }
}

int has(lua_State* lua) {
    const auto wanted = text_at(lua, 2);
    bool found = false;
    each_word(lua, 1, [&](std::string_view word) { return !(found = same_name(word, wanted)); });
    return answer(lua, found);
}

int contains(lua_State* lua) {
    const auto text = text_at(lua, 1);
    const auto part = lowered(part_at(lua, 2));
    spend_search(lua, text, part);
    return answer(lua, !part.empty() && lowered(text).find(part) != std::string::npos);
}

int starts_with(lua_State* lua) {
    const auto text = text_at(lua, 1);
    const auto part = part_at(lua, 2);
    return answer(lua, !part.empty() && same_name(text.substr(0, part.size()), part));
}

int ends_with(lua_State* lua) {
    const auto text = text_at(lua, 1);
    const auto part = part_at(lua, 2);
    return answer(lua, !part.empty() && text.size() >= part.size() &&
                           same_name(text.substr(text.size() - part.size()), part));
}

int lower(lua_State* lua) {
    return answer(lua, lowered(text_at(lua, 1)));
}
int upper(lua_State* lua) {
    return answer(lua, uppered(text_at(lua, 1)));
}
int trim(lua_State* lua) {
    return answer(lua, trimmed(text_at(lua, 1)));
}

int find(lua_State* lua) {
    const auto text = text_at(lua, 1);
    const auto part = part_at(lua, 2);
    spend_search(lua, text, part);
    const auto at = part.empty() ? std::string_view::npos : text.find(part);
    if (at == std::string_view::npos)
        lua_pushnil(lua);
    else
        lua_pushinteger(lua, static_cast<lua_Integer>(length_in(Unit::code_points, text.substr(0, at)) + 1));
    return 1;
}

int replace(lua_State* lua) {
    const auto text = text_at(lua, 1);
    const auto part = part_at(lua, 2);
    const auto other = text_at(lua, 3);
    spend_search(lua, text, part);
    if (part.empty()) return answer(lua, text);
    std::string out;
    std::size_t from = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, from)) {
        out.append(text.substr(from, at - from)).append(other);
        from = at + part.size();
        if (out.size() > longest_result) luaL_error(lua, "the replaced text would be too long");
    }
    out.append(text.substr(from));
    return answer(lua, out);
}

int clip_text(lua_State* lua) {
    const auto size = luaL_checkinteger(lua, 2);
    if (size < 0) return luaL_error(lua, "a text cannot have less than 0 characters");
    const auto text = text_at(lua, 1);
    if (static_cast<std::size_t>(size) >= text.size()) return answer(lua, text);
    return answer(lua, clip(text, static_cast<std::size_t>(size), Unit::code_points).text);
}

int join(lua_State* lua) {
    const auto separator = text_at(lua, 2);
    std::string out;
    bool first = true;
    bool fits = true;
    each_word(lua, 1, [&](std::string_view word) {
        if (!std::exchange(first, false)) out += separator;
        out += word;
        return fits = out.size() <= longest_result;
    });
    if (!fits) return luaL_error(lua, "the joined text would be too long");
    return answer(lua, out);
}

bool is_nothing_at(lua_State* lua, int index) {
    if (lua_isnoneornil(lua, index)) return true;
    return lua_type(lua, index) == LUA_TSTRING && lua_rawlen(lua, index) == 0;
}

int default_to(lua_State* lua) {
    lua_settop(lua, 2);
    lua_pushvalue(lua, is_nothing_at(lua, 1) ? 2 : 1);
    return 1;
}

int text(lua_State* lua) {
    return answer(lua, text_at(lua, 1));
}

int number(lua_State* lua) {
    if (lua_type(lua, 1) == LUA_TNUMBER) {
        lua_settop(lua, 1);
        return 1;
    }
    const auto digits = text_at(lua, 1);
    if (const auto integer = integer_in(digits))
        lua_pushinteger(lua, *integer);
    else if (const auto real = number_in(digits))
        lua_pushnumber(lua, *real);
    else
        lua_pushnil(lua);
    return 1;
}

constexpr luaL_Reg functions[] = {{"has", has},
                                  {"contains", contains},
                                  {"starts_with", starts_with},
                                  {"ends_with", ends_with},
                                  {"lower", lower},
                                  {"upper", upper},
                                  {"trim", trim},
                                  {"find", find},
                                  {"replace", replace},
                                  {"clip", clip_text},
                                  {"join", join},
                                  {"default", default_to},
                                  {"text", text},
                                  {"number", number}};

}  // namespace

const std::vector<std::string>& function_names() {
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& function : functions) all.emplace_back(function.name);
        return all;
    }();
    return names;
}

void open_functions(lua_State* lua) {
    for (const auto& function : functions) lua_register(lua, function.name, function.func);
}

}  // namespace deskbridge
