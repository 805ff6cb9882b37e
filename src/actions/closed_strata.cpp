#include "actions/closed_strata.hpp"

#include "actions/record.hpp"
#include "response/response.hpp"

namespace querist::actions {

ClosedStrata closed_strata(
    store::Snapshot& snapshot,
    StudyId stored,
    response::Origin origin,
    const instrument::Study& study
) {
    ClosedStrata closed;
    const std::string field(instrument::stratum_field_of(study));
    if (field.empty() || study.quotas.empty() || !study.population) return closed;
    for (const instrument::Stratum& stratum : study.population->strata) {
        std::vector<response::Answer> answers =
            response::read_link(study, {{field, stratum.id}}).answers;
        answers.resize(study.items.size());
        if (full_quota(snapshot, stored, origin, study, answers) != nullptr) {
            closed.insert(stratum.id);
        }
    }
    return closed;
}

}  // namespace querist::actions
