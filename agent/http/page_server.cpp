#include "http/page_server.h"

#include "contract/sync_error.h"
#include "http/socket_end.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <Poco/Timespan.h>
#include <fmt/format.h>

namespace deskbridge {

namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

constexpr int threads = 2;
constexpr int waiting_at_most = 16;
constexpr int patience_seconds = 5;

Page page_for(const HTTPServerRequest& request, const Pages& pages) {
    if (request.getMethod() != "GET" && request.getMethod() != "HEAD")
        return {405, "{\"error\": \"only GET\"}\n"};
    const auto& target = request.getURI();
    try {
        return pages(target.substr(0, target.find('?')));
    } catch (const std::exception&) {
        return {500, "{\"error\": \"see the log\"}\n"};
    }
}

class Handler : public Poco::Net::HTTPRequestHandler {
public:
    explicit Handler(const Pages& pages) : pages_(pages) {}
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
        const auto page = page_for(request, pages_);
        response.setStatusAndReason(static_cast<HTTPServerResponse::HTTPStatus>(page.status));
        response.setContentType(page.type);
        response.set("Cache-Control", "no-store");
        response.set("X-Content-Type-Options", "nosniff");
        response.setKeepAlive(false);
        if (request.getMethod() == "HEAD")
            response.send();
        else
            response.sendBuffer(page.body.data(), page.body.size());
    }

private:
    const Pages& pages_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
public:
    explicit Factory(const Pages& pages) : pages_(pages) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
        return new Handler(pages_);  // Poco deletes it
    }

private:
    const Pages& pages_;
};

Poco::Net::HTTPServerParams::Ptr settings() {
    Poco::Net::HTTPServerParams::Ptr settings(new Poco::Net::HTTPServerParams);
    settings->setKeepAlive(false);
    settings->setMaxThreads(threads);
    settings->setMaxQueued(waiting_at_most);
    settings->setTimeout(Poco::Timespan(patience_seconds, 0));
    return settings;
}

Poco::Net::ServerSocket listening(const std::string& host, int port) {
    Poco::Net::initializeNetwork();
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    try {
        Poco::Net::ServerSocket socket;
        // Poco would let two programs share a port
        socket.bind({bracketed ? host.substr(1, host.size() - 2) : host, static_cast<Poco::UInt16>(port)},
                    reuse_means_left_over(), false);
        socket.listen(waiting_at_most);
        return socket;
    } catch (const Poco::Exception& error) {
        throw SyncError(
            Reach::run, Trouble::configuration,
            fmt::format("{}:{} cannot be listened on: {}", host, port, error.displayText()),
            "Another program may have the port: name another one as \"listen\", or null for none.");
    }
}

}  // namespace

struct PageServer::Host {
    Host(const std::string& address, int port, Pages shown)
        : pages(std::move(shown)),
          socket(listening(address, port)),
          pool(1, threads),
          server(new Factory(pages), pool, socket, settings()) {}
    Pages pages;
    Poco::Net::ServerSocket socket;
    Poco::ThreadPool pool;
    Poco::Net::HTTPServer server;
};

PageServer::PageServer(const std::string& host, int port, Pages pages)
    : host_(std::make_unique<Host>(host, port, std::move(pages))) {
    host_->server.start();
}

PageServer::~PageServer() {
    host_->server.stopAll(true);
    host_->pool.joinAll();
}

int PageServer::port() const {
    return host_->socket.address().port();
}

}  // namespace deskbridge
