#include "mapping/interpreter.h"

#include "mapping/lua_functions.h"
#include "mapping/lua_values.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <new>

namespace deskbridge {

namespace {

constexpr std::string_view before = "return (";
constexpr std::string_view after = "\n)";
constexpr std::size_t memory_kept = 1u << 20;

/// What Lua may allocate. Making a block smaller never fails, as Lua demands.
struct Memory {
    std::size_t used = 0;
    std::size_t limit = 0;

    static void* allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
        auto& memory = *static_cast<Memory*>(self);
        if (block == nullptr) old_size = 0;  // Lua passes the kind of the new object here
        if (new_size == 0) {
            std::free(block);
            memory.used -= old_size;
            return nullptr;
        }
        if (new_size > old_size && memory.used - old_size + new_size > memory.limit) return nullptr;
        void* moved = std::realloc(block, new_size);
        if (moved != nullptr) memory.used += new_size - old_size;
        return moved;
    }
};

/// Hands the text to Lua byte by byte, so that the place of an error is where reading had come to.
struct ByteReader {
    std::string text;
    std::size_t read = 0;

    static const char* next(lua_State*, void* self, std::size_t* size) {
        auto& reader = *static_cast<ByteReader*>(self);
        *size = reader.read < reader.text.size() ? 1 : 0;
        return *size == 0 ? nullptr : reader.text.data() + reader.read++;
    }
};

/// Lua's message without "expression:1: " and with hints where its words say little to a mapping's author.
std::string readable(std::string_view message) {
    constexpr std::string_view name = "expression:";
    if (message.substr(0, name.size()) == name)
        if (const auto colon = message.find(": "); colon != std::string_view::npos)
            message.remove_prefix(colon + 2);
    std::string text(message);
    if (text.find("arithmetic on a string") != std::string::npos)
        text += "; number(...) makes a number of a text";
    if (text.find("attempt to compare") != std::string::npos)
        text += "; number(...) and text(...) make them alike";
    return text;
}

struct Run {
    const Expression* expression = nullptr;
    Value value;
};

int open_all(lua_State* lua) {
    open_values(lua);
    open_functions(lua);
    push_ticket(lua);
    lua_setglobal(lua, "ticket");
    return 0;
}

int compile_text(lua_State* lua) {
    auto& reader = *static_cast<ByteReader*>(lua_touserdata(lua, 1));
    if (lua_load(lua, ByteReader::next, &reader, "=expression", "t") != LUA_OK) return lua_error(lua);
    lua_pushinteger(lua, luaL_ref(lua, LUA_REGISTRYINDEX));
    return 1;
}

int run_expression(lua_State* lua) {
    auto& run = *static_cast<Run*>(lua_touserdata(lua, 1));
    lua_rawgeti(lua, LUA_REGISTRYINDEX, run.expression->handle);
    lua_call(lua, 0, 1);
    run.value = take_value(lua, -1);
    return 0;
}

void end_run(lua_State* lua, lua_Debug*) {
    luaL_error(lua, "takes more steps than one expression may");
}

}  // namespace

struct Interpreter::State {
    explicit State(Budget wanted) : budget(wanted) {
        memory.limit = budget.memory;
        lua.reset(lua_newstate(Memory::allocate, &memory));
        if (!lua) throw std::bad_alloc();
        lua_pushcfunction(lua.get(), open_all);
        if (lua_pcall(lua.get(), 0, 0, 0) != LUA_OK) throw std::bad_alloc();
    }

    /// Runs a function of ours on `argument`; "" or what went wrong. What the function left stays on the
    /// stack.
    std::string guarded(lua_CFunction function, void* argument, int results) {
        lua_settop(lua.get(), 0);
        lua_pushcfunction(lua.get(), function);
        lua_pushlightuserdata(lua.get(), argument);
        const int status = lua_pcall(lua.get(), 1, results, 0);
        if (status == LUA_OK) return {};
        if (status == LUA_ERRMEM || status < 0) return "needs more memory than one expression may";
        return lua_type(lua.get(), -1) == LUA_TSTRING ? readable(lua_tostring(lua.get(), -1))
                                                      : "cannot be evaluated";
    }

    struct Close {
        void operator()(lua_State* state) const { lua_close(state); }
    };
    Budget budget;
    Memory memory;
    std::unique_ptr<lua_State, Close> lua;
};

Interpreter::Interpreter(Budget budget) : state_(std::make_unique<State>(budget)) {}
Interpreter::~Interpreter() = default;

const std::vector<std::string>& Interpreter::functions() {
    return function_names();
}

std::optional<Expression> Interpreter::compile(std::string_view text, TextProblem& problem) {
    auto scan = scan_expression(text, function_names(), false);
    if (scan.problem) {
        problem = *scan.problem;
        return {};
    }
    ByteReader reader{std::string(before).append(text).append(after)};
    auto message = state_->guarded(compile_text, &reader, 1);
    if (message.empty()) {
        const int handle = static_cast<int>(lua_tointeger(state_->lua.get(), -1));
        return Expression{handle, std::move(scan.reads)};
    }
    const auto at = std::clamp(reader.read, before.size(), before.size() + text.size()) - before.size();
    if (reader.read >= before.size() + text.size()) message = "the expression ends too early";
    problem = {at, std::move(message)};
    return {};
}

Evaluation Interpreter::evaluate(const Expression& expression, const Ticket& ticket) {
    lua_State* lua = state_->lua.get();
    Evaluating evaluating{&ticket, state_->budget.work, {}};
    *static_cast<Evaluating**>(lua_getextraspace(lua)) = &evaluating;
    lua_sethook(lua, end_run, LUA_MASKCOUNT, state_->budget.instructions);

    Run run{&expression, {}};
    auto problem = state_->guarded(run_expression, &run, 0);

    lua_sethook(lua, nullptr, 0, 0);
    lua_settop(lua, 0);
    *static_cast<Evaluating**>(lua_getextraspace(lua)) = nullptr;
    if (state_->memory.used > memory_kept) lua_gc(lua, LUA_GCCOLLECT);
    if (!problem.empty()) return {{}, std::move(problem)};
    return {std::move(run.value), {}};
}

}  // namespace deskbridge
