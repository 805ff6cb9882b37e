#pragma once

#include "recruitment/case_counts.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace querist::recruitment {

/// What is counted of the visitors of a questionnaire. Responses that the researchers excluded are
/// in none of it.
struct WebCounts {
    /// People who saw the first page; empty where visitors are not told apart, as in a survey that
    /// is open to everybody: page loads are no people.
    std::optional<std::int64_t> visitors = std::nullopt;
    /// People who saw the place where the survey was announced; only a person can know.
    std::optional<std::int64_t> site_visitors = std::nullopt;
    std::int64_t refused = 0;    ///< Did not agree.
    std::int64_t agreed = 0;     ///< Agreed and started.
    std::int64_t eligible = 0;   ///< Of these: neither screened out nor met by a full quota.
    std::int64_t completed = 0;  ///< Of these.
};

struct WebRate {
    std::int64_t count = 0;
    std::int64_t base = 0;
    std::string_view absence;  ///< Why there is no rate: a sentence. Empty where `base` is above 0.
};

/// CHERRIES' rates. Source: Eysenbach 2004, Journal of Medical Internet Research 6(3):e34, where
/// participation is of the visitors of the first page, and completion of those who agreed.
struct WebRates {
    WebRate view;  ///< Visitors of the questionnaire among visitors of the site.
    WebRate participation;
    /// Whom participation is of. Where visitors are not told apart, those who decided on the
    /// consent page stand for them: who left before is then not seen, and the rate is too high.
    enum class Base { visitors, decided } participation_of = Base::decided;
    /// Who was screened out or met a full quota could not complete, and is not in the base.
    WebRate completion;
};

[[nodiscard]] WebRates web_rates(const WebCounts& counts);

/// The same of a sample with personal links, by which visitors are told apart: everybody who
/// opened one is a visitor.
[[nodiscard]] WebCounts web_counts(const CaseCounts& cases);

}  // namespace querist::recruitment
