#include "setup/health_port.h"

#include "json/json.h"

namespace deskbridge {

using namespace std::chrono;

namespace {

std::int64_t seconds_of(milliseconds length) {
    return duration_cast<seconds>(length).count();
}

void write(json::Writer& out, const TenantHealth& tenant, bool ready) {
    out.object().member("tenant", tenant.name).member("ready", ready);
    if (tenant.last_good) {
        out.member("last_good_cycle", iso8601(floor<seconds>(*tenant.last_good)));
        out.member("seconds_since", seconds_of(*tenant.good_age));
    } else {
        out.key("last_good_cycle").null();
    }
    out.member("signed_in", tenant.signed_in);
    out.member("waiting", static_cast<std::int64_t>(tenant.waiting));
    out.member("backlog_seconds", seconds_of(tenant.backlog_age));
    if (!tenant.trouble.empty()) out.member("trouble", tenant.trouble);
    out.end();
}

}  // namespace

Page health_page(const HealthSource& source) {
    const auto wrong = source.wrong();
    json::Writer out;
    out.object().member("alive", wrong.empty());
    if (!wrong.empty()) out.member("wrong", wrong);
    out.end();
    return {wrong.empty() ? 200 : 503, out.take(2) + "\n"};
}

Page ready_page(const HealthSource& source) {
    bool all = true;
    json::Writer out;
    out.object().key("tenants").array();
    for (const auto& tenant : source.tenants()) {
        const bool ready = tenant.ready(source.good_at_least_every(tenant.name));
        all = all && ready;
        write(out, tenant, ready);
    }
    out.end().member("ready", all).end();
    return {all ? 200 : 503, out.take(2) + "\n"};
}

std::unique_ptr<PageServer> open_health_port(const ListenAddress& address, const HealthSource& source) {
    return std::make_unique<PageServer>(address.host, address.port,
                                        [source](const std::string& path) -> Page {
                                            if (path == "/healthz") return health_page(source);
                                            if (path == "/readyz") return ready_page(source);
                                            return {404, "{\"error\": \"there are /healthz and /readyz\"}\n"};
                                        });
}

}  // namespace deskbridge
