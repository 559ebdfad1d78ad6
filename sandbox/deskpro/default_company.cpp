#include "sandbox/deskpro/company.h"

#include <initializer_list>

namespace sandbox::deskpro {

namespace {

std::vector<Named> titles(std::initializer_list<const char*> names) {
    std::vector<Named> entries;
    for (const auto* name : names) know_title(entries, name);
    return entries;
}

std::vector<Status> default_statuses() {
    return {
        {{1, "Awaiting agent"}, "awaiting_agent", "awaiting_agent"},
        {{2, "Awaiting user"}, "awaiting_user", "awaiting_user"},
        {{3, "Pending"}, "pending", "pending"},
        {{4, "Resolved"}, "resolved", "resolved"},
        {{5, "Archived"}, "archived", "archived"},
        {{6, "Deleted"}, "hidden", "hidden.deleted"},
        {{7, "Spam"}, "hidden", "hidden.spam"},
        {{8, "With engineering"}, "awaiting_agent", "awaiting_agent.with_engineering"},
        {{9, "Waiting for vendor"}, "pending", "pending.waiting_for_vendor"},
    };
}

void add_field(Company& company, const char* title, const char* alias, const char* widget,
               std::initializer_list<const char*> choices = {}) {
    auto& field = company.know_field(title);
    field.alias = alias;
    field.widget = widget;
    for (const auto* choice : choices) company.know_choice(field, choice);
}

void add_fields(Company& company) {
    add_field(company, "Work item", "work_item", "text");
    add_field(company, "Severity", "severity", "choice", {"Blocker", "Major", "Minor", "Cosmetic"});
    add_field(company, "Affected version", "affected_version", "text");
    add_field(company, "Steps to reproduce", "steps", "textarea");
    add_field(company, "Platforms", "platforms", "multichoice",
              {"Windows", "macOS", "Linux", "iOS", "Android"});
    add_field(company, "Customer is blocked", "blocked", "toggle");
    add_field(company, "Needed by", "needed_by", "date");
}

void add_agent(Company& company, const char* name, const char* email, std::set<long long> departments = {}) {
    auto& agent = company.people[company.know_person(name, email)];
    agent.is_agent = true;
    agent.sees_all = departments.empty();
    agent.departments = std::move(departments);
}

void add_agents(Company& company) {
    add_agent(company, "Integration", "integration@meridian.example");
    add_agent(company, "Maren Holt", "maren.holt@meridian.example");
    add_agent(company, "Tomás Rivera", "tomas.rivera@meridian.example");
    add_agent(company, "Aiko Tanabe", "aiko.tanabe@meridian.example");
    add_agent(company, "Lindiwe Mokoena", "lindiwe.mokoena@meridian.example", {1, 4});
    company.people[2].password = "sandbox";
}

}  // namespace

Company default_company() {
    Company company;
    company.departments = titles({"Support", "Engineering", "Billing", "Sales", "Logistics"});
    company.categories =
        titles({"Bug", "Question", "Feature request", "Incident", "Access", "Documentation"});
    company.products = titles({"Meridian Desktop", "Meridian Mobile", "Meridian Cloud", "Gauge M2 firmware"});
    company.workflows = titles({"New", "Investigating", "Waiting for engineering", "Verified"});
    company.organizations = titles({"Nordhafen Shipping", "Clínica San Telmo", "Kobayashi Optics"});
    company.teams = titles({"First line", "Second line"});
    company.priorities = {{{1, "Low"}, 1}, {{2, "Normal"}, 2}, {{3, "High"}, 3}, {{4, "Urgent"}, 4}};
    company.languages = {{{1, "English"}, "en-US"},  {{2, "Deutsch"}, "de"}, {{3, "Français"}, "fr"},
                         {{4, "Español"}, "es"},     {{5, "日本語"}, "ja"},  {{6, "العربية"}, "ar"},
                         {{7, "Português"}, "pt-BR"}};
    company.statuses = default_statuses();
    company.filters = {
        {{1, "Open tickets"}, {{"status", "awaiting_agent,awaiting_user,pending"}}, "", 0},
        {{2, "Engineering, open"},
         {{"status", "awaiting_agent,awaiting_user,pending"}, {"department", "2"}},
         "",
         0},
        {{3, "Status changed within a day"}, {}, "date_status", 86'400},
    };
    add_fields(company);
    add_agents(company);
    return company;
}

}  // namespace sandbox::deskpro
