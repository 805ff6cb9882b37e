#pragma once

// Buying gift cards from a vendor, before anybody claims one.

#include "core/core.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace querist::delivery {
class GiftVendor;
}

namespace querist::actions {

/// How to reach the vendor that `querist rewards buy` knows.
struct VendorOptions {
    std::string address;   ///< Of its API; empty: the one for real money.
    std::string campaign;  ///< What recipients choose from; or
    std::string product;   ///< the one thing that they get.
    std::string funding_source = "balance";
};

struct BoughtCards {
    std::string study;
    std::string compensation;
    Money each;
    std::int64_t bought = 0;   ///< By this run.
    std::int64_t in_all = 0;   ///< Ever, from this vendor.
    std::int64_t pending = 0;  ///< Taken by the vendor, and not executed yet.
    std::int64_t unclear = 0;  ///< Nobody knows yet whether the vendor took them.
    std::int64_t failed = 0;   ///< Not executed; they count for nothing.
    /// The ids of orders that the vendor knows otherwise; they count for nothing, either.
    std::vector<std::string> disputed;
    std::optional<Problem> stopped = std::nullopt;  ///< Why the run ended before its end.
};

/// Sees to it that there are so many cards in all, however they came, so that saying it again buys
/// nothing more, at the same time or later. Each order stands in rewards.db before the
/// vendor is asked, under an id that the vendor takes once: killed at any moment, the next run asks
/// about what was left open and buys no card twice. `wait` sleeps until a moment, as the vendor
/// asks for. Problems: rewards.none, rewards.too-many-cards (more than the budget covers),
/// those of folder and store. A card whose payment was taken back and returned counts no more. In
/// `stopped`: vendor.refused, vendor.other-order, vendor.busy, vendor.no-answer, vendor.known-link.
[[nodiscard]] Result<BoughtCards> buy_cards(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t in_all,
    delivery::GiftVendor& vendor,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait
);

/// The same from Tremendous. The key of its API comes from the environment
/// (QUERIST_TREMENDOUS_KEY): a command line can be read by every program of the machine.
[[nodiscard]] Result<BoughtCards> buy_cards_of_tremendous(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    std::int64_t in_all,
    const VendorOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(Instant)>& wait
);

}  // namespace querist::actions
