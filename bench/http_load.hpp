#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace querist::bench {

/// What a response says, as far as a walker needs it.
struct Received {
    int status = 0;
    std::string_view head;
    std::string_view body;
};

enum class Counted { no, yes };

struct Request {
    std::string bytes;               ///< The whole request.
    Counted counted = Counted::yes;  ///< Whether its time enters the figures.
};

/// One client: given the answer to its last request (none at first), its next request.
class Walker {
public:
    virtual ~Walker() = default;
    virtual Request next(const Received* answer) = 0;
    [[nodiscard]] virtual std::int64_t completed() const { return 0; }
};

struct Figures {
    double seconds = 0;
    std::int64_t requests = 0;  ///< Counted ones.
    double p50_ms = 0;
    double p99_ms = 0;
    std::string fault;  ///< Why the run is void; empty when it is not.
};

/// Drives one keep-alive connection a walker to 127.0.0.1:port, each with one request under way,
/// for `duration` after `warm_up`. One thread: the server needs the machine.
Figures drive(
    std::uint16_t port,
    const std::vector<Walker*>& walkers,
    std::chrono::milliseconds warm_up,
    std::chrono::milliseconds duration
);

}  // namespace querist::bench
