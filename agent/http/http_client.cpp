#include "http/http_client.h"

#include "contract/sync_error.h"
#include "http/certificate_trouble.h"
#include "http/proxy.h"
#include "http/trusted_roots.h"
#include "http/watchdog.h"

#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/URI.h>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <sstream>

namespace deskbridge {

namespace {

namespace net = Poco::Net;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A kept connection older than this is not used for a write: many servers close at 5 to 15 seconds, and a
/// write on a dying connection ends with an unknown outcome.
constexpr std::chrono::seconds freshness{4};

bool is_read(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

SyncError unreachable(const std::string& origin, const std::string& what, Fate fate) {
    return SyncError(Reach::side, Trouble::unreachable, fmt::format("{}: {}", origin, what)).with(fate);
}

/// Path and query exactly as given: Poco::URI would encode them anew, and "$batch" is not "%24batch" to
/// everyone.
std::string target_of(const std::string& url) {
    const auto path = url.find('/', url.find("//") + 2);
    if (path == std::string::npos) return "/";
    return url.substr(path, url.find('#', path) - path);
}

net::Context::Ptr make_context(const HttpSettings& settings) {
    // Poco's relaxed mode accepts a wrong host name on loopback; strict never does.
    net::initializeNetwork();
    net::SSLManager::instance();
    net::Context::Ptr context =
        new net::Context(net::Context::TLS_CLIENT_USE, "", "", "", net::Context::VERIFY_STRICT, 9, true,
                         "ALL:!ADH:!LOW:!EXP:!MD5:@STRENGTH");
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    for (const auto& root : trusted_roots()) {
        try {
            std::istringstream text(root);
            context->addCertificateAuthority(Poco::Crypto::X509Certificate(text));
        } catch (const Poco::Exception&) {
            // one that cannot be read is one that is not trusted
        }
    }
    if (!settings.ca_file.empty()) {
        try {
            const auto all = Poco::Crypto::X509Certificate::readPEM(settings.ca_file);
            if (all.empty()) throw Poco::DataFormatException("it holds no certificate");
            for (const auto& one : all) context->addCertificateAuthority(one);
        } catch (const Poco::Exception& problem) {
            throw SyncError(
                Reach::run, Trouble::configuration,
                fmt::format("cannot read the CA file {}: {}", settings.ca_file, problem.displayText()),
                "ca_file must name a readable PEM file with the certificates of the authorities");
        }
    }
    watch_certificates(context->sslContext());
    return context;
}

/// Parts of "http://user:password@host:port".
net::HTTPClientSession::ProxyConfig proxy_config(const std::string& address) {
    net::HTTPClientSession::ProxyConfig config;
    if (address.empty()) return config;
    try {
        const Poco::URI uri(address.find("://") == std::string::npos ? "http://" + address : address);
        config.host = uri.getHost();
        config.port = uri.getPort() != 0 ? uri.getPort() : 8080;
        const std::string user = uri.getUserInfo();
        const auto colon = user.find(':');
        config.username = user.substr(0, colon);
        config.password = colon == std::string::npos ? "" : user.substr(colon + 1);
    } catch (const Poco::Exception&) {
        config.host.clear();
    }
    if (config.host.empty())
        throw SyncError(Reach::run, Trouble::configuration, "the proxy address cannot be read",
                        "write it as http://host:port");
    return config;
}

/// About a connection that could not be made safe. Nothing was sent.
SyncError tls_trouble(const std::string& origin, const std::string& host, const HttpSettings& settings,
                      const net::SSLException& problem, Fate fate) {
    const bool refused = dynamic_cast<const net::CertificateValidationException*>(&problem) != nullptr;
    if (const auto trouble = certificate_trouble(host, settings.ca_file, refused)) {
        auto error = unreachable(origin, "TLS: " + trouble->what, fate);
        error.hint = trouble->hint;
        return error;
    }
    auto error = unreachable(origin, "TLS: " + problem.displayText(), fate);
    error.hint =
        "Is the address right, with its port, and does the server speak TLS 1.2 or newer there? A proxy in "
        "between may be the cause.";
    return error;
}

/// On failure: std::runtime_error before the request is whole.
void send_file(const HttpRequest& request, std::ostream& body) {
    std::ifstream file(request.body_file, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(request.body_offset));
    std::array<char, 65536> block;
    for (auto left = request.body_bytes; left > 0 && body.good();) {
        file.read(block.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, block.size())));
        if (file.gcount() <= 0) throw std::runtime_error("a file on its way is shorter than it was");
        body.write(block.data(), file.gcount());
        left -= static_cast<std::uint64_t>(file.gcount());
    }
}

/// `announced` is what the other side says; room for it is made ahead as far as it is no fancy.
std::string read_body(std::istream& body, std::size_t announced, std::size_t largest,
                      const std::string& origin) {
    constexpr std::size_t most_ahead = 4'000'000;
    std::string text;
    text.reserve(std::min(announced, most_ahead));
    std::array<char, 16384> block;
    while (body.good()) {
        body.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(body.gcount()));
        if (text.size() > largest)
            throw unreachable(origin, fmt::format("the answer is larger than {} bytes", largest),
                              Fate::closed);
    }
    return text;
}

