#include "sandbox/azure_devops/azure_devops.h"

#include "sandbox/azure_devops/gate.h"

#include <fmt/format.h>
#include <mutex>
#include <utility>

namespace sandbox::azure_devops {

namespace {

std::string seen_text(const Collection& state, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<long long>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    if (const auto* moment = std::get_if<Moment>(&value)) return time_text(moment->ms);
    const Identity* person = state.people().by_id(std::get<Person>(value).id);
    return person == nullptr ? "" : person->text();
}

ItemSeen seen(const Collection& state, const WorkItem& item) {
    const Revision& now = item.now();
    ItemSeen view;
    view.id = item.id;
    view.rev = now.number;
    view.type = text_of(now.fields, "System.WorkItemType");
    view.project = text_of(now.fields, "System.TeamProject");
    for (const auto& [name, value] : now.fields) view.fields[name] = seen_text(state, value);
    view.fields.erase("System.History");
    for (const Relation& each : now.relations) {
        view.links.push_back({each.rel, each.url, each.comment, each.target});
    }
    for (const Comment& each : item.comments) {
        const Identity* author = state.people().by_id(each.created_by);
        view.comments.push_back(
            {each.id, each.text, author == nullptr ? "" : author->text(), each.created_ms, each.deleted});
    }
    view.revisions = item.revisions.size();
    view.changed_ms = now.changed_ms;
    view.deleted = item.deleted;
    return view;
}

Change change_of(const std::map<std::string, std::string>& fields) {
    Change change;
    for (const auto& [name, value] : fields) {
        change.fields.push_back({name, value.empty() ? Written() : Written(value)});
    }
    return change;
}

}  // namespace

struct AzureDevOps::Inside {
    Inside(Options given, Clock clock)
        : options(std::move(given)), tokens(options.tokens), state(options, std::move(clock)) {}

    std::string person(const std::string& unique_name) const {
        const Identity* found = state.people().by_unique_name(unique_name);
        if (found == nullptr) throw std::runtime_error("There is no person " + unique_name + ".");
        return found->id;
    }

    mutable std::mutex lock;
    const Options options;
    std::vector<Token> tokens;
    Collection state;
    Traffic traffic;
    long long created_before = 0;
    long long revisions_before = 0;
};

AzureDevOps::AzureDevOps(Options options, Clock clock)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(clock))) {}

AzureDevOps::~AzureDevOps() = default;

Reply AzureDevOps::handle(const Request& request) {
    const std::lock_guard guard(inside_->lock);
    return Gate(request, inside_->state, inside_->options, inside_->tokens, inside_->traffic).answer();
}

std::string AzureDevOps::root() const {
    return root_path(inside_->options);
}

void AzureDevOps::change(const std::function<void(Switches&)>& edit) {
    const std::lock_guard guard(inside_->lock);
    edit(inside_->state.switches);
}

void AzureDevOps::accept(const Token& token) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.add_person({token.unique_name, token.unique_name});
    inside_->tokens.push_back(token);
}

void AzureDevOps::revoke(const std::string& secret) {
    const std::lock_guard guard(inside_->lock);
    std::erase_if(inside_->tokens, [&](const Token& each) { return each.secret == secret; });
}

std::vector<ItemSeen> AzureDevOps::items() const {
    const std::lock_guard guard(inside_->lock);
    std::vector<ItemSeen> all;
    for (const auto& [id, item] : inside_->state.items()) all.push_back(seen(inside_->state, item));
    return all;
}

std::vector<ItemSeen> AzureDevOps::newest(std::size_t count) const {
    const std::lock_guard guard(inside_->lock);
    std::vector<ItemSeen> last;
    const auto& all = inside_->state.items();
    for (auto at = all.rbegin(); at != all.rend() && last.size() < count; ++at) {
        last.push_back(seen(inside_->state, at->second));
    }
    return last;
}

std::optional<ItemSeen> AzureDevOps::item(int id) const {
    const std::lock_guard guard(inside_->lock);
    const auto found = inside_->state.items().find(id);
    if (found == inside_->state.items().end()) return std::nullopt;
    return seen(inside_->state, found->second);
}

std::size_t AzureDevOps::item_count() const {
    const std::lock_guard guard(inside_->lock);
    return inside_->state.items().size();
}

Counters AzureDevOps::counters() const {
    const std::lock_guard guard(inside_->lock);
    const Traffic& traffic = inside_->traffic;
    return {traffic.requests,
            traffic.total,
            traffic.writes,
            traffic.refused,
            inside_->state.items_created() - inside_->created_before,
            inside_->state.revisions_made() - inside_->revisions_before};
}

void AzureDevOps::reset_counters() {
    const std::lock_guard guard(inside_->lock);
    inside_->traffic = {{}, 0, 0, 0, inside_->traffic.activity};
    inside_->created_before = inside_->state.items_created();
    inside_->revisions_before = inside_->state.revisions_made();
}

int AzureDevOps::add_item(const std::string& project, const std::string& type, const std::string& person,
                          const std::map<std::string, std::string>& fields) {
    const std::lock_guard guard(inside_->lock);
    const Project* home = inside_->state.project(project);
    if (home == nullptr) throw project_not_found(project);
    const WorkItemType* kind = home->type(type);
    if (kind == nullptr) throw std::runtime_error("There is no work item type " + type + ".");
    return inside_->state.create(*home, *kind, change_of(fields), {inside_->person(person)}).id;
}

void AzureDevOps::edit(int id, const std::string& person, const std::map<std::string, std::string>& fields,
                       const std::vector<std::string>& markdown) {
    const std::lock_guard guard(inside_->lock);
    Change change = change_of(fields);
    for (const auto& field : markdown) change.formats[field] = "Markdown";
    inside_->state.update(id, change, {inside_->person(person)});
}

void AzureDevOps::comment(int id, const std::string& person, const std::string& text,
                          const std::string& format) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.add_comment(id, text, format, inside_->person(person));
}

void AzureDevOps::edit_comment(int id, int comment, const std::string& person, const std::string& html) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.change_comment(id, comment, html, inside_->person(person));
}

void AzureDevOps::remove_comment(int id, int comment, const std::string& person) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.remove_comment(id, comment, inside_->person(person));
}

std::string AzureDevOps::keep_file(const std::string& name, const std::string& content) {
    const std::lock_guard guard(inside_->lock);
    const auto& kept = inside_->state.attach(name, content);
    return fmt::format("{}{}/_apis/wit/attachments/{}?fileName={}", inside_->options.origin,
                       root_path(inside_->options), kept.id, percent_encode(name));
}

void AzureDevOps::attach(int id, const std::string& person, const std::string& url,
                         const std::string& comment) {
    const std::lock_guard guard(inside_->lock);
    Change change;
    change.relations_added.push_back({"AttachedFile", url, comment, ""});
    inside_->state.update(id, change, {inside_->person(person)});
}

void AzureDevOps::remove(int id, const std::string& person) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.remove(id, inside_->person(person));
}

void AzureDevOps::restore(int id, const std::string& person) {
    const std::lock_guard guard(inside_->lock);
    inside_->state.restore(id, inside_->person(person));
}

}  // namespace sandbox::azure_devops
