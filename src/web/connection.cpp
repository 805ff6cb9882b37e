// The one file that compiles Beast and Asio. A coroutine a connection, an io_context a thread.

#include "web/connection.hpp"

#include "web/listening.hpp"
#include "web/request_reader.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <list>
#include <thread>

namespace querist::web {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;
using namespace std::chrono_literals;

constexpr std::size_t read_bytes = 8 * 1024;
/// After a refusal, what the client still sends is read this long, so that it can read the answer.
constexpr auto linger_time = 2s;
constexpr std::size_t linger_bytes_max = 1024 * 1024;
constexpr auto accept_pause = 100ms;

class Connection;

/// What all lanes share.
struct Server {
    const ServeOptions& options;
    Clock& clock;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> bodies_bytes{0};
};

/// One thread with its connections.
struct Lane {
    Lane(Server& shared, SiteParts parts) : server(shared), site(std::move(parts)) {}
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;
    /// The context's destructor ends the coroutines that a forced stop left.
    ~Lane() { is_ending = true; }

    Server& server;
    Site site;
    std::list<Connection*> open;  // before the context: its coroutines unlist themselves
    bool draining = false;
    bool is_ending = false;
    std::string date_line;  ///< "Date: …\r\n" of `date_second`.
    std::chrono::sys_seconds date_second{};
    asio::io_context context{1};
    asio::steady_timer sweep{context};
    asio::steady_timer last_call{context};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};

    std::string_view date() {
        const Instant now = server.clock.now();
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        if (second != date_second || date_line.empty()) {
            date_second = second;
            date_line = "Date: " + http_date(now) + "\r\n";
        }
        return date_line;
    }
    /// Nothing is left to do once draining and the last connection has gone.
    void finish_when_empty() {
        if (is_ending || !draining || !open.empty()) return;
        work.reset();
        error_code ignored;
        (void)sweep.cancel(ignored);
        (void)last_call.cancel(ignored);
    }
};

enum class Awaited { request_start, request_rest, outcome, write, linger };

/// One client. Lives in its coroutine's frame.
class Connection {
public:
    Connection(Lane& lane, tcp::socket socket)
        : lane_(lane), limits_(lane.server.options.limits), socket_(std::move(socket)) {
        place_ = lane_.open.insert(lane_.open.end(), this);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        lane_.open.erase(place_);
        --lane_.server.connections;
        lane_.finish_when_empty();
    }

    asio::awaitable<void> run();
    /// Says that the server has a fault, and closes.
    asio::awaitable<void> apologize();

    /// Called by the sweeper and at shutdown, always while the coroutine waits.
    void end_if_late(SteadyTime now) {
        if (now < deadline_) return;
        expired_ = true;
        error_code ignored;
        (void)socket_.cancel(ignored);
    }
    void end_if_idle() {
        if (!is_idle()) return;
        is_leaving_ = true;
        error_code ignored;
        (void)socket_.cancel(ignored);
    }
    /// Waits for a request, and nobody has ended it yet.
    [[nodiscard]] bool is_idle() const {
        return awaited_ == Awaited::request_start && !is_leaving_;
    }
    [[nodiscard]] SteadyTime deadline() const { return deadline_; }

private:
    enum class Read { request, closed, refused };

    asio::awaitable<Read> read_request();
    asio::awaitable<bool> read_more();
    asio::awaitable<bool> write(const Reply& reply, bool with_body, bool keep_alive);
    asio::awaitable<bool> write_rest(std::array<asio::const_buffer, 3> buffers);
    asio::awaitable<Reply> reply_to(Request& request);
    asio::awaitable<void> linger();

    void await(Awaited what, std::chrono::milliseconds time) {
        awaited_ = what;
        deadline_ = std::chrono::steady_clock::now() + time;
    }
    /// Feeds what was read to the parser. True when the request is whole or refused.
    bool parse();

    Lane& lane_;
    const RequestLimits& limits_;
    tcp::socket socket_;
    std::list<Connection*>::iterator place_;
    boost::beast::flat_buffer buffer_;
    std::unique_ptr<RequestReader> reader_;  ///< Of the request that is read; none before.
    SteadyTime deadline_ = SteadyTime::max();
    Awaited awaited_ = Awaited::request_start;
    bool expired_ = false;
    bool is_leaving_ = false;
    int refusal_ = 0;
};

