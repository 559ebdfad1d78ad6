#include "contract/sync_error.h"
#include "json/json.h"
#include "json/rapid.h"
#include "json/utf8.h"

#include <cmath>
#include <cstring>

namespace deskbridge::json {

namespace {

bool opens(char c) {
    return c == '{' || c == '[';
}
bool closes(char c) {
    return c == '}' || c == ']';
}

/// Where the text whose opening quote is at `at` has its closing one.
std::size_t closing_quote(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
    }
    return at;
}

/// Compact JSON over lines; empty objects and arrays stay on theirs.
std::string spread(std::string_view json, std::size_t indent) {
    std::string out;
    std::size_t depth = 0;
    const auto line = [&] { out += '\n' + std::string(depth * indent, ' '); };
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            const std::size_t end = closing_quote(json, at);
            out += json.substr(at, end + 1 - at);
            at = end;
        } else if (opens(c) && at + 1 < json.size() && closes(json[at + 1])) {
            out += json.substr(at++, 2);
        } else if (closes(c)) {
            if (depth > 0) --depth;
            line();
            out += c;
        } else {
            out += c;
            if (opens(c)) ++depth;
            if (opens(c) || c == ',') line();
            if (c == ':') out += ' ';
        }
    }
    return out;
}

rapidjson::SizeType length_of(std::string_view text) {
    ensure(text.size() <= std::numeric_limits<rapidjson::SizeType>::max(), "JSON text fits in 4 GiB");
    return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

/// The checks stand here because RapidJSON's own are assertions, which a release build leaves out.
struct Writer::State {
    enum class Open { object, array };

    TextBuffer buffer;
    rapidjson::Writer<TextBuffer> out{buffer};
    std::vector<Open> open;
    bool keyed = false;
    bool finished = false;

    void before_value() {
        ensure(!finished, "a JSON text holds one value");
        ensure(open.empty() || open.back() == Open::array || keyed, "a value in a JSON object has a key");
        keyed = false;
    }
    void after_value() { finished = open.empty(); }

    template <class Call>
    void value(Call&& call) {
        before_value();
        call();
        after_value();
    }
    void write_text(std::string_view value) {
        if (is_utf8(value)) {
            out.String(value.data() == nullptr ? "" : value.data(), length_of(value));
        } else {
            const std::string mended = mend_utf8(value);
            out.String(mended.data(), length_of(mended));
        }
    }
};

Writer::Writer() : state_(std::make_unique<State>()) {}
Writer::~Writer() = default;

Writer& Writer::object() {
    state_->before_value();
    state_->out.StartObject();
    state_->open.push_back(State::Open::object);
    return *this;
}

Writer& Writer::array() {
    state_->before_value();
    state_->out.StartArray();
    state_->open.push_back(State::Open::array);
    return *this;
}

Writer& Writer::end() {
    ensure(!state_->open.empty(), "every end in JSON has its beginning");
    ensure(!state_->keyed, "every key in JSON has its value");
    const State::Open innermost = state_->open.back();
    state_->open.pop_back();
    if (innermost == State::Open::object) {
        state_->out.EndObject();
    } else {
        state_->out.EndArray();
    }
    state_->after_value();
    return *this;
}

Writer& Writer::key(std::string_view name) {
    ensure(!state_->open.empty() && state_->open.back() == State::Open::object && !state_->keyed,
           "a JSON key stands in an object, before a value");
    state_->write_text(name);
    state_->keyed = true;
    return *this;
}

Writer& Writer::text(std::string_view value) {
    state_->value([&] { state_->write_text(value); });
    return *this;
}

Writer& Writer::integer(std::int64_t value) {
    state_->value([&] { state_->out.Int64(value); });
    return *this;
}

Writer& Writer::number(double value) {
    ensure(std::isfinite(value), "a JSON number is finite");
    state_->value([&] { state_->out.Double(value); });
    return *this;
}

Writer& Writer::flag(bool value) {
    state_->value([&] { state_->out.Bool(value); });
    return *this;
}

Writer& Writer::null() {
    state_->value([&] { state_->out.Null(); });
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    ensure(!json.empty() && json.find('\0') == std::string_view::npos, "raw JSON is a value");
    // RapidJSON would copy it character by character: it only writes what stands before it
    state_->value([&] {
        state_->out.RawValue(json.data(), 0, rapidjson::kObjectType);
        std::memcpy(state_->buffer.Push(json.size()), json.data(), json.size());
    });
    return *this;
}

std::string Writer::take(int indent) {
    ensure(state_->finished, "JSON is taken when it is complete");
    const std::string_view text(state_->buffer.GetString(), state_->buffer.GetSize());
    std::string taken = indent > 0 ? spread(text, static_cast<std::size_t>(indent)) : std::string(text);
    state_ = std::make_unique<State>();
    return taken;
}

}  // namespace deskbridge::json
