#include "actions/vendor_calls.hpp"

#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

namespace querist::actions {

namespace {

std::string variable(const char* name) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value == nullptr ? std::string() : std::string(value);
}

}  // namespace

VendorKeys vendor_keys_of_environment() {
    return {
        .webhook = variable("QUERIST_TREMENDOUS_WEBHOOK_KEY"),
        .api = variable("QUERIST_TREMENDOUS_KEY"),
        .address = variable("QUERIST_TREMENDOUS_ADDRESS")
    };
}

VendorCalls::VendorCalls(
    std::filesystem::path data,
    std::map<std::string, std::string, std::less<>> compensations,
    VendorKeys keys,
    Clock& clock
)
    : data_(std::move(data)),
      compensations_(std::move(compensations)),
      keys_(std::move(keys)),
      clock_(clock),
      errands_(1, 1) {}

bool VendorCalls::is_vendors(std::string_view body, std::string_view signature) const {
    return delivery::is_said_by_tremendous(body, signature, keys_.webhook);
}

void VendorCalls::ask() {
    if (!listens() || waits_.exchange(true)) return;
    const bool taken = errands_.run([this] {
        waits_.store(false);
        const Result<AskedOrders> done = guarded([&] { return asked(); });
        unanswered_.store(!done || done->unknown > 0);
        if (!done) {
            spdlog::error("vendor of gift cards: {}", describe(done.error()));
        } else if (done->open > 0) {
            spdlog::info(
                "vendor of gift cards: asked about {} open orders, {} cards are there now, of {} "
                "nothing is known",
                done->open,
                done->bought,
                done->unknown
            );
        }
    });
    if (!taken) waits_.store(false);
}

void VendorCalls::ask_again() {
    if (unanswered_.exchange(false)) ask();
}

Result<AskedOrders> VendorCalls::asked() {
    AskedOrders all;
    const Result<bool> has_rewards = holds_file(data_, "rewards.db");
    if (!has_rewards) return std::unexpected(has_rewards.error());
    if (!*has_rewards) return all;
    SystemRandom random;
    const Result<OpenedRewards> rewards =
        open_existing_rewards(data_, store::Access::read_write, random);
    if (!rewards) return std::unexpected(rewards.error());
    const std::unique_ptr<delivery::HttpClient> client = delivery::make_http_client();
    delivery::TremendousAccount account{.api_key = keys_.api};
    if (!keys_.address.empty()) account.address = keys_.address;
    const Result<std::unique_ptr<delivery::GiftVendor>> vendor =
        delivery::tremendous(std::move(account), *client, delivery::Buying::no);
    if (!vendor) return std::unexpected(vendor.error());
    for (const auto& [study, compensation] : compensations_) {
        const Result<AskedOrders> one =
            ask_about_orders(*rewards->store, study, compensation, **vendor, clock_);
        if (!one) return std::unexpected(one.error());
        all.open += one->open;
        all.bought += one->bought;
        all.unknown += one->unknown;
    }
    return all;
}

}  // namespace querist::actions