bool Connection::parse() {
    while (buffer_.size() != 0) {
        error_code error;
        const std::size_t used = reader_->put(buffer_.data(), error);
        buffer_.consume(used);
        if (error == http::error::need_more) return false;
        if (error) {
            refusal_ = reader_->refusal(error);
            return true;
        }
        if (reader_->is_done()) return true;
        if (used == 0) return false;
    }
    return false;
}

asio::awaitable<bool> Connection::read_more() {
    error_code error;
    const auto space = buffer_.prepare(read_bytes);
    const std::size_t count =
        co_await socket_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    buffer_.commit(count);
    co_return !error;
}

asio::awaitable<Connection::Read> Connection::read_request() {
    reader_ = std::make_unique<RequestReader>(limits_, lane_.server.bodies_bytes);
    refusal_ = 0;
    bool told_to_continue = false;
    bool begun = buffer_.size() != 0;
    await(
        begun ? Awaited::request_rest : Awaited::request_start,
        begun ? limits_.request_time : limits_.idle_time
    );
    while (!parse()) {
        if (reader_->is_header_done() && reader_->expects_continue() && !told_to_continue) {
            told_to_continue = true;
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            error_code error;
            co_await asio::async_write(
                socket_, asio::buffer(go_on), asio::redirect_error(asio::use_awaitable, error)
            );
            if (error) co_return Read::closed;
        }
        if (lane_.draining && !begun) co_return Read::closed;
        if (!co_await read_more()) {
            if (!expired_ || !begun) co_return Read::closed;
            refusal_ = 408;
            co_return Read::refused;
        }
        if (!begun) await(Awaited::request_rest, limits_.request_time);
        begun = true;
    }
    co_return refusal_ == 0 ? Read::request : Read::refused;
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): run() awaits it
asio::awaitable<Reply> Connection::reply_to(Request& request) {
    Reaction reaction = lane_.site.react(request);
    if (Reply* reply = std::get_if<Reply>(&reaction)) co_return std::move(*reply);
    awaited_ = Awaited::outcome;
    deadline_ = SteadyTime::max();
    Pending pending = std::get<Pending>(std::move(reaction));
    Finish finish;
    const auto executor = lane_.context.get_executor();
    auto begin = [&finish, &pending, executor](auto handler) {
        pending([&finish, executor, handler = std::move(handler)](Finish made) mutable {
            // On the writer thread: hand over and let it go on.
            finish = std::move(made);
            asio::post(executor, std::move(handler));
        });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(begin), asio::use_awaitable
    );
    co_return finish();
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): run() awaits it
asio::awaitable<bool> Connection::write(const Reply& reply, bool with_body, bool keep_alive) {
    const Packet& packet = reply.packet();
    std::string tail(lane_.date());
    tail.append(reply.own_lines);
    tail.append(keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
    std::array<asio::const_buffer, 3> buffers = {
        asio::buffer(packet.head),
        asio::buffer(tail),
        with_body ? asio::buffer(packet.body) : asio::const_buffer()
    };
    // Nearly always the kernel takes all at once: no need to wait for it in the reactor.
    error_code error;
    std::size_t written = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block && error != asio::error::try_again) {
        co_return false;
    }
    for (asio::const_buffer& buffer : buffers) {
        const std::size_t whole = std::min(written, buffer.size());
        buffer += whole;
        written -= whole;
    }
    if (asio::buffer_size(buffers) == 0) co_return true;
    await(Awaited::write, limits_.request_time);
    co_return co_await write_rest(buffers);
}

