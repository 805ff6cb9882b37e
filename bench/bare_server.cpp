// The yardstick: a bare server that parses a form of about 1 KB and commits it in groups, with none
// of what makes a survey. Same database settings, same queue and single writer as Querist, so the
// ratio of the two is the price of sessions, validation, conditions and the hash chain.

#include <fmt/format.h>
#include <sqlite3.h>
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "bare_server: {}\n", why);
    std::exit(1);  // NOLINT(concurrency-mt-unsafe)
}

sqlite3* open_database(const std::string& path) {
    sqlite3* database = nullptr;
    if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) give_up("cannot open " + path);
    for (const char* sql :
         {"PRAGMA journal_mode=WAL",
          "PRAGMA synchronous=FULL",
          "PRAGMA wal_autocheckpoint=0",
          "PRAGMA busy_timeout=5000",
          "CREATE TABLE IF NOT EXISTS form (id INTEGER PRIMARY KEY, page TEXT, answers TEXT) "
          "STRICT",
          "CREATE INDEX IF NOT EXISTS form_page ON form (page)"}) {
        if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) give_up(sql);
    }
    return database;
}

struct Job {
    std::string page;
    std::string answers;
    std::function<void()> done;
};

class Writer {
public:
    explicit Writer(const std::string& path)
        : database_(open_database(path)), checkpoints_(open_database(path)) {
        const char* sql = "INSERT INTO form (page, answers) VALUES (?, ?)";
        if (sqlite3_prepare_v2(database_, sql, -1, &insert_, nullptr) != SQLITE_OK) give_up(sql);
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
        checkpointer_ = std::jthread([this](const std::stop_token& stop) { checkpoint(stop); });
    }

    void push(Job job) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(job));
        }
        arrived_.notify_one();
    }

private:
    void run(const std::stop_token& stop) {
        std::vector<Job> group;
        while (!stop.stop_requested()) {
            {
                std::unique_lock lock(mutex_);
                if (!arrived_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
                group.swap(waiting_);
            }
            sqlite3_exec(database_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
            for (const Job& job : group) insert(job);
            if (sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK) {
                give_up("commit failed");
            }
            for (const Job& job : group) job.done();
            group.clear();
        }
    }

    void insert(const Job& job) {
        const auto bind = [this](int at, const std::string& text) {
            sqlite3_bind_text(insert_, at, text.data(), static_cast<int>(text.size()), nullptr);
        };
        bind(1, job.page);
        bind(2, job.answers);
        if (sqlite3_step(insert_) != SQLITE_DONE) give_up("insert failed");
        sqlite3_reset(insert_);
    }

    void checkpoint(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, std::chrono::milliseconds(100), [] { return false; });
            sqlite3_wal_checkpoint_v2(
                checkpoints_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
            );
        }
    }

    sqlite3* database_;
    sqlite3* checkpoints_;
    sqlite3_stmt* insert_ = nullptr;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::vector<Job> waiting_;
    std::jthread thread_;
    std::jthread checkpointer_;
};

std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) {
        return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;  // NOLINT(hicpp-signed-bitwise)
    };
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields parse_form(std::string_view body) {
    Fields fields;
    while (!body.empty()) {
        const std::size_t end = body.find('&');
        const std::string_view field = body.substr(0, end);
        const std::size_t equals = field.find('=');
        fields.emplace_back(
            percent_decoded(field.substr(0, equals)),
            equals == std::string_view::npos ? std::string()
                                             : percent_decoded(field.substr(equals + 1))
        );
        if (end == std::string_view::npos) break;
        body.remove_prefix(end + 1);
    }
    return fields;
}

Job job_of(const Fields& fields) {
    Job job;
    for (const auto& [name, value] : fields) {
        if (name == "page") job.page = value;
        job.answers.append(name).append("=").append(value).append("\n");
    }
    return job;
}

asio::awaitable<void> committed(Writer& writer, Job job) {
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [](auto handler, Writer& to, Job work) {
            auto executor = asio::get_associated_executor(handler);
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            work.done = [executor, shared] { asio::post(executor, [shared] { (*shared)(); }); };
            to.push(std::move(work));
        },
        asio::use_awaitable,
        std::ref(writer),
        std::move(job)
    );
}

asio::awaitable<void> session(Tcp::socket socket, Writer& writer) {
    beast::flat_buffer buffer;
    for (;;) {
        http::request<http::string_body> request;
        boost::system::error_code error;
        co_await http::async_read(
            socket, buffer, request, asio::redirect_error(asio::use_awaitable, error)
        );
        if (error) co_return;
        Job job = job_of(parse_form(request.body()));
        co_await committed(writer, std::move(job));
        http::response<http::empty_body> response{http::status::see_other, 11};
        response.set(http::field::location, "/next");
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await http::async_write(
            socket, response, asio::redirect_error(asio::use_awaitable, error)
        );
        if (error || !request.keep_alive()) co_return;
    }
}

asio::awaitable<void> listen(Tcp::acceptor& acceptor, Writer& writer) {
    for (;;) {
        Tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(Tcp::no_delay(true));
        auto executor = socket.get_executor();
        asio::co_spawn(executor, session(std::move(socket), writer), asio::detached);
    }
}

Tcp::acceptor acceptor_on(asio::io_context& context, std::uint16_t port) {
    using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    Tcp::acceptor acceptor(context);
    acceptor.open(Tcp::v4());
    acceptor.set_option(Tcp::acceptor::reuse_address(true));
    acceptor.set_option(ReusePort(true));
    acceptor.bind({asio::ip::address_v4::loopback(), port});
    acceptor.listen();
    return acceptor;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) give_up("usage: bare_server PORT DATABASE");
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[1]));
    Writer writer(argv[2]);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&writer, port] {
            asio::io_context context(1);
            Tcp::acceptor acceptor = acceptor_on(context, port);
            asio::co_spawn(context, listen(acceptor, writer), asio::detached);
            context.run();
        });
    }
    fmt::print("ready\n");
    std::fflush(stdout);
    threads.clear();  // until killed
}
