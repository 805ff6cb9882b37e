#pragma once

#include "core/core.hpp"
#include "recruitment/recruitment.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace querist::report {

/// What is known of the sample that the responses come from: of everybody in the frame, and not
/// only of those who came.
struct SampleFacts {
    /// Those that `rates` is told of, in its order; "a + b" where strata are counted together.
    struct Stratum {
        std::string name;  ///< Empty where the study has none.
        std::int64_t in_frame = 0;
        std::int64_t drawn = 0;
        double chance = 0;  ///< Of being released, of everybody in it; 0: not known.
    };
    std::vector<Stratum> strata;
    /// By what else the frame is compared with the respondents.
    struct Comparison {
        std::string id;
        std::string text;  ///< What is compared, in the study's words.
        struct Group {
            std::vector<std::string> values;  ///< Counted together; an empty one: nothing is told.
            std::int64_t in_frame = 0;
            std::int64_t released = 0;
            std::int64_t respondents = 0;
        };
        /// Empty where the counts would tell of somebody, or there are no texts.
        std::vector<Group> groups;
        bool has_texts = true;  ///< Whether the frame says it of anybody.
    };
    std::vector<Comparison> comparisons = {};
    recruitment::SampleRates rates = {};  ///< Of no case where the counts of them are lost.
    /// Why nothing is known of what cases did with the questionnaire; empty when it is.
    std::string no_answers;
    std::optional<Instant> unlinked = std::nullopt;  ///< The day on which the counts were kept.
    /// The stratum (of `strata`) of responses, where the plan weights by strata and it can be told.
    std::map<PublicId, std::size_t> stratum_of = {};
};

}  // namespace querist::report
