#include "store/files.h"

#include "store/hexadecimal.h"

namespace deskbridge::store {

namespace {

std::optional<KeptFile> first_of(Cursor row) {
    if (!row.next()) return {};
    return KeptFile{row.text(0), row.is_blob(1) ? hexadecimal(row.text(1)) : row.text(1),
                    static_cast<std::uint64_t>(row.integer(2)), row.text(3)};
}

}  // namespace

void Files::keep(TenantId tenant, const std::string& project, const KeptFile& file) {
    const auto number = names_.number(project);
    const auto write = [&](const auto& digest) {
        connection_.run(
            "INSERT INTO files (tenant, project, file, digest, bytes, url) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (tenant, project, file) DO UPDATE SET digest = excluded.digest, "
            "bytes = excluded.bytes, url = excluded.url",
            tenant, number, file.file_id, digest, static_cast<std::int64_t>(file.bytes), file.url);
    };
    if (const auto bytes = bytes_of(file.digest))
        write(Blob{*bytes});
    else
        write(file.digest);
}

std::optional<KeptFile> Files::find(TenantId tenant, const std::string& project, const std::string& file_id) {
    return first_of(
        connection_.query("SELECT file, digest, bytes, url FROM files WHERE tenant = ? AND project = "
                          "(SELECT id FROM names WHERE name = ?) AND file = ?",
                          tenant, project, file_id));
}

std::optional<KeptFile> Files::like(TenantId tenant, const std::string& project, const std::string& digest) {
    constexpr std::string_view sql =
        "SELECT file, digest, bytes, url FROM files WHERE tenant = ? AND project = "
        "(SELECT id FROM names WHERE name = ?) AND digest = ? LIMIT 1";
    if (const auto bytes = bytes_of(digest))
        return first_of(connection_.query(sql, tenant, project, Blob{*bytes}));
    return first_of(connection_.query(sql, tenant, project, digest));
}

}  // namespace deskbridge::store
