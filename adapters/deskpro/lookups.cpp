#include "adapters/deskpro/lookups.h"

#include "model/process.h"

#include <algorithm>
#include <chrono>

namespace deskbridge::deskpro {

namespace {

/// More pages than any list of departments has; a server that never ends is not followed.
constexpr int pages_at_most = 100;

std::string title_of(json::View entry) {
    for (const auto* name : {"title", "name", "label", "status_code"})
        if (const auto text = entry[name].text(); !text.empty()) return text;
    return {};
}

/// Choices come as a list of {id, title}, nested ones with children.
void add_choices(json::View choices, std::map<std::string, std::string>& out) {
    for (const auto& choice : rows(choices)) {
        if (const auto id = choice["id"].text(); !id.empty()) out[id] = title_of(choice);
        add_choices(choice["children"], out);
    }
}

bool is_withheld(const Answer& answer) {
    return answer.status == 403 || answer.status == 404 || answer.status == 405;
}

}  // namespace

bool is_last_page(const json::Document& body, int page) {
    const auto told = pagination(body);
    if (const auto pages = told["total_pages"].integer()) return page >= *pages;
    const auto size = told["per_page"].integer();
    if (const auto total = told["total"].integer(); total && size && *size > 0) return page * *size >= *total;
    return body["data"].size() == 0;
}

std::optional<std::vector<json::Document>> read_pages(Client& client, const std::string& path, Query query,
                                                      const std::string& what) {
    std::vector<json::Document> pages;
    query.emplace_back("count", "200");
    query.emplace_back("page", "1");
    std::string before;
    for (int page = 1; page <= pages_at_most; ++page) {
        query.back().second = std::to_string(page);
        auto answer = client.call("GET", path, query, "", what);
        if (page == 1 && is_withheld(answer)) return {};
        auto body = Client::expect_data(std::move(answer), what);
        auto content = body["data"].dump();
        if (page > 1 && content == before) break;  // a server that knows no pages
        before = std::move(content);
        pages.push_back(std::move(body));
        if (is_last_page(pages.back(), page)) break;
    }
    return pages;
}

Person person_from(json::View person) {
    Person out;
    out.id = person["id"].text();
    for (const auto* name : {"name", "display_name"})
        if (out.name.empty()) out.name = person[name].text();
    if (out.name.empty()) out.name = person["first_name"].text() + " " + person["last_name"].text();
    if (out.name == " ") out.name.clear();
    out.email = person["primary_email"].text();
    if (out.email.empty()) out.email = person["primary_email"]["email"].text();
    if (out.email.empty()) out.email = person["emails"][std::size_t{0}].text();
    if (out.email.empty()) out.email = person["email"].text();
    return out;
}

void Lookups::forget_when_old() {
    constexpr std::chrono::hours old{1};
    const auto now = client_.server_time();
    if (read_at_ && now && *now - *read_at_ < old) return;
    if (read_at_) {
        lists_.clear();
        withheld_.clear();
        known_missing_.clear();
        agents_.reset();
        custom_fields_.reset();
    }
    read_at_ = now;
}

bool Lookups::worth_another_look(const std::string& list, const std::string& id) {
    return withheld_.count(list) == 0 && known_missing_.insert(list + "/" + id).second;
}

void Lookups::read_titles(const std::string& name) {
    Titles titles;
    const auto pages = read_pages(client_, "/" + name, {}, "read " + name);
    if (!pages) {
        withheld_.insert(name);
    } else {
        for (const auto& page : *pages)
            for (const auto& entry : rows(page["data"]))
                // statuses are asked for and shown by code, everything else by id
                if (const auto id = entry["status_code"].text(entry["id"].text()); !id.empty())
                    titles[id] = title_of(entry);
    }
    lists_[name] = std::move(titles);
}

const Lookups::Titles& Lookups::list(const std::string& name) {
    forget_when_old();
    if (lists_.count(name) == 0) read_titles(name);
    return lists_[name];
}

std::string Lookups::title(const std::string& name, const std::string& id) {
    if (const auto& titles = list(name); titles.count(id) == 0 && worth_another_look(name, id))
        read_titles(name);
    const auto found = lists_[name].find(id);
    return found == lists_[name].end() || found->second.empty() ? id : found->second;
}

std::optional<std::string> Lookups::id_of(const std::string& name, const std::string& wanted) {
    const auto& titles = list(name);
    const auto by_id = titles.find(wanted);
    // A code is a name, too; a number may be another one's title.
    if (name == "ticket_statuses" && by_id != titles.end()) return wanted;
    for (const auto& [id, title] : titles)
        if (same_name(title, wanted)) return id;
    return by_id == titles.end() ? std::nullopt : std::optional(wanted);
}

void Lookups::reread(const std::string& name) {
    forget_when_old();
    withheld_.erase(name);
    if (name == "agents")
        read_agents();
    else if (name == "custom")
        read_custom_fields();
    else
        read_titles(name);
}

std::vector<std::string> Lookups::titles(const std::string& name) {
    std::vector<std::string> out;
    for (const auto& [id, title] : list(name)) out.push_back(title);
    return out;
}

void Lookups::read_agents() {
    std::map<std::string, Person> agents;
    const auto pages = read_pages(client_, "/agents", {}, "read agents");
    if (!pages) {
        withheld_.insert("agents");
    } else {
        for (const auto& page : *pages)
            for (const auto& agent : rows(page["data"]))
                agents.emplace(agent["id"].text(), person_from(agent));
    }
    agents_ = std::move(agents);
}

const std::map<std::string, Person>& Lookups::agents() {
    forget_when_old();
    if (!agents_) read_agents();
    return *agents_;
}

std::optional<std::string> Lookups::agent_like(const Person& person) {
    const auto is_it = [&](const Person& agent) {
        return person.email.empty() ? same_name(agent.name, person.name)
                                    : same_name(agent.email, person.email);
    };
    std::optional<std::string> found;
    for (const auto& [id, agent] : agents()) {
        if (!is_it(agent)) continue;
        if (found) return {};  // of two with one name neither is meant for sure
        found = id;
    }
    return found;
}

std::vector<std::string> Lookups::agent_addresses() {
    std::vector<std::string> out;
    for (const auto& [id, agent] : agents())
        if (!agent.email.empty()) out.push_back(agent.email);
    return out;
}

Person Lookups::agent(const std::string& id) {
    if (agents().count(id) == 0 && worth_another_look("agents", id)) read_agents();
    const auto found = agents_->find(id);
    return found == agents_->end() ? Person{"", "", id} : found->second;
}

void Lookups::read_custom_fields() {
    std::vector<CustomField> fields;
    const auto pages = read_pages(client_, "/ticket_custom_fields", {}, "read the custom fields of tickets");
    if (!pages) {
        withheld_.insert("custom");
    } else {
        for (const auto& page : *pages) {
            for (const auto& entry : rows(page["data"])) {
                CustomField field;
                field.id = entry["id"].text();
                field.title = title_of(entry);
                field.alias = entry["alias"].text();
                field.widget = entry["widget_type"].text(entry["type_name"].text());
                add_choices(entry["choices"], field.choices);
                if (field.widget == "choice" &&
                    (entry["is_multiple"].flag() || entry["options"]["multiple"].flag()))
                    field.widget = "multichoice";
                fields.push_back(std::move(field));
            }
        }
    }
    custom_fields_ = std::move(fields);
}

const std::vector<CustomField>& Lookups::custom_fields() {
    forget_when_old();
    if (!custom_fields_) read_custom_fields();
    return *custom_fields_;
}

const CustomField* Lookups::find_custom(const std::string& name,
                                        const std::function<bool(const CustomField&)>& is_it) {
    const auto find = [&]() -> const CustomField* {
        const auto& fields = custom_fields();
        const auto found = std::find_if(fields.begin(), fields.end(), is_it);
        return found == fields.end() ? nullptr : &*found;
    };
    if (const auto* found = find()) return found;
    if (!worth_another_look("custom", name)) return nullptr;
    read_custom_fields();
    return find();
}

const CustomField* Lookups::custom_field(const std::string& id) {
    return find_custom(id, [&](const CustomField& field) { return field.id == id; });
}

const CustomField* Lookups::custom_field_named(const std::string& name) {
    return find_custom(name, [&](const CustomField& field) {
        return same_name(field.title, name) || field.alias == name || field.id == name;
    });
}

}  // namespace deskbridge::deskpro
