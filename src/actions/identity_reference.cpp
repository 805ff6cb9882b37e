#include "actions/identity_reference.hpp"

#include "actions/actions.hpp"
#include "actions/study_reference.hpp"
#include "delivery/delivery.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::actions {

namespace {

Result<OpenedIdentity> open_with_keys(
    const std::filesystem::path& data, store::Access access, RandomSource& random
) {
    SystemRandom secret_random;
    Result<store::Keys> keys = store::open_keys(data, secret_random);
    if (!keys) return std::unexpected(keys.error());
    store::StoreOptions options;
    options.access = access;
    Result<std::unique_ptr<store::IdentityStore>> opened =
        store::open_identity(data, *keys, random, options);
    if (!opened) return std::unexpected(opened.error());
    return OpenedIdentity{*std::move(keys), *std::move(opened)};
}

}  // namespace

Result<OpenedIdentity> open_or_make_identity(
    const std::filesystem::path& data, RandomSource& random
) {
    if (Result<void> made = make_data_folder(data); !made) return std::unexpected(made.error());
    return open_with_keys(data, store::Access::read_write, random);
}

Result<OpenedIdentity> open_existing_identity(
    const std::filesystem::path& data, store::Access access, RandomSource& random
) {
    const Result<bool> there = holds_file(data, "identity.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) {
        return failure(
            "store.missing",
            fmt::format("no frame was imported into {} yet", data.generic_string()),
            "name the folder with --data, or begin with querist recruit import"
        );
    }
    return open_with_keys(data, access, random);
}

Result<store::FrameRow> known_frame(store::IdentityView& view, std::string_view study) {
    if (std::optional<store::FrameRow> frame = view.frame(study)) return *std::move(frame);
    return failure(
        "recruitment.no-frame",
        fmt::format("the data hold no frame of the study {}", study),
        "import one with querist recruit import"
    );
}

Result<void> change_frame(
    const std::filesystem::path& data,
    std::string_view study,
    const std::function<Result<void>(store::IdentityWork&, const store::FrameRow&)>& change
) {
    SystemRandom random;
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    return identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        const Result<store::FrameRow> frame = known_frame(work, study);
        if (!frame) return std::unexpected(frame.error());
        return change(work, *frame);
    });
}

std::size_t stratum_position(const store::FrameRow& frame, store::StratumId stratum) {
    const auto found = std::ranges::find(frame.strata, stratum, &store::StratumRow::id);
    return static_cast<std::size_t>(found - frame.strata.begin());
}

std::string stratum_name(const store::FrameRow& frame, store::StratumId stratum) {
    const std::size_t position = stratum_position(frame, stratum);
    return position < frame.strata.size() ? frame.strata[position].name : "";
}

Result<std::string> normal_address(const EmailAddress& address) {
    const Result<delivery::WireAddress> wire = delivery::WireAddress::of(address);
    if (!wire) return std::unexpected(wire.error());
    return lower_case(wire->text());
}

FrameDraw told_draw(const store::FrameRow& frame, const store::DrawRow& row) {
    FrameDraw draw{
        .study = frame.study,
        .sequence = row.sequence,
        .at = row.at,
        .seed = row.seed,
        .design = row.design,
        .frame_digest = row.frame_digest,
        .sample_digest = row.sample_digest,
        .strata = {},
    };
    draw.strata.reserve(row.strata.size());
    for (const store::DrawnStratum& one : row.strata) {
        draw.strata.push_back({stratum_name(frame, one.stratum), one.available, one.drawn});
        draw.drawn += one.drawn;
    }
    return draw;
}

}  // namespace querist::actions
