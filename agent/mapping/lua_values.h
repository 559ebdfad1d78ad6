// Between the values of the model and those of Lua. All of it runs inside a protected call: errors unwind.
#pragma once

#include "model/ticket.h"

#include <lua.hpp>
#include <map>
#include <string>
#include <string_view>

namespace deskbridge {

/// What functions of the language need while an expression runs; reachable from the Lua state's extra space.
struct Evaluating {
    const Ticket* ticket = nullptr;
    std::size_t work_left = 0;
    std::map<const Value*, std::string> texts;  ///< of boxed values, made once for each evaluation

    static Evaluating& of(lua_State* lua);
};

/// Makes nil forgiving, and registers the metatables of the ticket and of boxed values.
void open_values(lua_State* lua);

/// The global `ticket`.
void push_ticket(lua_State* lua);

/// `value` must live as long as the evaluation.
void push_value(lua_State* lua, const Value& value);

/// What stands at `index`, as a value of its own. On failure: a Lua error.
Value take_value(lua_State* lua, int index);

/// As people read it: nil is "", HTML its plain text. Valid while the value stays on the stack and the
/// evaluation lasts. Spends work. On failure (a table, a function): a Lua error naming the argument.
std::string_view text_at(lua_State* lua, int index);

/// The value in a box; null when there is none at `index`.
const Value* boxed_at(lua_State* lua, int index);

void push_text(lua_State* lua, std::string_view text);

/// Counts bytes that a function looks at. On failure: a Lua error.
void spend(lua_State* lua, std::size_t bytes);

}  // namespace deskbridge
