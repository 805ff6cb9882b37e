// Which quotas a response counts for, and what it is told when one is full.

#include "response/walk.hpp"

#include <algorithm>

namespace querist::response {

using instrument::Quota;
using instrument::Study;

namespace {
constexpr std::string_view quota_full = "quota-full:";
}  // namespace

std::string quota_flag(std::string_view quota) { return std::string(quota_full).append(quota); }

bool is_quota_flag(std::string_view flag) { return flag.starts_with(quota_full); }

std::vector<int> quotas_of(const Study& study, std::span<const Answer> answers) {
    std::vector<int> counted;
    if (study.quotas.empty()) return counted;
    const int end = static_cast<int>(study.items.size());
    Walk walk(study, answers);
    walk.decide_before(end);
    for (std::size_t i = 0; i < study.quotas.size(); ++i) {
        const bool counts = walk.truth(study.quotas[i].when, end) == Truth::yes;
        if (counts) counted.push_back(static_cast<int>(i));
    }
    return counted;
}

std::string_view screen_out_message(const Study& study, const State& state) {
    for (const Quota& quota : study.quotas) {
        const bool was_full =
            std::ranges::find(state.flags, quota_flag(quota.id)) != state.flags.end();
        if (was_full) return quota.message;
    }
    const int end = static_cast<int>(study.pages.size());
    const std::optional<int> page = screening_page(study, state.answers, end);
    if (!page) return {};
    const auto& screen_out = study.pages[at(*page)].screen_out;
    return screen_out ? std::string_view(screen_out->message) : std::string_view();
}

}  // namespace querist::response
