#include "recruitment/recruitment.hpp"
#include "report/wording.hpp"
#include "response/response.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace querist::report {
namespace {

using recruitment::CaseEvent;
using recruitment::EventKind;
using response::Disposition;

recruitment::CaseCounts one_case(const std::vector<EventKind>& kinds) {
    std::vector<CaseEvent> history;
    history.reserve(kinds.size());
    for (const EventKind kind : kinds) history.push_back({kind, Instant()});
    recruitment::CaseCounts counts;
    counts.add(recruitment::result_of(history));
    return counts;
}

// A response counts alike whether it is counted as a response or as an invited person's case.
TEST(ReportWebRatesTest, CountAResponseAsItsCase) {
    using enum EventKind;
    struct Row {
        Disposition disposition;
        std::vector<EventKind> events;
        const char* code;
    };
    const std::vector<Row> rows = {
        {Disposition::excluded, {consented, answered, completed, excluded}, "4.90"},
        {Disposition::refused, {opened_link, refused_consent}, "2.111"},
        {Disposition::withdrawn, {consented, answered, completed, withdrawn}, "2.111"},
        {Disposition::screened_out, {consented, answered, screened_out}, "4.10"},
        {Disposition::quota_full, {consented, answered, quota_full}, "4.80"},
        {Disposition::completed, {consented, answered, completed}, "1.1"},
        {Disposition::partial, {consented, answered, partial}, "1.2"},
        {Disposition::broken_off, {consented, answered, broke_off}, "2.12"},
    };
    ASSERT_EQ(rows.size(), response::dispositions);
    for (const Row& row : rows) {
        SCOPED_TRACE(row.code);
        const recruitment::CaseCounts cases = one_case(row.events);
        EXPECT_EQ(cases.of(recruitment::code_of(row.code).value_or(recruitment::Code::other)), 1);
        const recruitment::WebRates of_case =
            recruitment::web_rates(recruitment::web_counts(cases));

        Report report;
        report.flow.outcome.add(row.disposition);
        const recruitment::WebRates of_response = web_rates(report);
        EXPECT_EQ(of_response.participation.count, of_case.participation.count);
        EXPECT_EQ(of_response.participation.base, of_case.participation.base);
        EXPECT_EQ(of_response.completion.count, of_case.completion.count);
        EXPECT_EQ(of_response.completion.base, of_case.completion.base);
        EXPECT_EQ(of_response.participation_of, recruitment::WebRates::Base::decided);
    }
}

}  // namespace
}  // namespace querist::report
