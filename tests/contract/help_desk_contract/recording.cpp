#include "recording.h"

#include "adapters/request_tracker/base64.h"
#include "contract/sync_error.h"
#include "json/json.h"
#include "support/system_http.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

namespace help_desk_contract {

using namespace deskbridge;

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

constexpr const char* own_interface = "http://rt.example/REST/";

/// Members by name, which Perl gives in another order each time, and without addresses of the server's own
/// interface, which say nothing that is not said beside them.
void put(json::View view, json::Writer& out) {
    if (view.is_object()) {
        auto members = view.members();
        std::sort(members.begin(), members.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        out.object();
        for (const auto& [name, value] : members) {
            if (name == "_url" && value.text().starts_with(own_interface)) continue;
            out.key(name);
            put(value, out);
        }
        out.end();
    } else if (view.is_array()) {
        out.array();
        for (const auto& item : view.items()) put(item, out);
        out.end();
    } else {
        out.raw(view.dump());
    }
}

std::string compact(const std::string& body) {
    if (body.empty()) return body;
    try {
        const auto json = json::Document::parse(body, "an answer");
        json::Writer out;
        put(json.root(), out);
        return out.take();
    } catch (const SyncError&) {
        return body;
    }
}

/// The boundary of a form is another one each time.
std::string with_one_boundary(std::string body, const std::string& content_type) {
    constexpr std::string_view name = "boundary=";
    const auto at = content_type.find(name);
    return at == std::string::npos ? body
                                   : replaced(std::move(body), content_type.substr(at + name.size()), "part");
}

/// What is asked, in one text. A form with files is known by its base64.
std::string asked(const std::string& who, const std::string& target, const HttpRequest& request) {
    const auto body = with_one_boundary(body_of(request), header_of(request.headers, "Content-Type"));
    return fmt::format("{} {} {} {} {}", who, request.method, target, header_of(request.headers, "If-Match"),
                       request.body_file.empty() ? body : request_tracker::base64(body));
}

}  // namespace

Tape Tape::of(const std::filesystem::path& file) {
    Tape tape;
    tape.file_ = file;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("there is no recording " + file.string() + "; see the README beside it");
    for (std::string line; std::getline(in, line);) tape.lines_.push_back(line);
    return tape;
}

HttpResponse Tape::play(const std::string& who, const std::string& target, const HttpRequest& request) {
    const auto wanted = asked(who, target, request);
    if (played_ >= lines_.size())
        throw std::runtime_error(fmt::format("{} ends before: {}", file_.string(), wanted));
    const auto line = json::Document::parse(lines_[played_++], "a recording");
    if (line["asked"].text() != wanted)
        throw std::runtime_error(fmt::format("{}:{}: asked for\n  {}\nand not\n  {}", file_.string(), played_,
                                             wanted, line["asked"].text()));
    HttpResponse answer;
    answer.status = static_cast<int>(line["status"].integer().value_or(0));
    for (const auto& [name, value] : line["headers"].members())
        answer.headers.emplace(std::string(name), value.text());
    const auto as = line["as"].integer();
    answer.body =
        as ? json::Document::parse(lines_[static_cast<std::size_t>(*as)], "a recording")["answer"].text()
           : line["answer"].text();
    return saved(request, std::move(answer));
}

void Tape::add(const std::string& who, const std::string& target, const HttpRequest& request,
               const HttpResponse& answer, const std::string& real_address) {
    auto body = answer.body;
    if (!request.save_to.empty()) {
        std::ifstream in(request.save_to, std::ios::binary);
        body.assign(std::istreambuf_iterator<char>(in), {});
    }
    const auto answer_text = compact(replaced(std::move(body), real_address, address));
    json::Writer out;
    out.object().member("asked", asked(who, target, request)).member("status", answer.status);
    out.key("headers").object();
    for (const auto* name : {"Content-Type", "Date", "ETag", "Location"})
        if (const auto value = answer.header(name); !value.empty()) out.member(name, value);
    out.end().member("answer", answer_text).end();
    lines_.push_back(out.take());
}

void Tape::save(const std::filesystem::path& file) const {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    for (const auto& line : lines_) out << line << "\n";
    if (!out) throw std::runtime_error("cannot write " + file.string());
}

TapedHttp::TapedHttp(std::string who, std::string authorization, std::string address, Tape& tape,
                     std::unique_ptr<Http> real, bool keep)
    : who_(std::move(who)),
      authorization_(std::move(authorization)),
      address_(std::move(address)),
      tape_(tape),
      real_(std::move(real)),
      keep_(keep) {}

HttpResponse TapedHttp::exchange(const HttpRequest& request) {
    const auto target = request.url.substr(address_.size());
    if (!real_) return tape_.play(who_, target, request);
    auto signed_request = request;
    if (signed_request.headers.count("Authorization") == 0)
        signed_request.headers.emplace("Authorization", authorization_);
    auto answer = real_->exchange(signed_request);
    if (keep_) tape_.add(who_, target, request, answer, address_);
    return answer;
}

}  // namespace help_desk_contract
