// Quotas, as study files say them.

#include "instrument/faulty_study_fixture.hpp"
#include "instrument/study_fixture.hpp"

#include <gtest/gtest.h>

namespace querist::instrument {
namespace {

using faulty::load;
using faulty::told;

/// Quotas begin on line 7, at column 7.
std::string with_quota(const std::string& keys) {
    return faulty::head + "instrument:\n  quotas:\n    - {" + keys + "}\n" +
           "  pages:\n    - id: one\n      items:\n" + faulty::one_item;
}

TEST(QuotaReaderTest, NamesFaults) {
    faulty::expect_problems({
        {"unknown item",
         with_quota("id: a, when: r, at most: 9, message: M"),
         "expression.unknown-question",
         7,
         21},
        {"no number", with_quota("id: a, when: q, message: M"), "study.missing-key", 7, 7},
        {"nobody wanted",
         with_quota("id: a, when: q, at most: 0, message: M"),
         "study.out-of-range",
         7,
         33},
    });
}

TEST(QuotaReaderTest, ReadsShowsAndComparesQuotas) {
    const LoadedStudy before = load(with_quota("id: a, when: q, at most: 9, message: Enough."));
    const LoadedStudy after = load(with_quota("id: a, when: q, at most: 8, message: Enough."));
    ASSERT_TRUE(before.study && after.study) << told(before) << told(after);
    const Study& study = *before.study;
    ASSERT_EQ(study.quotas.size(), 1U);
    EXPECT_EQ(study.quotas[0].at_most, 9);
    EXPECT_EQ(study.quotas[0].when.text(), "q");
    const std::string document = protocol_markdown(study, lint(study));
    EXPECT_NE(document.find("At most 9 complete responses"), std::string::npos) << document;
    const auto changes = compare_versions(study, *after.study);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].what, "quotas changed");
    EXPECT_TRUE(changes[0].comparable);
}

}  // namespace
}  // namespace querist::instrument
