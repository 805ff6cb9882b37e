#include "actions/departure_board.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace querist::actions {

DepartureBoard::DepartureBoard(const std::vector<Mail>& mails, Rules rules)
    : rules_(std::move(rules)), left_(static_cast<std::int64_t>(mails.size())) {
    std::map<std::string_view, std::size_t> known;
    domain_of_.reserve(mails.size());
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const std::size_t domain = known.try_emplace(mails[i].domain, known.size()).first->second;
        if (domain == domains_.size()) domains_.emplace_back();
        domain_of_.push_back(domain);
        domains_[domain].push({mails[i].earliest, i});
    }
    for (std::size_t domain = 0; domain < domains_.size(); ++domain) announce(domain);
}

void DepartureBoard::announce(std::size_t domain) {
    if (const std::optional<Departure> first = first_of(domain)) announced_.push(*first);
}

/// A domain's next mail. One that its reader's quiet hours hold up goes behind the others.
std::optional<Departure> DepartureBoard::first_of(std::size_t domain) {
    Departures& mails = domains_[domain];
    while (!mails.empty()) {
        const Departure first = mails.top();
        const Instant open = std::max(first.at, rules_.domain_open_at(first.position));
        const Instant allowed = std::max(open, rules_.allowed_at(first.position));
        if (allowed == open) return Departure{allowed, first.position};
        mails.pop();
        mails.push({allowed, first.position});
    }
    return std::nullopt;
}

std::optional<Departure> DepartureBoard::next() {
    while (!announced_.empty()) {
        const Departure announced = announced_.top();
        const std::optional<Departure> first = first_of(domain_of_[announced.position]);
        if (first == announced) return first;
        announced_.pop();
        if (first) announced_.push(*first);
    }
    return std::nullopt;
}

void DepartureBoard::take(const Departure& departure, std::optional<Instant> again) {
    announced_.pop();
    const std::size_t domain = domain_of_[departure.position];
    domains_[domain].pop();
    if (again) {
        domains_[domain].push({*again, departure.position});
    } else {
        --left_;
    }
    announce(domain);
}

}  // namespace querist::actions
