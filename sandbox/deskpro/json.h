// The JSON of the stand-in: one value for what is read and what is answered. Objects keep their order.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sandbox::deskpro {

struct Member;

/// Null, true or false, a whole number, a real number, a text (UTF-8), a list or an object.
class Json {
public:
    using List = std::vector<Json>;
    using Object = std::vector<Member>;

    Json();
    Json(std::nullptr_t);
    Json(bool value);
    Json(int value);
    Json(long long value);
    Json(double value);
    Json(const char* value);
    Json(std::string value);
    Json(List value);
    Json(Object value);

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const long long* integer() const { return std::get_if<long long>(&value_); }
    const double* real() const { return std::get_if<double>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const List* list() const { return std::get_if<List>(&value_); }
    const Object* object() const { return std::get_if<Object>(&value_); }

    /// The member of that name; nullptr when there is none or this is no object.
    const Json* find(std::string_view name) const;
    /// Appends a member; a null becomes an object first.
    Json& put(std::string name, Json value);

private:
    std::variant<std::nullptr_t, bool, long long, double, std::string, List, Object> value_;
};

struct Member {
    std::string name;
    Json value;
};

/// What is not JSON; the text says why.
struct JsonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads one document (Poco::JSON). Throws JsonError for what PHP's reader would refuse as well: broken
/// syntax, invalid UTF-8, an unpaired surrogate, anything after the document.
Json read_json(const std::string& text);

/// One line of JSON. Only the quotation mark, the backslash and U+0000..U+001F are escaped, every other
/// byte is passed on as it is: texts come out exactly as they went in (Poco's writer does not promise that).
std::string write_json(const Json& value);

}  // namespace sandbox::deskpro
