#include "official_api.h"

#include "model/process.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace deskbridge::test {

namespace {

/// Addresses that exist and are in no description.
struct Undescribed {
    std::string_view method;
    std::string_view last;
    std::string_view source;
};
constexpr std::array undescribed = {
    Undescribed{"OPTIONS", "", "discovery: recorded in observed/options-_apis-dev.azure.com.json"},
    Undescribed{"GET", "connectionData", "recorded in observed/recorded-http.json"},
    Undescribed{"POST", "$batch",
                "learn: \"Work item batch update\"; location 92eefc1f in the recorded OPTIONS"},
};

bool is_undescribed(const HttpRequest& request, const Address& address) {
    return std::any_of(undescribed.begin(), undescribed.end(), [&](const Undescribed& each) {
        const auto last = address.path.empty() ? std::string() : address.path.back();
        return each.method == request.method && (each.last.empty() || same_name(each.last, last));
    });
}

/// Folders of a version: the cloud's and the server's where both are described, and both hold.
std::vector<std::string> folders(const std::string& version) {
    if (version == "5.1") return {"5.1"};
    // Server 2020.1 has previews of 6.1, which nobody described
    if (version == "6.1") return {"azure-devops-server-6.0"};
    if (version == "7.1") return {"7.1", "azure-devops-server-7.1"};
    if (version == "7.2") return {"7.2"};
    return {"azure-devops-server-" + version};
}

/// "7.1-preview.4", from the address or from Accept.
std::string version_asked(const HttpRequest& request, const Address& address) {
    if (const auto asked = address.asked("api-version")) return *asked;
    const auto accept = header_of(request.headers, "Accept");
    const auto at = accept.find("api-version=");
    return at == std::string::npos ? std::string() : accept.substr(at + 12);
}

/// The version that an operation names in the text of its parameter: "... set to '7.1-preview.4' to use ...".
std::string version_of(const Operation& operation) {
    for (const auto& each : ApiDescription::parameters(operation)) {
        const auto text = each["description"].text();
        const auto open = text.find('\'');
        if (each["name"].text() == "api-version" && open != std::string::npos)
            return text.substr(open + 1, text.find('\'', open + 1) - open - 1);
    }
    return {};
}

/// A released version says itself; a preview may name no or an earlier resource version.
bool is_version_of(const std::string& asked, const Operation& operation) {
    const auto told = version_of(operation);
    const auto preview = told.find("-preview");
    // some servers of 5.0 change items in the preview only (microsoft/azure-devops-extension-api#37)
    if (told == "5.0" && asked.rfind("5.0-preview", 0) == 0) return true;
    if (preview == std::string::npos) return asked == told;
    if (asked.rfind("6.1", 0) == 0) return is_version_of("6.0" + asked.substr(3), operation);
    const auto stem = told.substr(0, preview + 8);
    return asked == stem || (asked.rfind(stem + ".", 0) == 0 && asked <= told);
}

/// Asked in vain, and no more than a question: the version is not known there, or the address is not.
bool is_negotiation(const HttpResponse& answer) {
    const bool about_versions = answer.body.find("\"VssVersion") != std::string::npos ||
                                answer.body.find("\"VssInvalidPreviewVersion") != std::string::npos;
    return (answer.status == 400 && about_versions) || (answer.status == 404 && !answer.is_json());
}

/// RFC 3986: nothing but these may stand unencoded.
bool is_proper_address(const std::string& url) {
    static constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=%";
    return std::all_of(url.begin(), url.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || marks.find(c) != std::string_view::npos;
    });
}

void check_query(const Operation& operation, const Address& address, Complaints& out) {
    const auto parameters = ApiDescription::parameters(operation);
    for (const auto& [name, value] : address.query) {
        const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const json::View& each) {
            return each["in"].text() == "query" && each["name"].text() == name;
        });
        // told by the example of "Upload Chunk" only
        if (name == "uploadType" && operation.text["x-ms-vss-resource"].text() == "attachments") continue;
        if (found == parameters.end()) {
            out.push_back("query " + name + " is not described");
        } else if (const auto wrong = text_complaint(value, *found); !wrong.empty()) {
            out.push_back("query " + name + " " + wrong);
        }
    }
    for (const auto& each : parameters) {
        const auto name = each["name"].text();
        if (each["in"].text() != "query" || !each["required"].flag() || name == "api-version") continue;
        if (!address.asked(name)) out.push_back("query " + name + " is missing");
    }
}

void check_version(const Operation& operation, const HttpRequest& request, const Address& address,
                   Complaints& out) {
    const auto version = version_asked(request, address);
    if (!is_version_of(version, operation))
        out.push_back("api-version " + version + " is not " + version_of(operation));
}

