#include "adapters/azure_devops/card.h"

#include <catch2/catch.hpp>

using namespace deskbridge;
using namespace deskbridge::azure_devops;

TEST_CASE("the base address is made of url and organization, once") {
    const auto [url, name, base] = GENERATE(table<std::string, std::string, std::string>({
        {"https://dev.azure.com", "acme", "https://dev.azure.com/acme"},
        {"https://dev.azure.com/", "acme", "https://dev.azure.com/acme"},
        {"https://dev.azure.com/acme", "acme", "https://dev.azure.com/acme"},
        {"https://dev.azure.com/Acme/", "acme", "https://dev.azure.com/Acme"},
        {"https://dev.azure.com/acme", "", "https://dev.azure.com/acme"},
        {"https://acme.visualstudio.com", "acme", "https://acme.visualstudio.com"},
        {"https://ACME.VisualStudio.com/", "", "https://acme.visualstudio.com"},
        {"https://acme.visualstudio.com/DefaultCollection", "acme",
         "https://acme.visualstudio.com/DefaultCollection"},
        {"https://tfs.example/tfs", "DefaultCollection", "https://tfs.example/tfs/DefaultCollection"},
        {"https://tfs.example:8080/a/b", "C", "https://tfs.example:8080/a/b/C"},
        {"http://tfs", "DefaultCollection", "http://tfs/DefaultCollection"},
        {"http://acme", "acme", "http://acme/acme"},
        {"https://tfs.example/tfs/My%20Collection", "My Collection",
         "https://tfs.example/tfs/My%20Collection"},
        {"https://tfs.example/tfs", "\xC3\x84ste & Co", "https://tfs.example/tfs/%C3%84ste%20%26%20Co"},
        {"https://dev.azure.com/acme/_apis/projects?x=1", "acme", "https://dev.azure.com/acme"},
    }));
    CAPTURE(url, name);
    CHECK(base_address({url, name}) == base);
}

TEST_CASE("an address that cannot be one is refused as configuration") {
    const auto [url, name] = GENERATE(table<std::string, std::string>({
        {"", "acme"},
        {"dev.azure.com", "acme"},
        {"ftp://dev.azure.com", "acme"},
        {"https://", "acme"},
        {"https://dev.azure.com", ""},
        {"https://me:secret@dev.azure.com", "acme"},
    }));
    CAPTURE(url, name);
    try {
        base_address({url, name});
        FAIL("accepted");
    } catch (const SyncError& error) {
        CHECK(error.reach == Reach::run);
        CHECK(error.trouble == Trouble::configuration);
        CHECK_THAT(error.what(), !Catch::Contains("secret"));
    }
}

TEST_CASE("two writings of an address are the same place") {
    CHECK(same_address("https://Acme.deskpro.com/t/1", "HTTPS://acme.deskpro.com/t/1/"));
    CHECK(same_address("https://acme.deskpro.com/a%20b", "https://acme.deskpro.com/a b"));
    CHECK_FALSE(same_address("https://acme.deskpro.com/t/1", "https://acme.deskpro.com/t/11"));
    CHECK_FALSE(same_address("https://acme.deskpro.com/T", "https://acme.deskpro.com/t"));
}

TEST_CASE("bad escapes stay as they are") {
    CHECK(url_decode("%41%2G%") == "A%2G%");
    CHECK(url_decode("%E2%80%93") == "\xE2\x80\x93");
}
