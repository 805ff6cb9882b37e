#include "actions/case_secrets.hpp"
#include "actions/entry_tickets.hpp"
#include "actions/identity_reference.hpp"
#include "actions/life.hpp"
#include "actions/link_of_study.hpp"
#include "actions/mailing_life.hpp"
#include "actions/study_reference.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace querist::actions {

namespace {

using recruitment::DrawableFrame;

/// Who can be drawn, and who stands behind each number.
struct Drawable {
    DrawableFrame frame;
    std::vector<store::PersonId> people;  ///< As `frame.people`.
    std::int64_t untold = 0;              ///< Could be drawn if their stratum were known.
};

/// The frame without the stratum of those whose stratum nobody knows yet.
store::FrameRow with_told_strata(store::FrameRow row) {
    if (row.strata.size() > 1) {
        std::erase_if(row.strata, [](const store::StratumRow& one) {
            return one.name == untold_stratum;
        });
    }
    return row;
}

Drawable drawable_of(store::IdentityView& view, const store::FrameRow& row) {
    Drawable drawable;
    for (const store::StratumRow& stratum : row.strata) {
        drawable.frame.strata.push_back({stratum.name, stratum.people});
    }
    const auto people = static_cast<std::size_t>(row.people);
    drawable.frame.people.reserve(people);
    drawable.people.reserve(people);
    view.each_drawable(row.id, [&](const store::DrawablePerson& person) {
        const std::size_t stratum = stratum_position(row, person.stratum);
        if (stratum == row.strata.size()) {
            ++drawable.untold;
            return;
        }
        drawable.frame.people.push_back({person.number, static_cast<std::uint32_t>(stratum)});
        drawable.people.push_back(person.id);
    });
    return drawable;
}

/// From chance: the recorded number repeats the draw, whoever gave it.
std::int64_t seed_from(RandomSource& random) {
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : bytes) seed = seed << 8U | byte;
    return static_cast<std::int64_t>(seed >> 1U);
}

/// Ids of cases, filled all at once: chance asks the system each time.
std::vector<PublicId> new_public_ids(std::size_t count, RandomSource& random) {
    std::vector<PublicId> ids(count);
    std::vector<std::uint8_t> bytes(count * PublicId{}.bytes.size());
    random.fill(bytes);
    auto from = bytes.begin();
    for (PublicId& id : ids) {
        std::copy_n(from, id.bytes.size(), id.bytes.begin());
        from += static_cast<std::ptrdiff_t>(id.bytes.size());
    }
    return ids;
}

/// What a draw is recorded with besides who was drawn.
store::DrawRow row_of_draw(
    const store::FrameRow& row,
    const Drawable& drawable,
    const recruitment::DrawSizes& sizes,
    const recruitment::DrawnSample& sample
) {
    store::DrawRow draw;
    draw.frame = row.id;
    draw.design = instrument::design_name(sizes.design);
    draw.frame_digest = recruitment::digest_of(drawable.frame);
    draw.sample_digest = recruitment::digest_of(drawable.frame, sample);
    for (std::size_t h = 0; h < row.strata.size(); ++h) {
        draw.strata.push_back(
            {.stratum = row.strata[h].id, .available = sample.available[h], .drawn = sample.drawn[h]
            }
        );
    }
    return draw;
}

void add_cases(
    store::IdentityWork& work,
    const store::FrameRow& row,
    const store::DrawRow& draw,
    const Drawable& drawable,
    const recruitment::DrawnSample& sample,
    const std::vector<PublicId>& ids,
    const std::string& link_key
) {
    store::NewCase sampled;
    sampled.frame = row.id;
    sampled.draw = draw.id;
    // In the order of people, not of drawing: the rows that they refer to lie one after the other,
    // and the number of a case's row says nothing of its place in the sample.
    std::vector<std::size_t> by_person(sample.people.size());
    std::iota(by_person.begin(), by_person.end(), std::size_t{0});
    std::ranges::sort(by_person, {}, [&](std::size_t i) { return sample.people[i]; });
    for (const std::size_t i : by_person) {
        const std::size_t person = sample.people[i];
        sampled.person = drawable.people[person];
        sampled.stratum = row.strata[drawable.frame.people[person].stratum].id;
        sampled.position = static_cast<std::int64_t>(i) + 1;
        sampled.public_id = ids[i];
        if (!link_key.empty()) {
            sampled.token_hash = token_hash(invitation_token(link_key, row.study, ids[i]));
        }
        (void)work.add_case(sampled);
    }
}

/// recruitment.closed where nobody can answer any more.
Result<void> may_draw(const std::filesystem::path& data, const std::string& study) {
    const Result<bool> has_answers = holds_file(data, "answers.db");
    if (!has_answers) return std::unexpected(has_answers.error());
    if (!*has_answers) return {};
    const Result<std::unique_ptr<store::Store>> answers =
        open_existing(data, store::Access::read_only);
    if (!answers) return std::unexpected(answers.error());
    const std::optional<store::StudyRow> row = (*answers)->snapshot()->study(study);
    return row ? may_queue(study, life_of(row->life)) : Result<void>();
}

}  // namespace

Result<FrameDraw> draw_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    const DrawOptions& options,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const Result<OpenedIdentity> identity =
        open_existing_identity(data, store::Access::read_write, random);
    if (!identity) return std::unexpected(identity.error());
    // An anonymous study has personal links only where they lead to a ticket.
    const bool has_links = study->mode != instrument::Mode::anonymous || admits_by_ticket(*study);
    const Result<std::string> link_key = has_links ? link_of_study(data, study->id) : std::string();
    if (!link_key) return std::unexpected(link_key.error());
    if (Result<void> may = may_draw(data, study->id); !may) return std::unexpected(may.error());
    FrameDraw told;
    const Result<void> done = identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        Result<store::FrameRow> row = known_frame(work, study->id);
        if (!row) return std::unexpected(row.error());
        row = with_told_strata(*std::move(row));
        const Drawable drawable = drawable_of(work, *row);
        const Result<recruitment::DrawSizes> sizes =
            recruitment::sizes_of_draw(*study, drawable.frame, options.design, options.size);
        if (!sizes) return std::unexpected(sizes.error());
        const std::int64_t seed = options.seed ? *options.seed : seed_from(random);
        const recruitment::DrawnSample sample =
            recruitment::draw_sample(drawable.frame, *sizes, seed);
        store::DrawRow draw = row_of_draw(*row, drawable, *sizes, sample);
        draw.at = clock.now();
        draw.seed = seed;
        draw = work.add_draw(std::move(draw));
        const std::vector<PublicId> ids = new_public_ids(sample.people.size(), random);
        add_cases(work, *row, draw, drawable, sample, ids, *link_key);
        told = told_draw(*row, draw);
        told.untold = drawable.untold;
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return told;
}

}  // namespace querist::actions
