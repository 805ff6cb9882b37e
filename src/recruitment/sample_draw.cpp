#include "recruitment/sample_draw.hpp"

#include "recruitment/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <stdexcept>

namespace querist::recruitment {

namespace {

using instrument::SamplingDesign;

std::int64_t sum_of(std::span<const std::int64_t> numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

std::unexpected<Problem> draw_failure(
    const instrument::Study& study, std::string code, std::string message, std::string cure
) {
    const instrument::SamplePlan* plan = instrument::sample_plan_of(study);
    return failure(
        std::move(code),
        std::move(message),
        std::move(cure),
        plan == nullptr ? Place{} : plan->place
    );
}

Result<void> check_design(
    const instrument::Study& study, const DrawableFrame& frame, SamplingDesign design
) {
    if (design == SamplingDesign::convenience) {
        return draw_failure(
            study,
            "recruitment.convenience",
            "a sample of convenience takes whoever is reached: nobody is drawn",
            "name another design in the study file, or with --design; census invites everybody"
        );
    }
    if (frame.people.empty()) {
        return draw_failure(
            study,
            "recruitment.nobody",
            "nobody is left in the frame who could be drawn",
            "import people with querist recruit import"
        );
    }
    if (!instrument::is_stratified(design)) return {};
    if (frame.strata.size() == 1 && frame.strata.front().name.empty()) {
        return draw_failure(
            study,
            "recruitment.no-strata",
            fmt::format(
                "the design \"{}\" draws within strata, and the study names none",
                instrument::design_name(design)
            ),
            "name strata under population in the study file, or draw with --design \"simple "
            "random\""
        );
    }
    for (const DrawableFrame::Stratum& stratum : frame.strata) {
        if (stratum.in_frame > 0) continue;
        return draw_failure(
            study,
            "recruitment.empty-stratum",
            fmt::format("nobody is in the stratum \"{}\" of the frame", stratum.name),
            "import its people first, or draw with --design \"simple random\""
        );
    }
    return {};
}

/// What the plan would invite, stratum by stratum in the frame's order; nothing where it does not
/// say.
std::optional<std::vector<std::int64_t>> planned_invitations(
    const RecruitmentPlan& plan, const DrawableFrame& frame
) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(frame.strata.size());
    for (const DrawableFrame::Stratum& stratum : frame.strata) {
        const auto found = std::ranges::find(plan.strata, stratum.name, &StratumNeeds::id);
        if (found == plan.strata.end() || !found->invitations) return std::nullopt;
        numbers.push_back(found->invitations->possible);
    }
    return numbers;
}

/// The plan, or none where the study says nothing of a sample.
std::optional<RecruitmentPlan> plan_of(const instrument::Study& study) {
    if (instrument::sample_plan_of(study) == nullptr) return std::nullopt;
    Result<RecruitmentPlan> plan = plan_recruitment(study);
    if (!plan) return std::nullopt;
    return std::move(*plan);
}

Result<std::vector<std::int64_t>> divided_size(
    const instrument::Study& study,
    const DrawableFrame& frame,
    SamplingDesign design,
    std::int64_t size,
    const std::optional<std::vector<std::int64_t>>& planned
) {
    const std::vector<std::int64_t> available = frame.available();
    std::vector<AllocatedStratum> strata;
    strata.reserve(available.size());
    if (design != SamplingDesign::fixed) {
        const instrument::SamplePlan none;
        const instrument::SamplePlan* planned_sample = instrument::sample_plan_of(study);
        const instrument::SamplePlan& plan = planned_sample == nullptr ? none : *planned_sample;
        for (std::size_t h = 0; h < available.size(); ++h) {
            const double deviation = instrument::assumed_deviation(plan, frame.strata[h].name);
            strata.push_back({.size = available[h], .deviation = deviation});
        }
        return allocate(design, size, strata);
    }
    if (!planned) {
        return draw_failure(
            study,
            "recruitment.no-size",
            "a fixed design needs the numbers of invitations of its strata, and the plan gives "
            "none",
            "give a target to each stratum and an expected response rate in the study file"
        );
    }
    // In the proportions of the plan, as many times as are needed to hold so many.
    const std::int64_t whole = std::max<std::int64_t>(1, sum_of(*planned));
    const std::int64_t times = std::max<std::int64_t>(1, (size + whole - 1) / whole);
    for (const std::int64_t number : *planned) {
        strata.push_back({.size = number * times, .deviation = 0});
    }
    return allocate(SamplingDesign::proportional, size, strata);
}

/// Who said how many are to be drawn.
enum class SizeFrom { command, study_file };

/// A number that the command was given is none of the study file's: no place is told of it.
std::unexpected<Problem> too_large(
    const instrument::Study& study, SizeFrom from, std::string message, std::string cure
) {
    std::unexpected<Problem> told =
        draw_failure(study, "recruitment.draw-too-large", std::move(message), std::move(cure));
    if (from == SizeFrom::command) told.error().place = {};
    return told;
}

Result<void> check_room(
    const instrument::Study& study,
    const DrawableFrame& frame,
    const DrawSizes& sizes,
    SizeFrom from
) {
    const std::vector<std::int64_t> available = frame.available();
    const std::int64_t people = sum_of(available);
    if (sizes.size > people) {
        return too_large(
            study,
            from,
            fmt::format("{} are to be drawn, and {} can be", sizes.size, people),
            "draw fewer with --size, or import more people"
        );
    }
    for (std::size_t h = 0; h < sizes.of_strata.size(); ++h) {
        if (sizes.of_strata[h] <= available[h]) continue;
        return too_large(
            study,
            from,
            fmt::format(
                "{} are to be drawn of the stratum \"{}\", and {} can be",
                sizes.of_strata[h],
                frame.strata[h].name,
                available[h]
            ),
            "draw fewer with --size, or import more people into it"
        );
    }
    return {};
}

/// The size that is asked for, or the plan's.
Result<std::int64_t> wanted_size(
    const instrument::Study& study,
    const DrawableFrame& frame,
    SamplingDesign design,
    std::optional<std::int64_t> size,
    const std::optional<RecruitmentPlan>& plan
) {
    const auto everybody = static_cast<std::int64_t>(frame.people.size());
    if (design == SamplingDesign::census) {
        if (!size || *size == everybody) return everybody;
        return draw_failure(
            study,
            "recruitment.census",
            "a census takes everybody, and a size is given",
            "leave --size out, or name another design with --design"
        );
    }
    if (size) return *size;
    if (plan && plan->invitations) return plan->invitations->possible;
    return draw_failure(
        study,
        "recruitment.no-size",
        "the study's plan does not say how many are to be invited",
        "say --size N, or give the study file a target and an expected response rate"
    );
}

/// The positions of people that are shuffled together: one list, or one a stratum in the order of
/// names.
std::vector<std::vector<std::size_t>> lists_of(const DrawableFrame& frame, bool by_strata) {
    std::vector<std::vector<std::size_t>> lists(by_strata ? frame.strata.size() : 1);
    for (std::size_t i = 0; i < frame.people.size(); ++i) {
        lists[by_strata ? frame.people[i].stratum : 0].push_back(i);
    }
    return lists;
}

void add_line(
    RunningSha256& digest, std::string& buffer, const DrawableFrame& frame, std::size_t person
) {
    constexpr std::size_t piece = 64 * 1024;
    const DrawableFrame::Person& one = frame.people[person];
    fmt::format_to(
        std::back_inserter(buffer), "{} {}\n", one.number, frame.strata[one.stratum].name
    );
    if (buffer.size() < piece) return;
    digest.add(buffer);
    buffer.clear();
}

}  // namespace

std::vector<std::int64_t> DrawableFrame::available() const {
    std::vector<std::int64_t> numbers(strata.size(), 0);
    for (const Person& person : people) ++numbers[person.stratum];
    return numbers;
}

Result<DrawSizes> sizes_of_draw(
    const instrument::Study& study,
    const DrawableFrame& frame,
    std::optional<SamplingDesign> design,
    std::optional<std::int64_t> size
) {
    DrawSizes sizes;
    const instrument::SamplePlan* planned_sample = instrument::sample_plan_of(study);
    if (planned_sample != nullptr && planned_sample->design) sizes.design = *planned_sample->design;
    if (design) sizes.design = *design;
    if (Result<void> right = check_design(study, frame, sizes.design); !right) {
        return std::unexpected(right.error());
    }
    const std::optional<RecruitmentPlan> plan = plan_of(study);
    const Result<std::int64_t> wanted = wanted_size(study, frame, sizes.design, size, plan);
    if (!wanted) return std::unexpected(wanted.error());
    sizes.size = *wanted;
    const SizeFrom from = size ? SizeFrom::command : SizeFrom::study_file;
    if (Result<void> room = check_room(study, frame, sizes, from); !room) {
        return std::unexpected(room.error());
    }
    if (!instrument::is_stratified(sizes.design)) return sizes;
    const std::optional<std::vector<std::int64_t>> planned =
        plan ? planned_invitations(*plan, frame) : std::nullopt;
    if (!size && planned && sum_of(*planned) == sizes.size) {
        sizes.of_strata = *planned;
    } else {
        Result<std::vector<std::int64_t>> divided =
            divided_size(study, frame, sizes.design, sizes.size, planned);
        if (!divided) return std::unexpected(divided.error());
        sizes.of_strata = std::move(*divided);
    }
    if (Result<void> room = check_room(study, frame, sizes, from); !room) {
        return std::unexpected(room.error());
    }
    return sizes;
}

DrawnSample draw_sample(const DrawableFrame& frame, const DrawSizes& sizes, std::int64_t seed) {
    const bool by_strata = !sizes.of_strata.empty();
    if (by_strata && sizes.of_strata.size() != frame.strata.size()) {
        throw std::domain_error("a draw has as many sizes as strata");
    }
    DrawnSample sample;
    sample.available = frame.available();
    sample.drawn.assign(frame.strata.size(), 0);
    std::vector<std::size_t> order(by_strata ? frame.strata.size() : 1);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t h) {
        return std::string_view(frame.strata[h].name);
    });
    SeededRandom random(static_cast<std::uint64_t>(seed));
    std::vector<std::vector<std::size_t>> lists = lists_of(frame, by_strata);
    sample.people.reserve(static_cast<std::size_t>(std::max<std::int64_t>(0, sizes.size)));
    for (const std::size_t h : order) {
        std::vector<std::size_t>& list = lists[h];
        const auto wanted = static_cast<std::size_t>(by_strata ? sizes.of_strata[h] : sizes.size);
        if (wanted > list.size()) throw std::domain_error("a draw is larger than its frame");
        shuffle(list, random);
        sample.people.insert(
            sample.people.end(),
            list.begin(),
            std::next(list.begin(), static_cast<std::ptrdiff_t>(wanted))
        );
    }
    for (const std::size_t person : sample.people) ++sample.drawn[frame.people[person].stratum];
    return sample;
}

Digest digest_of(const DrawableFrame& frame) {
    RunningSha256 digest;
    std::string buffer = "querist frame 1\n";
    for (std::size_t i = 0; i < frame.people.size(); ++i) add_line(digest, buffer, frame, i);
    digest.add(buffer);
    return digest.finish();
}

Digest digest_of(const DrawableFrame& frame, const DrawnSample& sample) {
    RunningSha256 digest;
    std::string buffer = "querist sample 1\n";
    for (const std::size_t person : sample.people) add_line(digest, buffer, frame, person);
    digest.add(buffer);
    return digest.finish();
}

}  // namespace querist::recruitment
