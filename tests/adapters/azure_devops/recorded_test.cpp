#include "adapters/azure_devops/client.h"
#include "adapters/azure_devops/rules.h"
#include "adapters/azure_devops/server_error.h"
#include "lines.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

using namespace deskbridge;
using namespace deskbridge::azure_devops;
using namespace deskbridge::test;

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// What the real service was seen to answer; nothing where the recordings are not at hand.
std::optional<json::Document> recorded(const std::string& file) {
    const auto data = variable("DESKBRIDGE_DATA");
    const auto folder = data.empty() ? variable("DESKBRIDGE_SOURCE") + "/../shared" : data + "/..";
    std::ifstream in(folder + "/openapi/azure-devops/observed/" + file, std::ios::binary);
    if (!in) {
        std::cout << "skipped: no recorded traffic (" << file << ")\n";
        return {};
    }
    std::ostringstream text;
    text << in.rdbuf();
    return json::Document::parse(text.str(), file);
}

HttpResponse answer_in(json::View interaction) {
    const auto response = interaction["response"];
    HttpResponse out{
        static_cast<int>(response["status"]["code"].integer().value_or(0)), {}, response["body"].text()};
    for (const auto& [name, value] : response["headers"].members()) out.headers.emplace(name, value.text());
    return out;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the list of versions of the real service leads to 7.1 and to numbered previews") {
    const auto list = recorded("options-_apis-dev.azure.com.json");
    if (!list) return;
    Versions versions;
    CHECK(versions.learn((*list)["value"]));
    CHECK(versions.level() == "7.1");
    for (const auto& resource : {resource::create, resource::read, resource::batch, resource::wiql,
                                 resource::types, resource::type_fields, resource::fields, resource::trees,
                                 resource::artifacts, resource::projects, resource::type_states})
        CHECK(versions.of(resource) == "7.1");
    CHECK(versions.of(resource::connection_data) == "7.1-preview.1");
}

TEST_CASE("recorded answers of the real service are understood") {
    const auto traffic = recorded("recorded-http.json");
    if (!traffic) return;
    std::size_t items = 0, queries = 0, trees = 0, failures = 0;
    for (const auto& interaction : (*traffic)["interactions"].items()) {
        const auto answer = answer_in(interaction);
        const auto uri = interaction["request"]["uri"].text();
        CAPTURE(uri, answer.status);
        if (answer.status >= 400) {
            ++failures;
            const auto error = error_of(answer, "do it");
            CHECK(error.reach == Reach::side);
            CHECK_FALSE(error.hint.empty());
            if (answer.status == 503) CHECK_THAT(error.hint, Catch::Contains("administrator"));
            if (answer.status == 401) CHECK(error.trouble == Trouble::sign_in);
            if (contains(answer.body, "TF200016"))
                CHECK_THAT(error.what(), Catch::Contains("no such project"));
        } else if (contains(uri, "/_apis/wit/workItems/")) {
            const auto document = Client::read(answer, "read");
            const auto item = read_work_item(document.root(), "https://dev.azure.com/fabrikam", {});
            CHECK(item.id >= 973);
            CHECK(item.revision == 1);
            CHECK(contains(item.url, "/_workitems/edit/"));
            CHECK(std::get<Person>(item.fields.at("System.CreatedBy")).email == "test@example.com");
            CHECK(std::holds_alternative<Time>(item.fields.at("System.CreatedDate")));
            ++items;
        } else if (contains(uri, "/wit/wiql")) {
            const auto document = Client::read(answer, "query");
            queries += document["workItems"].is_array() ? 1 : 0;
            CHECK(read_ids(document["workItems"].items()).size() == document["workItems"].size());
        } else if (contains(uri, "classificationNodes?$depth")) {
            const auto document = Client::read(answer, "trees");
            for (const auto& tree : list_of(document.root()))
                CHECK(read_tree(tree) == std::vector<std::string>{"Area1000001"});
            ++trees;
        }
    }
    CHECK(items >= 10);
    CHECK(queries >= 3);
    CHECK(trees == 1);
    CHECK(failures >= 8);
}