/// Poco's streams end silently when the connection does; the announced length tells.
void check_length(const net::HTTPResponse& response, std::size_t received, const std::string& origin) {
    if (response.hasContentLength() && response.getContentLength64() != static_cast<Poco::Int64>(received))
        throw unreachable(
            origin,
            fmt::format("the answer broke off after {} of {} bytes", received, response.getContentLength64()),
            Fate::closed);
}

/// Into the file that the request names; how much of it was received.
std::size_t save_body(std::istream& body, const HttpRequest& request, HttpResponse& response) {
    std::ofstream file(request.save_to, std::ios::binary | std::ios::trunc);
    std::array<char, 65536> block;
    while (body.good() && file.good()) {
        body.read(block.data(), block.size());
        const auto received = static_cast<std::uint64_t>(body.gcount());
        const auto kept = std::min(received, request.save_limit - response.saved);
        file.write(block.data(), static_cast<std::streamsize>(kept));
        response.saved += kept;
        response.cut = kept < received;
        if (response.cut) break;
    }
    file.close();
    if (!file.good())
        throw SyncError(Reach::run, Trouble::store, "a file on its way could not be written to disk",
                        "make room on the disk of the temporary folder");
    return response.saved;
}

std::string inflated(const std::string& packed, std::size_t largest, const std::string& origin) {
    std::istringstream source(packed);
    Poco::InflatingInputStream stream(source, Poco::InflatingStreamBuf::STREAM_GZIP);
    std::string text = read_body(stream, 0, largest, origin);
    if (stream.bad()) throw unreachable(origin, "the compressed answer is damaged", Fate::closed);
    return text;
}

}  // namespace

struct HttpClient::Connection {
    explicit Connection(HttpSettings given)
        : settings(std::move(given)), proxy(proxy_config(settings.proxy)) {}

    HttpResponse exchange(const HttpRequest& request, const Poco::URI& uri,
                          steady_clock::time_point deadline);
    void open(const Poco::URI& uri);
    void send(const HttpRequest& request);
    HttpResponse receive(const HttpRequest& request);
    bool is_stale(const HttpRequest& request);

    HttpSettings settings;
    net::HTTPClientSession::ProxyConfig proxy;
    net::Context::Ptr context;
    std::unique_ptr<net::HTTPClientSession> session;
    std::string origin;
    bool used = false;
    bool received_any = false;
    steady_clock::time_point last_use{};
};

/// True when a kept connection should not be trusted with this request.
bool HttpClient::Connection::is_stale(const HttpRequest& request) {
    if (!session->connected()) return true;
    if (!is_read(request.method) && steady_clock::now() - last_use > freshness) return true;
    return session->socket().poll(Poco::Timespan(0),
                                  net::Socket::SELECT_READ);  // readable before we asked = closed
}

void HttpClient::Connection::open(const Poco::URI& uri) {
    const bool https = uri.getScheme() == "https";
    if (https && !context) context = make_context(settings);
    forget_certificates();
    session = https ? std::make_unique<net::HTTPSClientSession>(uri.getHost(), uri.getPort(), context)
                    : std::make_unique<net::HTTPClientSession>(uri.getHost(), uri.getPort());
    if (!proxy.host.empty() && !is_loopback(uri.getHost())) session->setProxyConfig(proxy);
    session->setKeepAlive(true);
    session->setKeepAliveTimeout(Poco::Timespan(60, 0));
    origin = fmt::format("{}://{}", uri.getScheme(), uri.getAuthority());
    used = false;
}