asio::awaitable<bool> Connection::write_rest(std::array<asio::const_buffer, 3> buffers) {
    error_code error;
    co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

asio::awaitable<void> Connection::linger() {
    error_code error;
    (void)socket_.shutdown(tcp::socket::shutdown_send, error);
    await(Awaited::linger, linger_time);
    std::size_t total = 0;
    while (!error && !expired_ && total < linger_bytes_max) {
        buffer_.clear();
        const auto space = buffer_.prepare(read_bytes);
        total += co_await socket_.async_read_some(
            space, asio::redirect_error(asio::use_awaitable, error)
        );
    }
}

asio::awaitable<void> Connection::run() {
    error_code ignored;
    const std::string peer = socket_.remote_endpoint(ignored).address().to_string();
    (void)socket_.set_option(tcp::no_delay(true), ignored);
    (void)socket_.non_blocking(true, ignored);
    for (;;) {
        const Read read = co_await read_request();
        if (read == Read::closed) break;
        if (read == Read::refused) {
            expired_ = false;
            const Reply reply =
                refusal_ == 503 ? Site::full_house_reply() : Site::status_reply(refusal_);
            const bool with_body = !reader_->is_head();
            reader_.reset();  // gives back what it holds of the body
            if (co_await write(reply, with_body, false)) co_await linger();
            break;
        }
        Request request = reader_->request();
        request.peer = peer;
        const Reply reply = co_await reply_to(request);
        // HTTP/1.0 keeps a connection only by an extension that nobody needs any more.
        const bool keep_alive = reader_->keep_alive() && reader_->version_is_modern() &&
                                !lane_.draining && !is_leaving_;
        const bool with_body = request.method != Method::head;
        if (!co_await write(reply, with_body, keep_alive) || !keep_alive) break;
        if (buffer_.capacity() > kept_body_bytes && buffer_.size() == 0) buffer_.shrink_to_fit();
    }
    (void)socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> Connection::apologize() {
    const Reply reply = Site::status_reply(500);
    co_await write(reply, true, false);
}

/// Wakes now and then and ends what took too long: cheaper than a timer for each read.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): lanes end last
asio::awaitable<void> sweep(Lane& lane) {
    const RequestLimits& limits = lane.server.options.limits;
    const auto period = std::clamp(std::min(limits.request_time, limits.idle_time) / 4, 5ms, 500ms);
    while (!lane.draining || !lane.open.empty()) {
        lane.sweep.expires_after(period);
        error_code cancelled;
        co_await lane.sweep.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        const auto now = std::chrono::steady_clock::now();
        for (Connection* connection : lane.open) connection->end_if_late(now);
    }
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): lanes end last
asio::awaitable<void> converse(Lane& lane, tcp::socket socket) {
    Connection connection(lane, std::move(socket));
    try {
        co_await connection.run();
        co_return;
    } catch (const std::exception& failed) {
        spdlog::error("connection ended: {}", failed.what());
    }
    co_await connection.apologize();
}

/// Too many are here: said at once, without waiting for what this one wants.
void turn_away(tcp::socket socket, std::string_view date) {
    const Reply reply = Site::full_house_reply();
    std::string bytes = reply.own.head;
    bytes.append("Retry-After: 5\r\n").append(date).append("Connection: close\r\n\r\n");
    bytes.append(reply.own.body);
    error_code ignored;
    (void)socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(bytes), ignored);
    (void)socket.shutdown(tcp::socket::shutdown_send, ignored);
}

/// Ends the connection of the lane that has waited longest for a request; false when all are busy.
bool end_longest_idle(Lane& lane) {
    Connection* longest = nullptr;
    for (Connection* connection : lane.open) {
        if (!connection->is_idle()) continue;
        if (longest == nullptr || connection->deadline() < longest->deadline()) {
            longest = connection;
        }
    }
    if (longest != nullptr) longest->end_if_idle();
    return longest != nullptr;
}

void admit(Lane& lane, tcp::socket socket) {
    ++lane.server.connections;
    asio::co_spawn(lane.context, converse(lane, std::move(socket)), asio::detached);
}

/// All places are taken: one that only waits makes room, or the newcomer is turned away.
void admit_to_full_house(Lane& lane, tcp::socket socket) {
    if (end_longest_idle(lane)) {
        admit(lane, std::move(socket));
    } else {
        turn_away(std::move(socket), lane.date());
    }
}

using Lanes = std::vector<std::unique_ptr<Lane>>;

/// One acceptor that deals connections out in turn: SO_REUSEPORT would balance less evenly and let
/// a second server share the port unnoticed.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): lanes end last
asio::awaitable<void> accept(tcp::acceptor& acceptor, Lanes& lanes) {
    Server& server = lanes.front()->server;
    for (std::size_t turn = 0; acceptor.is_open(); ++turn) {
        Lane& lane = *lanes[turn % lanes.size()];
        error_code error;
        tcp::socket socket = co_await acceptor.async_accept(
            lane.context, asio::redirect_error(asio::use_awaitable, error)
        );
        if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
        if (error) {  // out of descriptors, mostly: wait until some are closed
            asio::steady_timer pause(lanes.front()->context, accept_pause);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        if (server.connections >= server.options.limits.connections) {
            asio::post(lane.context, [&lane, socket = std::move(socket)]() mutable {
                admit_to_full_house(lane, std::move(socket));
            });
            continue;
        }
        admit(lane, std::move(socket));
    }
}

/// Idle connections end now, busy ones after their answer, all of them by `shutdown_time`.
void drain(Lane& lane) {
    asio::post(lane.context, [&lane] {
        lane.draining = true;
        for (Connection* connection : lane.open) connection->end_if_idle();
        lane.last_call.expires_after(lane.server.options.limits.shutdown_time);
        lane.last_call.async_wait([&lane](error_code cancelled) {
            if (!cancelled) lane.context.stop();
        });
        lane.finish_when_empty();
    });
}

}  // namespace

std::size_t lane_count(const ServeOptions& options) {
    if (options.threads > 0) return static_cast<std::size_t>(options.threads);
    return std::max(1U, std::thread::hardware_concurrency());
}

Listener::~Listener() {
    if (socket_ >= 0) ::close(socket_);
}

Result<Listener> listen(const ServeOptions& options) {
    Result<int> socket = listening_socket(options);
    if (!socket) return std::unexpected(socket.error());
    return Listener(*socket);
}

Result<void> serve_connections(
    actions::Fieldwork& fieldwork,
    Listener listener,
    const ServeOptions& options,
    Clock& clock,
    RandomSource& random,
    FrontPages& fronts,
    const Assets& assets,
    const std::function<void(std::uint16_t port)>& ready
) {
    asio::thread_pool blocking(1);
    const Elsewhere elsewhere = [&blocking](std::move_only_function<void()> work) {
        asio::post(blocking, std::move(work));
    };
    Server server{options, clock};
    Lanes lanes;
    for (std::size_t i = 0; i < lane_count(options); ++i) {
        lanes.push_back(std::make_unique<Lane>(
            server,
            SiteParts{
                .fieldwork = fieldwork,
                .clock = clock,
                .random = random,
                .fronts = fronts,
                .assets = assets,
                .elsewhere = elsewhere,
                .public_address = options.public_address,
                .rewards = fieldwork.rewards()
            }
        ));
    }
    asio::io_context& first = lanes.front()->context;
    Result<tcp::acceptor> opened = acceptor_of(std::move(listener), first, options);
    if (!opened) return std::unexpected(opened.error());
    tcp::acceptor& acceptor = *opened;

    asio::signal_set signals(first, SIGINT, SIGTERM);
    const auto stop = [&] {
        asio::post(first, [&] {
            error_code ignored;
            (void)acceptor.close(ignored);
            (void)signals.cancel(ignored);
            for (const auto& lane : lanes) drain(*lane);
        });
    };
    signals.async_wait([&](error_code cancelled, int) {
        if (!cancelled) stop();
    });
    for (const auto& lane : lanes) {
        asio::co_spawn(lane->context, sweep(*lane), asio::detached);
    }
    asio::co_spawn(first, accept(acceptor, lanes), asio::detached);
    const std::stop_callback on_stop(options.stop, stop);
    if (ready) ready(acceptor.local_endpoint().port());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < lanes.size(); ++i) {
            threads.emplace_back([&lane = *lanes[i]] { lane.context.run(); });
        }
        first.run();
    }
    // What is still queued is committed, and its callbacks run while their contexts live.
    fieldwork.finish();
    blocking.join();
    return {};
}

}  // namespace querist::web
