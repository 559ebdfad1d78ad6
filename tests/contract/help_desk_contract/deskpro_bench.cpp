#include "adapters/deskpro/deskpro.h"
#include "bench.h"
#include "sandbox/deskpro/deskpro.h"
#include "support/system_http.h"

#include <stdexcept>

namespace help_desk_contract {

using namespace deskbridge;

namespace {

constexpr const char* url = "http://127.0.0.1";
constexpr const char* agent = "maren.holt@meridian.example";

class DeskproBench : public Bench {
public:
    DeskproBench()
        : system_(options(), [this] { return now_ += 250; }),
          http_(system_, "key 1:SANDBOXKEY0123456789"),
          line_(http_),
          desk_(line_, {url}) {}

    HelpDesk& desk() override { return desk_; }
    std::unique_ptr<HelpDesk> restarted() override {
        return std::make_unique<deskpro::Deskpro>(line_, deskpro::DeskproSettings{url});
    }
    Line& line() override { return line_; }

    std::string add(const NewTicket& ticket) override {
        sandbox::deskpro::NewTicket made;
        made.subject = ticket.subject;
        made.person_name = "Ines Duarte";
        made.person_email = customer();
        sandbox::deskpro::NewMessage message{ticket.html, false, "", std::nullopt};
        if (!ticket.file_name.empty())
            message.files.push_back({ticket.file_name, "text/plain", ticket.file_content});
        made.messages.push_back(std::move(message));
        made.fields = {{"Affected version", ""}, {"Work item", ""}};
        return std::to_string(system_.add(made));
    }
    void reply(const std::string& id, const std::string& html) override {
        system_.write(std::stoll(id), {html, false, agent, std::nullopt});
    }
    void note(const std::string& id, const std::string& html) override {
        system_.write(std::stoll(id), {html, true, agent, std::nullopt});
    }
    void rename(const std::string& id, const std::string& subject) override {
        sandbox::deskpro::TicketEdit edit;
        edit.subject = subject;
        check(system_.edit(std::stoll(id), edit));
    }
    void erase(const std::string& id) override { check(system_.remove(std::stoll(id))); }
    void merge(const std::string& loser, const std::string& survivor) override {
        check(system_.merge(std::stoll(loser), std::stoll(survivor)));
    }

    std::vector<Sample> samples() const override {
        return {{"subject", std::string("Gearbox 'grinds' ü"), std::string("Ölstand"), false},
                {"status", std::string("pending"), std::string("resolved"), false},
                {"priority", std::string("High"), std::string("Low")},
                {"urgency", std::int64_t{7}, std::int64_t{2}, false},
                {"department", std::string("Engineering"), std::string("Support"), false},
                {"labels", Words{"bug", "two words"}, Words{"bug"}},
                {"custom[\"Affected version\"]", std::string("4.2"), std::string("4.3")},
                {"custom[\"Severity\"]", std::string("Major"), std::string("Minor")},
                {"custom[\"Platforms\"]", Words{"Linux", "Windows"}, Words{"iOS"}},
                {"custom[\"Customer is blocked\"]", true, false, false},
                {"custom[\"Needed by\"]", *parse_time("2026-12-24T00:00:00Z"),
                 *parse_time("2027-01-01T00:00:00Z")}};
    }
    std::vector<Wrong> wrong_values() const override {
        return {{"status", std::string("nonsense")},
                {"department", std::string("Nowhere")},
                {"assignee", Person{"", "nobody@nowhere.example", ""}},
                {"urgency", std::int64_t{11}},
                {"custom[\"Nothing\"]", std::string("x")},
                {"subject", Value{}}};
    }
    /// Of three tickets on a page.
    Budget budget() const override { return {4, 2, 10, 1, 1}; }
    std::string future_cursor(const Feed& feed) const override {
        return feed.name == "created" ? R"({"confirmed":900000})"
                                      : R"({"confirmed":4000000000,"floor":4000000000})";
    }
    bool tells_of_ends() const override { return false; }
    bool edits_messages() const override { return true; }
    std::string customer() const override { return "ines.duarte@nordhafen.example"; }

private:
    static sandbox::deskpro::Options options() {
        sandbox::deskpro::Options options;
        options.url = url;
        options.count_cap = 3;
        return options;
    }
    static void check(const sandbox::Deskpro::Refusal& refusal) {
        if (refusal) throw std::runtime_error(*refusal);
    }

    /// Four things happen in a second, so that dates tie.
    long long now_ = 1'795'260'600'000;
    sandbox::Deskpro system_;
    SystemHttp http_;
    Line line_;
    deskpro::Deskpro desk_;
};

}  // namespace

std::unique_ptr<Bench> deskpro_bench() {
    return std::make_unique<DeskproBench>();
}

}  // namespace help_desk_contract
