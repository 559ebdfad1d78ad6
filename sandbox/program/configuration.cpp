#include "sandbox/program/configuration.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sandbox {

namespace {

namespace fs = std::filesystem;
using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr const char* signature = "// Written by deskbridge-sandbox; a new start of it writes it anew.";

std::string text_of(const Object& object) {
    std::ostringstream out;
    object.stringify(out, 2);
    return out.str() + "\n";
}

Object file_reference(const std::string& name) {
    Object reference;
    reference.set("file", name);
    return reference;
}

Object desk_of(const Addresses& addresses) {
    Object desk(Poco::JSON_PRESERVE_KEY_ORDER);
    desk.set("kind", "deskpro");
    desk.set("url", addresses.desk);
    desk.set("api_key", file_reference("desk.key"));
    return desk;
}

Object work_of(const Addresses& addresses) {
    Object auth(Poco::JSON_PRESERVE_KEY_ORDER);
    auth.set("method", "pat");
    auth.set("token", file_reference("work.pat"));
    Object work(Poco::JSON_PRESERVE_KEY_ORDER);
    work.set("kind", "azure-devops");
    work.set("url", addresses.work);
    work.set(addresses.on_premises ? "collection" : "organization", addresses.organization);
    work.set("auth", auth);
    return work;
}

std::string configuration_text(const Addresses& addresses) {
    Array mappings;
    mappings.add("demo-mapping.json");
    Object tenant(Poco::JSON_PRESERVE_KEY_ORDER);
    tenant.set("name", "demo");
    tenant.set("desk", desk_of(addresses));
    tenant.set("work", work_of(addresses));
    tenant.set("mappings", mappings);
    tenant.set("poll_seconds", 5);
    Array tenants;
    tenants.add(tenant);
    Object document(Poco::JSON_PRESERVE_KEY_ORDER);
    document.set("state", "deskbridge.db");
    document.set("tenants", tenants);
    return fmt::format("{}\n{}", signature, text_of(document));
}

std::string mapping_text(const Addresses& addresses) {
    Object mapping(Poco::JSON_PRESERVE_KEY_ORDER);
    mapping.set("name", "Demo: every ticket");
    mapping.set("extends", addresses.preset);
    mapping.set("select", "true");
    mapping.set("project", addresses.project);
    return fmt::format("{}\n{}", signature, text_of(mapping));
}

void write(const fs::path& file, const std::string& text, bool secret = false) {
    std::error_code ignored;
    fs::remove(file, ignored);
    std::ofstream out(file, std::ios::binary);
    // an empty file is closed to others before the secret is in it
    if (out && secret) {
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::replace);
    }
    out << text << std::flush;
    if (!out) throw std::runtime_error(fmt::format("{} cannot be written.", file.string()));
}

void refuse_foreign(const fs::path& file) {
    std::ifstream in(file);
    std::string first;
    if (in && (!std::getline(in, first) || first != signature)) {
        throw std::runtime_error(fmt::format(
            "{} was not written by the sandbox and stays as it is; name another folder.", file.string()));
    }
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_directory(folder)) {
        throw std::runtime_error(
            fmt::format("The folder {} cannot be made: {}.", folder.string(), error.message()));
    }
}

}  // namespace

void write_configuration(const fs::path& folder, const Addresses& addresses) {
    make_folder(folder);
    for (const char* name : {"deskbridge.json", "demo-mapping.json"}) refuse_foreign(folder / name);
    write(folder / "desk.key", addresses.desk_key + "\n", true);
    write(folder / "work.pat", addresses.work_token + "\n", true);
    write(folder / "demo-mapping.json", mapping_text(addresses));
    write(folder / "deskbridge.json", configuration_text(addresses));
}

void write_ready_file(const fs::path& file, const Addresses& addresses) {
    Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("desk", addresses.desk);
    object.set("work", addresses.work);
    object.set("sign_in", addresses.sign_in);
    object.set("organization", addresses.organization);
    object.set("pages", addresses.pages);
    object.set("control", addresses.control);
    if (file.has_parent_path()) make_folder(file.parent_path());
    const fs::path unfinished = file.string() + ".new";
    write(unfinished, text_of(object));
    std::error_code error;
    fs::rename(unfinished, file, error);
    if (error)
        throw std::runtime_error(fmt::format("{} cannot be written: {}.", file.string(), error.message()));
}

}  // namespace sandbox
