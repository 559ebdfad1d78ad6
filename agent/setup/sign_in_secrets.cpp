// The secrets of sign-ins: where each stands, and which of two is used.
#include "setup/sign_ins.h"

#include <fmt/format.h>

namespace deskbridge {

namespace {

std::string file_stamp(const std::filesystem::path& file) {
    std::error_code ignored;
    const auto written = std::filesystem::last_write_time(file, ignored);
    const auto bytes = std::filesystem::file_size(file, ignored);
    return fmt::format("{} {}", written.time_since_epoch().count(), bytes);
}

}  // namespace

std::string SignIns::stamp_of(const std::string& tenant, const SecretSource& source) {
    try {
        if (source.kind == SecretSource::Kind::file) return file_stamp(source.name);
        if (source.kind == SecretSource::Kind::credential)
            return file_stamp(
                std::filesystem::path(environment_variable("CREDENTIALS_DIRECTORY").value_or("")) /
                source.name);
        if (source.kind != SecretSource::Kind::sealed) return {};
        std::string stamp;
        for (const auto& owner : {tenant, std::string()})
            if (const auto kept = store_.secret(owner, source.name))
                stamp += fmt::format("{} ", kept->kept_at.time_since_epoch().count());
        return stamp;
    } catch (const SyncError&) {
        return {};  // whoever uses it is told
    }
}

std::shared_ptr<SecretChoice> SignIns::choice_of(const std::string& tenant, const std::string& owner,
                                                 std::vector<SecretChoice::Option> options) {
    return std::make_shared<SecretChoice>(
        std::move(options),
        SecretChoice::Book{[this, owner] { return store_.choices(owner); },
                           [this, owner](const auto& all) { store_.keep(owner, all); }},
        clock_, [this, tenant](const std::string& sentence) {
            log_.write({Level::warning, tenant, sentence, {}});
        });
}

/// One option for each secret that is named, as `make` makes a header or a proof of it.
std::vector<SecretChoice::Option> SignIns::options_of(const std::string& tenant, const SecretSource& secret,
                                                      const MakeSecret& make) {
    std::vector<SecretChoice::Option> options;
    for (const auto& one : secret.each()) {
        const bool nameless = one.kind == SecretSource::Kind::plain && !options.empty();
        options.push_back({nameless ? "second " + one.text() : one.text(), [make, one] { return make(one); },
                           [this, tenant, one] { return stamp_of(tenant, one); }});
    }
    return options;
}

/// Null: the app has nothing to prove itself with.
std::shared_ptr<SecretChoice> SignIns::proof_choice(const TenantSettings& settings, const std::string& owner,
                                                    const SecretSource& secret,
                                                    const SecretSource& certificate) {
    const auto tenant = settings.name;
    const bool certified = certificate.kind != SecretSource::Kind::none;
    const auto& source = certified ? certificate : secret;
    if (source.kind == SecretSource::Kind::none) return nullptr;
    auto choice = choice_of(
        tenant, owner, options_of(tenant, source, [this, tenant, certified](const SecretSource& one) {
            return certified ? resolver(tenant).resolve_text(one) : resolver(tenant).resolve(one);
        }));
    choice->read();  // one that is not there is told at once
    return choice;
}

/// What is odd about secrets: files that others may read, one of two that is not there.
void SignIns::warn_of_secrets(const TenantSettings& settings, const SecretSource& secret, WayIn& way) {
    auto from = resolver(settings.name);
    for (const auto& one : secret.each()) {
        try {
            if (one.kind != SecretSource::Kind::none) from.resolve_text(one);
        } catch (const SyncError& missing) {
            if (!secret.next.empty()) way.warnings.push_back(missing.what());
        }
    }
    for (auto& warning : from.take_warnings()) way.warnings.push_back(std::move(warning));
}

}  // namespace deskbridge
