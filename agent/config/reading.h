// Private to this room: what the parts of deskbridge.json are read with. Each function passes over a value of
// the wrong type in silence, because the schema has said so already.
#pragma once

#include "auth/secret_source.h"
#include "config/load.h"
#include "json/document_file.h"

#include <filesystem>
#include <string>

namespace deskbridge::config {

/// What all parts share while one file is read.
struct Reading {
    std::filesystem::path folder;  ///< of the file, absolute
    bool others_may_read = false;  ///< the file
    const DeskKinds& desks;
    json::Problems problems = {};
    json::Problems warnings = {};

    void wrong(const json::FileNode& node, std::string message) {
        problems.push_back(node.problem(std::move(message)));
    }
    void odd(const json::FileNode& node, std::string message) {
        warnings.push_back(node.problem(std::move(message)));
    }
    /// At what should hold it, with what it is for.
    void missing(const json::FileNode& parent, const std::string& key, const std::string& help);
};

/// {env}, {file}, {credential}, {sealed} or a plain text; or a list of two, which are good side by side.
SecretSource read_secret(Reading& reading, const json::FileNode& node);

/// Absolute; relative ones are relative to the file in which they stand.
std::filesystem::path read_path(Reading& reading, const json::FileNode& node);
/// The same, of a file that must be there.
std::filesystem::path read_existing_path(Reading& reading, const json::FileNode& node);

/// An https address (http to this machine only) without credentials, query and slash at the end; "" when it
/// is none.
std::string read_address(Reading& reading, const json::FileNode& node);

ListenAddress read_listen_address(Reading& reading, const json::FileNode& node);

/// The file that `node` names. Its problems carry its own name, lines and columns.
PeopleSettings read_people(Reading& reading, const json::FileNode& node);

/// What stands in `node` over what holds without it.
TenantOptionSettings read_options(Reading& reading, const json::FileNode& node,
                                  TenantOptionSettings otherwise);

DeskSettings read_desk(Reading& reading, const json::FileNode& node);

/// `entra` is the one of `defaults`.
WorkSettings read_work(Reading& reading, const json::FileNode& node, const json::FileNode& entra);
/// A day or a time as people write it.
std::optional<Time> read_expiry(Reading& reading, const json::FileNode& node);
AuthSettings read_auth(Reading& reading, const json::FileNode& node, const json::FileNode& entra);

TenantSettings read_tenant(Reading& reading, const json::FileNode& node, const json::FileNode& defaults,
                           const TenantOptionSettings& options);

}  // namespace deskbridge::config
