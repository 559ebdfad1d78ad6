#include "recorded.h"

#include "api_description.h"

#include <algorithm>
#include <iostream>

namespace deskbridge::test {

namespace {

Headers headers_in(json::View headers) {
    Headers out;
    for (const auto& [name, value] : headers.members()) out.emplace(name, value.text());
    return out;
}

}  // namespace

std::optional<json::Document> official_file(const std::string& file) {
    if (const auto text = text_of_file(official_data() / file)) return json::Document::parse(*text, file);
    std::cout << "skipped: no data of the real service (" << file << ")\n";
    return {};
}

bool Recording::is(const std::string& method, const std::string& part) const {
    return request.method == method && request.url.find(part) != std::string::npos;
}

std::vector<Recording> recordings() {
    std::vector<Recording> out;
    const auto file = official_file("observed/recorded-http.json");
    if (!file) return out;
    for (const auto& row : (*file)["interactions"].items()) {
        Recording one;
        one.request.method = row["request"]["method"].text();
        one.request.url = row["request"]["uri"].text();
        one.request.headers = headers_in(row["request"]["headers"]);
        one.request.body = row["request"]["body"].text();
        one.answer.status = static_cast<int>(row["response"]["status"]["code"].integer().value_or(0));
        one.answer.headers = headers_in(row["response"]["headers"]);
        one.answer.body = row["response"]["body"].text();
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<Example> examples(const std::string& resource) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    const auto root = official_data() / "specification" / "wit";
    if (!fs::is_directory(root)) {
        std::cout << "skipped: no examples of the real service (" << resource << ")\n";
        return {};
    }
    for (const auto& version : fs::directory_iterator(root)) {
        const auto folder = version.path() / "httpExamples" / resource;
        if (!fs::is_directory(folder)) continue;
        for (const auto& file : fs::directory_iterator(folder)) files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Example> out;
    for (const auto& file : files) {
        const auto whole = json::Document::parse(text_of_file(file).value_or("{}"), file.string());
        const auto name = file.lexically_relative(root).string();
        const auto leaf = file.filename().string();
        for (const auto& [status, response] : whole["responses"].members())
            if (response["body"].is_object())
                out.push_back({name, json::Document::parse(response["body"].dump(), name),
                               leaf.substr(0, leaf.find('_'))});
    }
    return out;
}

}  // namespace deskbridge::test
