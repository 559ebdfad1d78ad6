#include "adapters/azure_devops/file_address.h"

#include <catch2/catch.hpp>

using namespace deskbridge::azure_devops;

namespace {

const std::string guid = "06bd1ba9-8b7a-4d1f-9e0e-2d3b2a1c0f5e";
const std::string cloud = "https://dev.azure.com/acme";
const std::string premises = "https://tfs.example:8443/tfs/Default%20Collection";

std::string path_of(const std::string& url, const std::string& base) {
    const auto found = file_address(url, base);
    return found ? found->path : "";
}

}  // namespace

TEST_CASE("files of ours are known in every form of their address") {
    const auto [url, base, project] = GENERATE(table<std::string, std::string, std::string>({
        {cloud + "/_apis/wit/attachments/" + guid, cloud, ""},
        {cloud + "/_apis/wit/attachments/" + guid + "?fileName=a.png", cloud, ""},
        {cloud + "/Widgets/_apis/wit/attachments/" + guid, cloud, "/Widgets"},
        {cloud + "/Caf%C3%A9%20One/_apis/wit/attachments/" + guid, cloud, "/Caf%C3%A9%20One"},
        {"HTTPS://DEV.azure.com/ACME/_APIS/WIT/Attachments/" + guid, cloud, ""},
        {"https://dev.azure.com:443/acme/_apis/wit/attachments/" + guid, cloud, ""},
        {"https://acme.visualstudio.com/_apis/wit/attachments/" + guid, cloud, ""},
        {"https://acme.visualstudio.com/DefaultCollection/W/_apis/wit/attachments/" + guid, cloud, "/W"},
        {cloud + "/W/_apis/wit/attachments/" + guid, "https://acme.visualstudio.com", "/W"},
        {premises + "/_apis/wit/attachments/" + guid + "?fileName=x#top", premises, ""},
        {"https://tfs.example:8443/TFS/Default Collection/W/_apis/wit/attachments/" + guid, premises, "/W"},
    }));
    CAPTURE(url);
    CHECK(path_of(url, base) == project + "/_apis/wit/attachments/" + guid);
}

TEST_CASE("an address of anything else is none of ours") {
    const auto [url, base] = GENERATE(table<std::string, std::string>({
        {"", cloud},
        {"/acme/_apis/wit/attachments/" + guid, cloud},
        {"javascript:alert(1)", cloud},
        {"http://dev.azure.com/acme/_apis/wit/attachments/" + guid, cloud},
        {"https://dev.azure.com/other/_apis/wit/attachments/" + guid, cloud},
        {"https://dev.azure.com.evil.example/acme/_apis/wit/attachments/" + guid, cloud},
        {"https://dev.azure.com@evil.example/acme/_apis/wit/attachments/" + guid, cloud},
        {"https://user@dev.azure.com/acme/_apis/wit/attachments/" + guid, cloud},
        {"https://evil.visualstudio.com/_apis/wit/attachments/" + guid, cloud},
        {"https://acme.visualstudio.com:8443/_apis/wit/attachments/" + guid, cloud},
        {cloud + "/../other/_apis/wit/attachments/" + guid, cloud},
        {cloud + "/../_apis/wit/attachments/" + guid, cloud},
        {cloud + "/%2e%2e/_apis/wit/attachments/" + guid, cloud},
        {cloud + "/_apis/wit/attachments/" + guid + "/more", cloud},
        {cloud + "/_apis/wit/attachments/06bd1ba9", cloud},
        {cloud + "/_apis/wit/attachments/" + std::string(36, 'z'), cloud},
        {cloud + "/_apis/wit/workItems/" + guid, cloud},
        {cloud + "/_apis/git/attachments/" + guid, cloud},
        {"https://tfs.example/tfs/Default%20Collection/_apis/wit/attachments/" + guid, premises},
        {"https://tfs.example:8443/tfs/Other/_apis/wit/attachments/" + guid, premises},
        {"https://tfs.example:8443/Default%20Collection/_apis/wit/attachments/" + guid, premises},
    }));
    CAPTURE(url);
    CHECK_FALSE(file_address(url, base));
}

TEST_CASE("the name is taken from the query, however it is written") {
    const auto [query, name] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"?fileName=a.png", "a.png"},
        {"?filename=a%20b%2Bc.png", "a b+c.png"},
        {"?fileName=a+b.png", "a b.png"},
        {"?download=true&fileName=a.png", "a.png"},
        {"?download=true&amp;fileName=a.png", "a.png"},
        {"?fileName=caf%C3%A9.png&x=1", "caf\xC3\xA9.png"},
        {"?otherfileName=a.png", ""},
    }));
    CAPTURE(query);
    CHECK(file_address(cloud + "/_apis/wit/attachments/" + guid + query, cloud)->name == name);
    CHECK(file_address(cloud + "/_apis/wit/attachments/" + guid + query, cloud)->id == guid);
}
