#include "config/reading.h"
#include "config/shipped_schema.h"
#include "json/schema.h"
#include "mapping/texts.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace deskbridge::config {

using json::FileNode;

namespace {

/// One '@' with something on either side: enough to tell an address from a name or a half-written line.
bool is_address(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \t\r\n<>") == std::string_view::npos;
}

void check_account(Reading& reading, const FileNode& node) {
    const std::string account = node.text();
    if (std::any_of(account.begin(), account.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        reading.wrong(node,
                      "holds control characters; in JSON a backslash is written twice, as in "
                      "\"CORP\\\\grace\"");
    else if (node.is_text() && trimmed(account) != account)
        reading.wrong(node, "has blanks at an end");
}

void read_person(Reading& reading, const std::string& address, const FileNode& node, PeopleSettings& into) {
    const auto odd_key = [&](std::string message) {
        reading.problems.push_back(node.key_problem(std::move(message)));
    };
    if (!is_address(address))
        odd_key("is no e-mail address; an account of the work side stands behind the ':'");
    else if (into.contains(lowered(address)))
        odd_key("this address stands here a second time, in another case");
    check_account(reading, node);
    into.emplace(lowered(address), node.is_text() ? std::optional(node.text()) : std::nullopt);
}

}  // namespace

PeopleSettings read_people(Reading& reading, const FileNode& node) {
    const std::size_t before = reading.problems.size();
    const auto path = read_existing_path(reading, node);
    if (path.empty() || reading.problems.size() > before) return {};
    PeopleSettings people;
    const auto document = json::DocumentFile::read(path);
    reading.problems.insert(reading.problems.end(), document.problems().begin(), document.problems().end());
    if (document.root().missing()) return people;
    static const auto schema = json::Schema::parse(shipped_schema("people.schema.json"));
    for (auto& problem : schema.check(document)) reading.problems.push_back(std::move(problem));
    std::set<std::string> seen{"$schema"};  // one that is written twice in the same way was told already
    for (const auto& [address, account] : document.root().members())
        if (seen.insert(address).second) read_person(reading, address, account, people);
    return people;
}

}  // namespace deskbridge::config
