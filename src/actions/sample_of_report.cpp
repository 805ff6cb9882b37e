#include "actions/sample_of_report.hpp"

#include "actions/identity_reference.hpp"
#include "actions/study_reference.hpp"

namespace querist::actions {

namespace {

Result<bool> anybody_was_drawn(const instrument::Study& study, const std::filesystem::path& data) {
    const Result<bool> there = holds_file(data, "identity.db");
    if (!there || !*there) return there;
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_only, random);
    if (!identity) return std::unexpected(identity.error());
    return guarded([&]() -> Result<bool> {
        const std::unique_ptr<store::IdentityView> view = identity->store->view();
        const std::optional<store::FrameRow> frame = view->frame(study.id);
        return frame && !view->draws(frame->id).empty();
    });
}

/// Whether a name of a stratum is one of those that are counted together.
bool is_counted_in(std::string_view together, std::string_view stratum) {
    for (;;) {
        const std::size_t end = together.find(" + ");
        if (together.substr(0, end) == stratum) return true;
        if (end == std::string_view::npos) return false;
        together.remove_prefix(end + 3);
    }
}

}  // namespace

Result<std::optional<report::SampleFacts>> sample_of_report(
    const instrument::Study& study,
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    response::Origin origin
) {
    const bool is_pilot = origin == response::Origin::pilot;
    if (origin != response::Origin::real && !is_pilot) return std::nullopt;
    const Result<bool> drawn = anybody_was_drawn(study, data);
    if (!drawn) return std::unexpected(drawn.error());
    if (!*drawn) return std::nullopt;
    Result<RecruitmentStatus> status = recruitment_status_of(study, study_folder, data);
    if (!status) return std::unexpected(status.error());
    std::optional<recruitment::SampleRates>& rates = is_pilot ? status->pilot : status->rates;
    if (!rates || rates->whole.cases.total() == 0) return std::nullopt;
    report::SampleFacts facts{
        .strata = {}, .rates = *std::move(rates), .no_answers = status->no_answers
    };
    if (status->unlinked) facts.unlinked = status->unlinked->day;
    for (const std::string& name : status->rate_strata) {
        report::SampleFacts::Stratum stratum{.name = name};
        for (const RecruitmentStatus::Stratum& one : status->strata) {
            if (!is_counted_in(name, one.name)) continue;
            stratum.in_frame += one.in_frame;
            stratum.drawn += one.drawn;
        }
        facts.strata.push_back(std::move(stratum));
    }
    return facts;
}

}  // namespace querist::actions
