#include "programs/tls_front.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <mutex>
#include <sstream>

namespace programs {

namespace {

namespace net = Poco::Net;

net::Context::Ptr context_of(const support::ServerFiles& files) {
    net::initializeSSL();
    return new net::Context(net::Context::TLS_SERVER_USE, files.key, files.certificate, "",
                            net::Context::VERIFY_NONE);
}

}  // namespace

struct TlsFront::Serving {
    Serving(const support::ServerFiles& files, const std::string& address)
        : behind(address),
          socket(net::SocketAddress("127.0.0.1", 0), 64, context_of(files)),
          url("https://127.0.0.1:" + std::to_string(socket.address().port())),
          server(new Factory(*this), socket, new net::HTTPServerParams) {
        server.start();
    }
    ~Serving() { server.stopAll(true); }

    struct Handler : net::HTTPRequestHandler {
        explicit Handler(Serving& serving) : serving(serving) {}
        void handleRequest(net::HTTPServerRequest& in, net::HTTPServerResponse& out) override {
            serving.pass(in, out);
        }
        Serving& serving;
    };
    struct Factory : net::HTTPRequestHandlerFactory {
        explicit Factory(Serving& serving) : serving(serving) {}
        net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
            return new Handler(serving);
        }
        Serving& serving;
    };

    void pass(net::HTTPServerRequest& in, net::HTTPServerResponse& out) {
        std::string body;
        // without a length Poco reads to the end of the connection
        if (in.hasContentLength()) Poco::StreamCopier::copyToString(in.stream(), body);
        net::HTTPRequest request(in.getMethod(), in.getURI(), net::HTTPMessage::HTTP_1_1);
        for (const auto& [name, value] : in) request.add(name, value);
        request.setKeepAlive(false);
        request.setContentLength64(static_cast<Poco::Int64>(body.size()));
        note(request, body);
        net::HTTPClientSession session(behind.getHost(), behind.getPort());
        session.sendRequest(request) << body << std::flush;
        net::HTTPResponse answer;
        std::string text;
        Poco::StreamCopier::copyToString(session.receiveResponse(answer), text);
        out.setStatusAndReason(answer.getStatus(), answer.getReason());
        for (const auto& [name, value] : answer)
            if (name != "Connection" && name != "Content-Length" && name != "Transfer-Encoding")
                out.add(name, value);
        out.setContentLength64(static_cast<Poco::Int64>(text.size()));
        out.send() << text << std::flush;
    }
    void note(const net::HTTPRequest& request, const std::string& body) {
        std::ostringstream all;
        request.write(all);
        const std::lock_guard lock(mutex);
        received += all.str() + body;
    }

    Poco::URI behind;
    net::SecureServerSocket socket;
    std::string url;
    std::mutex mutex;
    std::string received;
    net::HTTPServer server;
};

TlsFront::TlsFront(const support::ServerFiles& files, const std::string& behind)
    : serving_(std::make_unique<Serving>(files, behind)) {}
TlsFront::~TlsFront() = default;

const std::string& TlsFront::url() const {
    return serving_->url;
}

std::string TlsFront::received() const {
    const std::lock_guard lock(serving_->mutex);
    return serving_->received;
}

}  // namespace programs
