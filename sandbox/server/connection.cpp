#include "sandbox/server/connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponseImpl.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketDefs.h>
#include <Poco/Timespan.h>
#include <algorithm>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <vector>

namespace sandbox {

namespace {

using Poco::Net::HTTPServerRequestImpl;

#ifdef MSG_NOSIGNAL
constexpr int without_signal = MSG_NOSIGNAL;
#else
constexpr int without_signal = 0;
#endif

Poco::Net::HTTPServerParams::Ptr settings_of(const ServerLimits& limits) {
    Poco::Net::HTTPServerParams::Ptr settings(new Poco::Net::HTTPServerParams);
    settings->setKeepAlive(true);
    settings->setMaxKeepAliveRequests(0);
    settings->setTimeout(Poco::Timespan(limits.idle_seconds, 0));
    settings->setKeepAliveTimeout(Poco::Timespan(limits.idle_seconds, 0));
    return settings;
}

/// A target may be "/path?query", "http://host/path?query" (as a proxy sends it) or "*".
void take_target(std::string target, Request& request) {
    const auto scheme = target.find("://");
    if (scheme != std::string::npos && target.front() != '/') {
        const auto path = target.find_first_of("/?", scheme + 3);
        target = path == std::string::npos ? "/" : target.substr(path);
    }
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    if (request.path.empty() || request.path == "*") request.path = "/";
}

/// Reads at most `bytes_max` + 1 bytes, so that the caller sees that there was more.
std::string read_some(std::istream& in, std::size_t bytes_max) {
    std::string body;
    std::vector<char> piece(64 * 1024);
    while (body.size() <= bytes_max) {
        in.read(piece.data(),
                static_cast<std::streamsize>(std::min(piece.size(), bytes_max + 1 - body.size())));
        if (in.gcount() <= 0) break;
        body.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    }
    return body;
}

Request request_of(const HTTPServerRequestImpl& incoming) {
    Request request;
    request.method = incoming.getMethod();
    take_target(incoming.getURI(), request);
    for (const auto& [name, value] : incoming) request.headers.emplace(name, value);
    return request;
}

/// Without a length and without chunks a request has no body (RFC 9112 §6.3); Poco would read to the end of
/// the connection.
bool has_body(const HTTPServerRequestImpl& incoming) {
    return incoming.getChunkedTransferEncoding() || incoming.hasContentLength();
}

bool is_bodiless(int status) {
    return status == 204 || status == 304 || (status >= 100 && status < 200);
}

std::string head_of(const Reply& reply, bool keep_alive) {
    const auto status = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(reply.status);
    std::string text =
        fmt::format("HTTP/1.1 {} {}\r\n", reply.status, Poco::Net::HTTPResponse::getReasonForStatus(status));
    for (const auto& [name, value] : reply.headers) text += fmt::format("{}: {}\r\n", name, value);
    if (!reply.headers.contains("Date")) text += fmt::format("Date: {}\r\n", http_date(wall_clock()()));
    if (!reply.headers.contains("Content-Length") && !is_bodiless(reply.status)) {
        text += fmt::format("Content-Length: {}\r\n", reply.body.size());
    }
    if (!reply.headers.contains("Connection")) {
        text += fmt::format("Connection: {}\r\n", keep_alive ? "keep-alive" : "close");
    }
    return text + "\r\n";
}

}  // namespace

Connection::Connection(const Poco::Net::StreamSocket& socket, const Player& player,
                       const ServerLimits& limits, std::stop_token stop)
    : settings_(settings_of(limits)),
      session_(socket, settings_),
      player_(player),
      limits_(limits),
      stop_(std::move(stop)) {
    session_.socket().setNoDelay(true);
}

Connection::~Connection() {
    session_.detachSocket();
}

void Connection::run() {
    while (!stop_.stop_requested() && session_.hasMoreRequests() && exchange()) {
    }
}

bool Connection::exchange() {
    Poco::Net::HTTPServerResponseImpl unused(session_);
    std::optional<HTTPServerRequestImpl> incoming;
    try {
        incoming.emplace(unused, session_, settings_.get());
    } catch (const Poco::Net::NoMessageException&) {
        return false;
    } catch (const Poco::Net::MessageException& error) {
        return refuse(400, "The request cannot be read: " + error.displayText());
    }
    Request request = request_of(*incoming);
    const bool sized = incoming->hasContentLength() && !incoming->getChunkedTransferEncoding();
    if (sized && (incoming->getContentLength64() < 0 ||
                  static_cast<std::size_t>(incoming->getContentLength64()) > limits_.body_bytes_max)) {
        return refuse(413, fmt::format("A body may have {} bytes.", limits_.body_bytes_max));
    }
    if (has_body(*incoming)) {
        if (incoming->getExpectContinue()) send("HTTP/1.1 100 Continue\r\n\r\n");
        request.body = read_some(incoming->stream(), limits_.body_bytes_max);
    }
    if (request.body.size() > limits_.body_bytes_max) {
        return refuse(413, fmt::format("A body may have {} bytes.", limits_.body_bytes_max));
    }
    const bool cut_short =
        sized && request.body.size() != static_cast<std::size_t>(incoming->getContentLength64());
    if (cut_short) return false;
    return play(player_(request), request.method == "HEAD", incoming->getKeepAlive());
}

bool Connection::play(const Ending& ending, bool head, bool keep_alive) {
    if (ending.delay_ms > 0) wait(ending.delay_ms);
    if (stop_.stop_requested() || ending.kind == Ending::Kind::dropped) return false;
    if (ending.kind == Ending::Kind::stalled) {
        hold_until_left();
        return false;
    }
    const std::string top = head_of(ending.reply, keep_alive);
    const std::size_t body_bytes = head || is_bodiless(ending.reply.status) ? 0 : ending.reply.body.size();
    if (ending.kind == Ending::Kind::half) {
        // an answer without a body would be whole after its headers: those are cut instead
        send(body_bytes == 0 ? top.substr(0, top.size() / 2) : top);
        send(ending.reply.body.data(), body_bytes / 2);
        return false;
    }
    constexpr std::size_t small = 32 * 1024;
    if (body_bytes <= small) {
        send(top + ending.reply.body.substr(0, body_bytes));
    } else {
        send(top);
        send(ending.reply.body.data(), body_bytes);
    }
    return keep_alive;
}

bool Connection::refuse(int status, const std::string& sentence) {
    Reply reply;
    reply.status = status;
    reply.headers.emplace("Content-Type", "text/plain; charset=utf-8");
    reply.body = sentence + "\n";
    send(head_of(reply, false) + reply.body);
    // closing while bytes are still coming in would reset the connection and lose the answer
    session_.socket().shutdownSend();
    hold_until_left();
    return false;
}

void Connection::wait(int milliseconds) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop_, std::chrono::milliseconds(milliseconds), [] { return false; });
}

void Connection::hold_until_left() {
    char ignored[1024];
    while (!stop_.stop_requested()) {
        try {
            if (session_.socket().receiveBytes(ignored, sizeof ignored) <= 0) return;
        } catch (const Poco::TimeoutException&) {
            continue;
        }
    }
}

void Connection::send(const std::string& bytes) {
    send(bytes.data(), bytes.size());
}

void Connection::send(const char* bytes, std::size_t count) {
    constexpr std::size_t piece = 1024 * 1024;
    while (count > 0) {
        const int sent =
            session_.socket().sendBytes(bytes, static_cast<int>(std::min(count, piece)), without_signal);
        if (sent <= 0) throw Poco::Net::ConnectionResetException("the caller left");
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
}

}  // namespace sandbox
