#include "actions/link_of_study.hpp"

#include "actions/actions.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace querist::actions {

Problem unlinked(std::string_view study) {
    return failure(
               "recruitment.unlinked",
               fmt::format("the link key of the study {} was destroyed, as was promised", study),
               "nobody can be told from their answers any more; querist recruit status has the "
               "counts that were kept"
    )
        .error();
}

Result<std::string> link_of_study(const std::filesystem::path& data, std::string_view study) {
    // Keys come from the machine whatever chance a caller has.
    SystemRandom random;
    Result<store::LinkKey> link = store::make_link_key(data, study, random);
    if (!link) return std::unexpected(link.error());
    if (link->state == store::LinkKey::State::destroyed) return std::unexpected(unlinked(study));
    return std::move(link->key);
}

}  // namespace querist::actions
