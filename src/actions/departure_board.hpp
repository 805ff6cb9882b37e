#pragma once

// Internal to actions: which of many mails may leave next.

#include "core/core.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

namespace querist::actions {

/// When a mail may leave. Mails are known by their positions in the plan.
struct Departure {
    Instant at;
    std::size_t position = 0;
    bool operator>(const Departure& other) const {
        return std::pair(at, position) > std::pair(other.at, other.position);
    }
    bool operator==(const Departure&) const = default;
};

/// The mails that are to leave, the next one first. Each domain has a queue of its own: when one of
/// its mails leaves, the others are not looked at, however many they are.
class DepartureBoard {
public:
    struct Mail {
        std::string domain;
        Instant earliest;
    };
    struct Rules {
        /// When the rate of a mail's domain lets the next one leave; it changes as mails leave.
        std::function<Instant(std::size_t position)> domain_open_at;
        /// The same of the mail itself, by its reader's quiet hours too.
        std::function<Instant(std::size_t position)> allowed_at;
    };

    DepartureBoard(const std::vector<Mail>& mails, Rules rules);

    [[nodiscard]] std::int64_t left() const { return left_; }
    /// The mail that may leave next, the first of the plan among equals; empty: none is left. It
    /// stays on the board.
    [[nodiscard]] std::optional<Departure> next();
    /// Takes what `next` gave off the board, or puts it back for later.
    void take(const Departure& departure, std::optional<Instant> again);

private:
    using Departures = std::priority_queue<Departure, std::vector<Departure>, std::greater<>>;

    void announce(std::size_t domain);
    std::optional<Departure> first_of(std::size_t domain);

    Rules rules_;
    std::vector<std::size_t> domain_of_;  ///< Position in `domains_`, mail by mail.
    std::vector<Departures> domains_;
    Departures announced_;  ///< One of each domain that has mails; it may have changed meanwhile.
    std::int64_t left_ = 0;
};

}  // namespace querist::actions
