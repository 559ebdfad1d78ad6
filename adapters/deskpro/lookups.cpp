#include "adapters/deskpro/lookups.h"

#include "model/process.h"

#include <algorithm>

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
    for (const auto& choice : choices.items()) {
        if (const auto id = choice["id"].text(); !id.empty()) out[id] = title_of(choice);
        add_choices(choice["children"], out);
    }
}

bool is_withheld(const SyncError& error) {
    return error.reach == Reach::item;
}

}  // namespace

std::vector<json::Document> read_pages(Client& client, const std::string& path, Query query,
                                       const std::string& what) {
    std::vector<json::Document> pages;
    query.emplace_back("count", "200");
    query.emplace_back("page", "1");
    std::string first_of_last;
    for (int page = 1; page <= pages_at_most; ++page) {
        query.back().second = std::to_string(page);
        auto answer = client.get(path, query, what);
        const auto data = answer["data"];
        const auto total_pages = answer["meta"]["pagination"]["total_pages"].integer();
        const auto first = data[std::size_t{0}].dump();
        const bool repeats = page > 1 && first == first_of_last;
        const bool last =
            data.size() == 0 || repeats || (total_pages ? page >= *total_pages : data.size() < 200);
        first_of_last = first;
        if (!repeats) pages.push_back(std::move(answer));
        if (last) break;
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

Lookups::Titles Lookups::read_titles(const std::string& name) {
    Titles titles;
    try {
        for (const auto& page : read_pages(client_, "/" + name, {}, "read " + name)) {
            for (const auto& entry : page["data"].items()) {
                const auto id = entry["id"].text(entry["status_code"].text());
                if (!id.empty()) titles[id] = title_of(entry);
            }
        }
    } catch (const SyncError& error) {
        if (!is_withheld(error)) throw;
    }
    return titles;
}

const Lookups::Titles& Lookups::list(const std::string& name) {
    const auto known = lists_.find(name);
    if (known != lists_.end()) return known->second;
    return lists_.emplace(name, read_titles(name)).first->second;
}

std::string Lookups::title(const std::string& name, const std::string& id) {
    if (const auto found = list(name).find(id); found != list(name).end()) return found->second;
    if (known_missing_.count(name + "/" + id) == 0) {
        lists_[name] = read_titles(name);
        if (const auto found = lists_[name].find(id); found != lists_[name].end()) return found->second;
        known_missing_.insert(name + "/" + id);
    }
    return id;
}

std::optional<std::string> Lookups::id_of(const std::string& name, const std::string& wanted) {
    for (const auto& [id, title] : list(name))
        if (id == wanted || same_name(title, wanted)) return id;
    return {};
}

std::vector<std::string> Lookups::titles(const std::string& name) {
    std::vector<std::string> out;
    for (const auto& [id, title] : list(name)) out.push_back(title);
    return out;
}

void Lookups::read_agents() {
    agents_.emplace();
    try {
        for (const auto& page : read_pages(client_, "/agents", {}, "read agents"))
            for (const auto& agent : page["data"].items())
                agents_->emplace(agent["id"].text(), person_from(agent));
    } catch (const SyncError& error) {
        if (!is_withheld(error)) {
            agents_.reset();
            throw;
        }
    }
}

Person Lookups::agent(const std::string& id) {
    if (!agents_) read_agents();
    if (agents_->count(id) == 0 && known_missing_.insert("agents/" + id).second) read_agents();
    const auto found = agents_->find(id);
    return found == agents_->end() ? Person{"", "", id} : found->second;
}

void Lookups::read_custom_fields() {
    std::vector<CustomField> fields;
    try {
        for (const auto& page :
             read_pages(client_, "/ticket_custom_fields", {}, "read the custom fields of tickets")) {
            for (const auto& entry : page["data"].items()) {
                CustomField field;
                field.id = entry["id"].text();
                field.title = title_of(entry);
                field.alias = entry["alias"].text();
                field.widget = entry["widget_type"].text(entry["type_name"].text());
                add_choices(entry["choices"], field.choices);
                fields.push_back(std::move(field));
            }
        }
    } catch (const SyncError& error) {
        if (!is_withheld(error)) throw;
    }
    custom_fields_ = std::move(fields);
}

const std::vector<CustomField>& Lookups::custom_fields() {
    if (!custom_fields_) read_custom_fields();
    return *custom_fields_;
}

const CustomField* Lookups::custom_field(const std::string& id) {
    const auto find = [&]() -> const CustomField* {
        const auto& fields = custom_fields();
        const auto found =
            std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.id == id; });
        return found == fields.end() ? nullptr : &*found;
    };
    if (const auto* found = find()) return found;
    if (!known_missing_.insert("custom/" + id).second) return nullptr;
    custom_fields_.reset();
    return find();
}

const CustomField* Lookups::custom_field_named(const std::string& name) {
    for (const auto& field : custom_fields())
        if (same_name(field.title, name) || field.alias == name || field.id == name) return &field;
    return nullptr;
}

}  // namespace deskbridge::deskpro
