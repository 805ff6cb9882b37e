// Who is drawn, and who of these is released when.

#include "recruitment/sample_draw.hpp"

#include "recruitment/planning_fixture.hpp"
#include "recruitment/wave_release.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace querist::recruitment::fixture {
namespace {

using instrument::SamplingDesign;

const char* const fixed_plan =
    "design: fixed, expected response rate: 50 %, "
    "strata: [{stratum: pro, target: 10}, {stratum: normal, target: 30}]";

const char* const neyman_plan =
    "design: neyman, strata: [{stratum: pro, expected share: 50 %}, "
    "{stratum: normal, expected share: 10 %}]";

/// People of two strata by turns, as far as each has some.
DrawableFrame frame_of(std::int64_t pro, std::int64_t normal) {
    DrawableFrame frame;
    frame.strata = {{"pro", pro}, {"normal", normal}};
    for (std::int64_t number = 1; pro + normal > 0; ++number) {
        const bool first = pro > 0 && (number % 2 == 1 || normal == 0);
        frame.people.push_back({number, first ? 0U : 1U});
        --(first ? pro : normal);
    }
    return frame;
}

std::vector<std::int64_t> numbers_of(const DrawableFrame& frame, const DrawnSample& sample) {
    std::vector<std::int64_t> numbers;
    for (const std::size_t person : sample.people) numbers.push_back(frame.people[person].number);
    return numbers;
}

// The numbers are those of a second program, written in Python from the documents alone.
TEST(SampleDrawTest, DrawsTheSameForEver) {
    const DrawableFrame frame = frame_of(4, 8);
    const DrawnSample simple =
        draw_sample(frame, {SamplingDesign::simple_random, 5, {}}, 20'261'127);
    EXPECT_EQ(numbers_of(frame, simple), (std::vector<std::int64_t>{4, 2, 9, 12, 3}));
    const DrawnSample within = draw_sample(frame, {SamplingDesign::proportional, 5, {2, 3}}, 7);
    EXPECT_EQ(numbers_of(frame, within), (std::vector<std::int64_t>{11, 2, 6, 5, 7}));
    EXPECT_EQ(
        digest_of(frame, within).hex(),
        "7d8bac1c93a08e64d923a8973ca4d927963a99ac1b4bd6a78ce589c642daff0f"
    );
}

TEST(SampleDrawTest, DigestIsThatOfTheDocumentedText) {
    const DrawableFrame frame = frame_of(1, 2);
    EXPECT_EQ(digest_of(frame), sha256("querist frame 1\n1 pro\n2 normal\n3 normal\n"));
    DrawnSample sample;
    sample.people = {2, 0};
    EXPECT_EQ(digest_of(frame, sample), sha256("querist sample 1\n3 normal\n1 pro\n"));
}

RC_GTEST_PROP(SampleDrawTest, TakesEachAtMostOnceAndOfEachStratumExactlyItsNumber, ()) {
    const auto pro = *rc::gen::inRange<std::int64_t>(0, 40);
    const auto normal = *rc::gen::inRange<std::int64_t>(1, 40);
    const auto seed = *rc::gen::positive<std::int64_t>();
    const DrawableFrame frame = frame_of(pro, normal);
    const std::vector<std::int64_t> sizes{
        *rc::gen::inRange<std::int64_t>(0, pro + 1), *rc::gen::inRange<std::int64_t>(0, normal + 1)
    };
    const std::int64_t all = sizes[0] + sizes[1];
    const bool by_strata = *rc::gen::arbitrary<bool>();
    const DrawnSample sample = draw_sample(
        frame,
        {by_strata ? SamplingDesign::fixed : SamplingDesign::simple_random,
         all,
         by_strata ? sizes : std::vector<std::int64_t>{}},
        seed
    );
    RC_ASSERT(std::set(sample.people.begin(), sample.people.end()).size() == sample.people.size());
    RC_ASSERT(static_cast<std::int64_t>(sample.people.size()) == all);
    RC_ASSERT(std::accumulate(sample.drawn.begin(), sample.drawn.end(), std::int64_t{0}) == all);
    RC_ASSERT(sample.available == (std::vector<std::int64_t>{pro, normal}));
    if (by_strata) RC_ASSERT(sample.drawn == sizes);
}

/// Pearson's statistic of how often each person was drawn over many seeds, against equal chances.
double chi_square(
    const DrawableFrame& frame, const DrawSizes& sizes, int seeds, std::size_t place
) {
    std::vector<double> counts(frame.people.size(), 0);
    double drawn = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const DrawnSample sample = draw_sample(frame, sizes, seed);
        for (std::size_t i = 0; i < sample.people.size(); ++i) {
            if (place != SIZE_MAX && i != place) continue;
            ++counts[sample.people[i]];
            ++drawn;
        }
    }
    const double expected = drawn / static_cast<double>(counts.size());
    double sum = 0;
    for (const double count : counts) sum += (count - expected) * (count - expected) / expected;
    return sum;
}

