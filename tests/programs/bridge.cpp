#include "programs/bridge.h"

#include <fmt/format.h>

namespace programs {

namespace {

const std::string& wished(const std::string& wish, const std::string& otherwise) {
    return wish.empty() ? otherwise : wish;
}

constexpr const char* configuration = R"({{
  // written by a test
  "state": "{}", "listen": {},
  "tenants": [
    {{ "name": "demo",
      "desk": {},
      "work": {{ "kind": "azure-devops", "url": "{}", "organization": "{}",
                "auth": {{ {} }} }},
      "mappings": [ "mapping.json" ],
      {}"poll_seconds": {}, "resend_after_seconds": {} }}
  ]
}}
)";

}  // namespace

Bridge::Bridge(const SandboxProgram& sandbox, const Wishes& wishes) : state_(wishes.state) {
    write_file(folder() / "desk.key", wished(wishes.desk_key, sandbox.desk_key()) + "\n");
    write_file(folder() / "work.pat", wished(wishes.work_token, sandbox.work_token()) + "\n");
    write_mapping(wished(wishes.mapping, preset_with("")));
    if (!wishes.people.empty()) write_file(folder() / "people.json", wishes.people);
    const auto deskpro =
        fmt::format(R"({{ "kind": "deskpro", "url": "{}", {} }})", wished(wishes.desk_url, sandbox.desk()),
                    wished(wishes.desk_auth, R"("api_key": { "file": "desk.key" })"));
    const auto listen = wishes.listen.empty() ? "null" : fmt::format(R"("{}")", wishes.listen);
    write_config(fmt::format(configuration, wishes.state, listen, wished(wishes.desk, deskpro),
                             wished(wishes.work_url, sandbox.work()), sandbox.organization(),
                             wished(wishes.work_auth, R"("method": "pat", "token": { "file": "work.pat" })"),
                             wishes.people.empty() ? "" : R"("people": "people.json", )", wishes.poll_seconds,
                             wishes.resend_after_seconds));
}

Outcome Bridge::run(const std::vector<std::string>& arguments, const std::string& input) const {
    return start(arguments, {}, input).wait();
}

Process Bridge::start(const std::vector<std::string>& arguments, const Environment& extra,
                      const std::string& input) const {
    std::vector<std::string> command{built_program("deskbridge"), "--config", config().string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return Process(command, extra, input);
}

void Bridge::write_config(const std::string& text) const {
    write_file(config(), text);
}

void Bridge::write_mapping(const std::string& text) const {
    write_file(folder() / "mapping.json", text);
}

std::string preset_with(const std::string& keys) {
    return fmt::format(
        R"({{ "name": "Every ticket", "extends": "deskpro-agile-bug", "select": "true"{}{} }})",
        keys.empty() ? "" : ", ", keys);
}

}  // namespace programs