void HttpClient::Connection::send(const HttpRequest& request) {
    net::HTTPRequest outgoing(request.method, target_of(request.url), net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : request.headers) outgoing.add(name, value);
    outgoing.set("User-Agent", settings.agent_name);
    // what is saved is counted as it comes
    outgoing.set("Accept-Encoding", request.save_to.empty() ? "gzip" : "identity");
    const auto length = request.body_file.empty() ? request.body.size() : request.body_bytes;
    if (length > 0 || !is_read(request.method)) outgoing.setContentLength64(static_cast<Poco::Int64>(length));
    std::ostream& body = session->sendRequest(outgoing);
    if (request.body_file.empty())
        body.write(request.body.data(), static_cast<std::streamsize>(request.body.size()));
    else
        send_file(request, body);
    body.flush();
    if (!body.good()) throw net::NetException("the request could not be sent whole");
}

HttpResponse HttpClient::Connection::receive(const HttpRequest& request) {
    net::HTTPResponse incoming;
    std::istream& body = session->receiveResponse(incoming);
    received_any = true;
    HttpResponse response;
    response.status = incoming.getStatus();
    for (const auto& [name, value] : incoming) response.headers.emplace(name, value);
    if (!request.save_to.empty() && response.status / 100 == 2) {
        const auto received = save_body(body, request, response);
        if (response.cut)
            session->reset();  // what is left of it is not wanted
        else
            check_length(incoming, received, origin);
        return response;
    }
    const std::size_t announced = incoming.hasContentLength() && incoming.getContentLength64() > 0
                                      ? static_cast<std::size_t>(incoming.getContentLength64())
                                      : 0;
    response.body = read_body(body, announced, settings.largest_answer, origin);
    if (request.method != "HEAD" && response.status != 204 && response.status != 304)
        check_length(incoming, response.body.size(), origin);
    if (incoming.get("Content-Encoding", "") == "gzip")
        response.body = inflated(response.body, settings.largest_answer, origin);
    return response;
}

HttpResponse HttpClient::Connection::exchange(const HttpRequest& request, const Poco::URI& uri,
                                              steady_clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now());
    const Poco::Timespan wait(std::max<long long>(left.count(), 1'000));
    if (!session || is_stale(request)) open(uri);
    session->setTimeout(std::min(wait, Poco::Timespan(30, 0)), wait, wait);

    Fate fate = Fate::not_sent;
    received_any = false;
    std::optional<Watchdog::Guard> guard;
    try {
        if (session->connected())
            guard.emplace(Watchdog::shared(), session->socket().impl()->sockfd(), deadline);
        send(request);
        if (!guard) guard.emplace(Watchdog::shared(), session->socket().impl()->sockfd(), deadline);
        fate = Fate::closed;
        HttpResponse response = receive(request);
        // A socket that the watchdog has shut reads like the end of an answer.
        if (guard->bitten()) throw Poco::TimeoutException();
        guard.reset();
        used = true;
        last_use = steady_clock::now();
        return response;
    } catch (const SyncError&) {
        guard.reset();
        session.reset();
        throw;
    } catch (const Poco::TimeoutException&) {
        guard.reset();
        session.reset();
        throw unreachable(origin, "no answer in time", fate == Fate::not_sent ? fate : Fate::timed_out);
    } catch (const net::SSLException& problem) {
        guard.reset();
        session.reset();
        throw tls_trouble(origin, uri.getHost(), settings, problem, fate);
    } catch (const std::exception& problem) {
        const bool bitten = guard && guard->bitten();
        guard.reset();
        session.reset();
        if (bitten)
            throw unreachable(origin, "no answer in time", fate == Fate::not_sent ? fate : Fate::timed_out);
        const auto* poco = dynamic_cast<const Poco::Exception*>(&problem);
        throw unreachable(origin, poco != nullptr ? poco->displayText() : problem.what(), fate);
    }
}

HttpClient::HttpClient(HttpSettings settings)
    : connection_(std::make_unique<Connection>(std::move(settings))) {
    if (!connection_->settings.ca_file.empty()) connection_->context = make_context(connection_->settings);
}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::exchange(const HttpRequest& request) {
    const auto deadline = steady_clock::now() + request.deadline;
    std::optional<Poco::URI> uri;
    try {
        uri.emplace(request.url);
    } catch (const Poco::Exception&) {
        throw SyncError(Reach::side, Trouble::configuration,
                        "an address cannot be read: " + request.url.substr(0, 200))
            .with(Fate::not_sent);
    }
    const bool kept = connection_->session != nullptr && connection_->used;
    try {
        return connection_->exchange(request, *uri, deadline);
    } catch (const SyncError& error) {
        if (!kept || !is_read(request.method) || connection_->received_any || error.fate == Fate::timed_out)
            throw;
    }
    return connection_->exchange(request, *uri, deadline);
}

}  // namespace deskbridge