TEST(SampleDrawTest, EverybodyHasTheSameChanceInEveryPlace) {
    // 19 degrees of freedom: 43.8 is passed once in a thousand. Inclusions of a sample without
    // replacement spread less than that; each place alone is multinomial.
    const DrawableFrame frame = frame_of(10, 10);
    const DrawSizes simple{SamplingDesign::simple_random, 5, {}};
    EXPECT_LT(chi_square(frame, simple, 20'000, SIZE_MAX), 43.8);
    for (const std::size_t place : {std::size_t{0}, std::size_t{4}}) {
        EXPECT_LT(chi_square(frame, simple, 20'000, place), 43.8) << place;
    }
    const DrawSizes within{SamplingDesign::proportional, 10, {5, 5}};
    EXPECT_LT(chi_square(frame, within, 20'000, SIZE_MAX), 43.8);
}

TEST(SampleDrawTest, NeighbouringSeedsDrawIndependently) {
    const DrawableFrame frame = frame_of(500, 500);
    const DrawSizes simple{SamplingDesign::simple_random, 100, {}};
    const DrawnSample first = draw_sample(frame, simple, 1);
    const std::set<std::size_t> one(first.people.begin(), first.people.end());
    const DrawnSample second = draw_sample(frame, simple, 2);
    const auto both =
        std::ranges::count_if(second.people, [&](std::size_t i) { return one.contains(i); });
    EXPECT_GT(both, 0);
    EXPECT_LT(both, 30) << "10 are expected, with a standard deviation of 2.8";
}

TEST(DrawSizesTest, FollowThePlanOrTheSize) {
    struct Row {
        const char* name;
        const char* sample;
        std::optional<SamplingDesign> design;
        std::optional<std::int64_t> size;
        std::int64_t all;
        std::vector<std::int64_t> of_strata;
    };
    for (const Row& row :
         {Row{"simple by default", "target: 20, expected response rate: 20 %", {}, {}, 100, {}},
          Row{"a size", "target: 20", {}, 30, 30, {}},
          Row{"proportional plan",
              "target: 20, expected response rate: 20 %, design: proportional",
              {},
              {},
              100,
              {20, 80}},
          Row{"proportional to the frame", "design: proportional, target: 20", {}, 30, 30, {15, 15}
          },
          Row{"another design", "target: 20", SamplingDesign::proportional, 11, 11, {6, 5}},
          Row{"census", "design: census", {}, {}, 200, {}},
          Row{"fixed plan", fixed_plan, {}, {}, 80, {20, 60}},
          Row{"fixed in the plan's proportions", fixed_plan, {}, 120, 120, {30, 90}},
          Row{"neyman", neyman_plan, {}, 80, 80, {50, 30}}}) {
        SCOPED_TRACE(row.name);
        const instrument::Study study = study_with_sample(row.sample);
        const Result<DrawSizes> sizes =
            sizes_of_draw(study, frame_of(100, 100), row.design, row.size);
        ASSERT_TRUE(sizes) << describe(sizes.error());
        EXPECT_EQ(sizes->size, row.all);
        EXPECT_EQ(sizes->of_strata, row.of_strata);
    }
}

TEST(DrawSizesTest, SayWhatHindersADraw) {
    struct Row {
        const char* name;
        const char* sample;
        DrawableFrame frame;
        std::optional<std::int64_t> size;
        const char* code;
        const char* says;
    };
    for (const Row& row :
         {Row{"nobody", "target: 20", frame_of(0, 0), 5, "recruitment.nobody", "nobody is left"},
          Row{"too many",
              "target: 20",
              frame_of(3, 4),
              8,
              "recruitment.draw-too-large",
              "8 are to be drawn, and 7 can be"},
          Row{"too many in a stratum",
              fixed_plan,
              frame_of(10, 100),
              {},
              "recruitment.draw-too-large",
              "20 are to be drawn of the stratum \"pro\", and 10 can be"},
          Row{"empty stratum",
              "design: proportional, target: 20",
              frame_of(0, 9),
              5,
              "recruitment.empty-stratum",
              "\"pro\""},
          Row{"convenience",
              "design: convenience",
              frame_of(3, 4),
              5,
              "recruitment.convenience",
              "whoever is reached"},
          Row{"no number", "target: 20", frame_of(3, 4), {}, "recruitment.no-size", "does not say"},
          Row{"fixed without numbers",
              "design: fixed, strata: [{stratum: pro, target: 1}, {stratum: normal, target: 1}]",
              frame_of(3, 4),
              5,
              "recruitment.no-size",
              "invitations of its strata"},
          Row{"a census of some",
              "design: census",
              frame_of(3, 4),
              5,
              "recruitment.census",
              "takes everybody"}}) {
        SCOPED_TRACE(row.name);
        const Result<DrawSizes> sizes =
            sizes_of_draw(study_with_sample(row.sample), row.frame, {}, row.size);
        ASSERT_FALSE(sizes);
        EXPECT_EQ(sizes.error().code, row.code);
        EXPECT_NE(sizes.error().message.find(row.says), std::string::npos) << sizes.error().message;
    }
}

TEST(DrawSizesTest, PointToTheStudyFileOnlyWhereItsNumbersAreTooLarge) {
    const instrument::Study study = study_with_sample(fixed_plan);
    const Result<DrawSizes> planned = sizes_of_draw(study, frame_of(10, 100), {}, {});
    ASSERT_FALSE(planned);
    EXPECT_GT(planned.error().place.line, 0);
    for (const std::int64_t size : {500, 60}) {
        const Result<DrawSizes> asked = sizes_of_draw(study, frame_of(10, 100), {}, size);
        ASSERT_FALSE(asked) << size;
        EXPECT_EQ(asked.error().code, "recruitment.draw-too-large");
        EXPECT_EQ(asked.error().place.line, 0) << size;
    }
}

TEST(DrawSizesTest, AnExhaustedStratumIsNotAnEmptyOne) {
    DrawableFrame frame = frame_of(0, 9);
    frame.strata[0].in_frame = 3;
    const Result<DrawSizes> sizes =
        sizes_of_draw(study_with_sample("design: proportional, target: 20"), frame, {}, 5);
    ASSERT_TRUE(sizes);
    EXPECT_EQ(sizes->of_strata, (std::vector<std::int64_t>{0, 5}));
}

TEST(WaveReleaseTest, ReleasesInTheOrderOfDrawing) {
    const std::vector<std::uint32_t> strata{0, 0, 0, 0, 1, 1};
    EXPECT_EQ(
        next_wave(strata, 2, 3, ReleaseOrder::as_drawn).value(), (std::vector<std::size_t>{0, 1, 2})
    );
    EXPECT_EQ(
        next_wave(strata, 2, 3, ReleaseOrder::within_strata).value(),
        (std::vector<std::size_t>{0, 1, 4})
    );
    EXPECT_EQ(
        next_wave(strata, 2, 7, ReleaseOrder::as_drawn).error().code, "recruitment.wave-too-large"
    );
    EXPECT_EQ(
        next_wave(strata, 2, 0, ReleaseOrder::as_drawn).error().code, "recruitment.wave-size"
    );
    EXPECT_EQ(
        next_wave({}, 2, 1, ReleaseOrder::within_strata).error().code, "recruitment.wave-too-large"
    );
}

RC_GTEST_PROP(WaveReleaseTest, WavesTogetherReleaseEveryCaseOnce, ()) {
    const auto strata = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 4))
    );
    std::vector<std::size_t> waiting(strata.size());
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    std::set<std::size_t> released;
    while (!waiting.empty()) {
        std::vector<std::uint32_t> of_waiting;
        for (const std::size_t i : waiting) of_waiting.push_back(strata[i]);
        const auto size =
            *rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(waiting.size()) + 1);
        const auto wave = next_wave(of_waiting, 4, size, ReleaseOrder::within_strata);
        RC_ASSERT(wave.has_value());
        RC_ASSERT(static_cast<std::int64_t>(wave->size()) == size);
        RC_ASSERT(std::ranges::is_sorted(*wave));
        for (auto at = wave->rbegin(); at != wave->rend(); ++at) {
            RC_ASSERT(released.insert(waiting[*at]).second);
            waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(*at));
        }
    }
    RC_ASSERT(released.size() == strata.size());
}

}  // namespace
}  // namespace querist::recruitment::fixture