void check_body(const Operation& operation, const HttpRequest& request, Complaints& out) {
    const auto parameters = ApiDescription::parameters(operation);
    const auto body = std::find_if(parameters.begin(), parameters.end(),
                                   [](const json::View& each) { return each["in"].text() == "body"; });
    if (request.body.empty()) {
        const bool demanded = body != parameters.end() && (*body)["required"].flag();
        // a file may be empty, and one that comes in chunks begins with nothing
        const bool file = operation.text["consumes"].dump().find("octet-stream") != std::string::npos;
        if (demanded && !file) out.push_back("the body is missing");
        return;
    }
    if (body == parameters.end()) return out.push_back("a body is not described");
    const auto told = header_of(request.headers, "Content-Type");
    const auto type = told.substr(0, told.find(';'));
    const auto allowed = operation.text["consumes"].items();
    if (std::none_of(allowed.begin(), allowed.end(),
                     [&](const json::View& each) { return same_name(each.text(), type); }))
        out.push_back("Content-Type " + type + " is not among " + operation.text["consumes"].dump());
    if (type.find("json") == std::string::npos) return;
    const auto document = json::Document::parse(request.body, "a request");
    SchemaCheck(operation.description, true).check(document.root(), (*body)["schema"], "body", out);
}

void check_answer(const Operation& operation, const HttpResponse& answer, Complaints& out) {
    if (answer.status < 200 || answer.status > 299 || answer.status == 203 || !answer.is_json()) return;
    const auto document = json::Document::parse(answer.body, "an answer");
    const auto schema = operation.text["responses"]["200"]["schema"];
    const SchemaCheck check(operation.description, false);
    if (schema.missing()) return;
    // lists are described bare and come in an envelope
    if (check.type_of(schema) != "array") return check.check(document.root(), schema, "answer", out);
    const auto rows = document["value"];
    if (!rows.is_array()) return out.push_back("answer.value is no list");
    if (document["count"].integer() != static_cast<std::int64_t>(rows.size()))
        out.push_back("answer.count is not the number of rows");
    check.check(rows, schema, "answer.value", out);
}

/// The answer of a part carries its body as text.
HttpResponse part_answer(json::View part) {
    HttpResponse out{static_cast<int>(part["code"].integer().value_or(0)), {}, part["body"].text()};
    out.headers.emplace("Content-Type", "application/json");
    return out;
}

std::string path_behind_apis(const Operation& operation) {
    const auto question = std::min(operation.path.find('?'), operation.path.size());
    const auto begin = operation.path.find("_apis/") + 6;
    return operation.path.substr(begin, question - begin);
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

OfficialApi& OfficialApi::shared() {
    static OfficialApi one;
    return one;
}

bool OfficialApi::is_at_hand() {
    return std::filesystem::is_directory(official_data() / "specification" / "wit");
}

std::vector<const ApiDescription*> OfficialApi::descriptions(const std::string& version) {
    std::vector<const ApiDescription*> out;
    for (const auto& folder : folders(version)) {
        const std::string end = folder.find("server") == std::string::npos ? ".json" : "-onprem.json";
        for (const auto& file :
             {"wit/" + folder + "/workItemTracking" + end, "core/" + folder + "/core" + end}) {
            auto& kept = read_[file];
            if (const auto text =
                    kept ? std::nullopt : text_of_file(official_data() / "specification" / file))
                kept = std::make_unique<ApiDescription>(*text, file);
            if (kept) out.push_back(kept.get());
        }
    }
    return out;
}

void OfficialApi::examine_part(const HttpRequest& request, const HttpResponse& answer, Complaints& out) {
    const auto address = Address::of(request.url);
    const auto version = version_asked(request, address).substr(0, 3);
    const auto known = descriptions(version);
    if (known.empty()) return out.push_back("there is no description of api-version \"" + version + "\"");
    bool found = false;
    for (const auto* description : known) {
        const auto operation = description->operation(request.method, address);
        if (!operation) continue;
        found = true;
        seen_.insert(version + " " + request.method + " " + lower(path_behind_apis(*operation)));
        check_query(*operation, address, out);
        if (!is_negotiation(answer)) check_version(*operation, request, address, out);
        check_body(*operation, request, out);
        check_answer(*operation, answer, out);
    }
    if (!found) out.push_back("no such address in api-version " + version);
}

/// learn: each part is a PATCH, creates too, and says address, content type and body like a request.
void OfficialApi::examine_batch(const HttpRequest& request, const HttpResponse& answer, Complaints& out) {
    const auto document = json::Document::parse(request.body, "a batch");
    const auto base = request.url.substr(0, request.url.find("/_apis"));
    const auto answers = json::Document::parse(answer.is_json() ? answer.body : "{}", "answers of a batch");
    std::size_t at = 0;
    for (const auto& part : document.root().items()) {
        HttpRequest inner;
        inner.url = base + part["uri"].text();
        inner.method = inner.url.find("/$") == std::string::npos ? part["method"].text() : "POST";
        inner.body = part["body"].dump();
        for (const auto& [name, value] : part["headers"].members()) inner.headers.emplace(name, value.text());
        if (part["method"].text() != "PATCH") out.push_back("a part of the batch is no PATCH");
        examine_part(inner, part_answer(answers["value"][at++]), out);
    }
}

Complaints OfficialApi::examine(const HttpRequest& request, const HttpResponse& answer) {
    Complaints out;
    if (!is_at_hand()) return out;
    const auto address = Address::of(request.url);
    if (!is_proper_address(request.url)) out.push_back("the address has characters that have to be encoded");
    if (!is_undescribed(request, address)) {
        examine_part(request, answer, out);
    } else if (request.method == "POST") {
        examine_batch(request, answer, out);
    }
    for (auto& complaint : out) complaint = request.method + " " + request.url + ": " + complaint;
    return out;
}

}  // namespace deskbridge::test
