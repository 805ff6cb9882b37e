// Counts in place of what tells of each case of a frame whether it answered.

#include "store/identity_work.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace querist::store {

namespace {

constexpr Sql frozen_day = "SELECT day, tells FROM frozen_frame WHERE frame = ?1";
constexpr Sql frozen_counts = R"(
    SELECT strata, wave, step, code, cases FROM frozen_count WHERE frame = ?1
    ORDER BY wave, strata, step, code)";
constexpr Sql frozen_events = "SELECT kind, cases FROM frozen_event WHERE frame = ?1";

// Texts that are counted together stand on lines of their own: none holds a line end.
constexpr Sql frozen_values = R"(
    SELECT sample, comparison, texts, released, respondents FROM frozen_value WHERE frame = ?1
    ORDER BY sample, comparison, texts)";
constexpr Sql insert_frozen_value = R"(
    INSERT INTO frozen_value (frame, sample, comparison, texts, released, respondents)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

constexpr Sql insert_frozen = "INSERT INTO frozen_frame (frame, day, tells) VALUES (?1, ?2, ?3)";
constexpr Sql insert_frozen_count = R"(
    INSERT INTO frozen_count (frame, strata, wave, step, code, cases)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6))";
constexpr Sql insert_frozen_event =
    "INSERT INTO frozen_event (frame, kind, cases) VALUES (?1, ?2, ?3)";
constexpr Sql freeze_mails = R"(
    INSERT INTO frozen_mail (frame, number, state, mails)
    SELECT ?1, m.number, m.state, count(*)
    FROM sampled_case c CROSS JOIN mail m ON m.sampled_case = c.person
    WHERE c.frame = ?1 GROUP BY m.number, m.state)";
constexpr Sql freeze_sign_ins = R"(
    INSERT INTO frozen_sign_in (frame, stratum, accounts)
    SELECT ?1, stratum, count(*) FROM sign_in WHERE frame = ?1 GROUP BY stratum)";

// Who got a reminder had not finished by then; when a case opted out, and whether a mail was given
// up, tells the like.
constexpr Sql delete_mails = R"(
    DELETE FROM mail
    WHERE sampled_case IN (SELECT person FROM sampled_case WHERE frame = ?1))";
constexpr Sql delete_events = R"(
    DELETE FROM case_event
    WHERE sampled_case IN (SELECT person FROM sampled_case WHERE frame = ?1)
    AND kind NOT IN ('suppressed', 'person-deleted'))";
constexpr Sql delete_sign_ins = "DELETE FROM sign_in WHERE frame = ?1";

// A day has 86,400,000,000 microseconds.
constexpr Sql coarsen_events = R"(
    UPDATE OR REPLACE case_event SET at = at - at % 86400000000
    WHERE sampled_case IN (SELECT person FROM sampled_case WHERE frame = ?1))";
constexpr Sql coarsen_suppressions = R"(
    UPDATE suppression SET at = at - at % 86400000000 WHERE address_key IN (
        SELECT address_key FROM contact WHERE frame = ?1 AND address_key IS NOT NULL))";
constexpr Sql coarsen_forgotten = R"(
    UPDATE forgotten SET at = at - at % 86400000000
    WHERE person IN (SELECT id FROM person WHERE frame = ?1))";
constexpr Sql coarsen_waves = "UPDATE wave SET at = at - at % 86400000000 WHERE frame = ?1";
// A case of a later draw cannot have answered before it: where it counts with earlier ones, the
// moment of the draw must not say so.
constexpr Sql coarsen_draws = R"(
    UPDATE draw SET at = min(at - at % 86400000000, coalesce((
        SELECT w.at FROM wave w WHERE w.frame = ?1 AND w.number = (
            SELECT min(c.wave) FROM sampled_case c WHERE c.draw = draw.id)), at))
    WHERE frame = ?1)";
// The same of people's arrival in the frame. An import has no person, but its people are those
// whose numbers follow on those of the imports before.
constexpr Sql coarsen_imports = R"(
    UPDATE import SET at = min(at - at % 86400000000, coalesce((
        SELECT min(d.at)
        FROM (
            SELECT coalesce(sum(i.added), 0) AS people FROM import i
            WHERE i.frame = ?1 AND i.id < import.id) before
        CROSS JOIN person p ON p.frame = ?1 AND p.number > before.people
            AND p.number <= before.people + import.added
        CROSS JOIN sampled_case c ON c.person = p.id
        CROSS JOIN draw d ON d.id = c.draw), at))
    WHERE frame = ?1)";
constexpr Sql coarsen_lookups = R"(
    UPDATE account_lookup SET at = min(at - at % 86400000000, coalesce((
        SELECT d.at FROM sampled_case c CROSS JOIN draw d ON d.id = c.draw
        WHERE c.person = account_lookup.person), at))
    WHERE person IN (SELECT id FROM person WHERE frame = ?1))";

constexpr Sql join_cases = "UPDATE sampled_case SET wave = ?3 WHERE frame = ?1 AND wave = ?2";
constexpr Sql join_counts = R"(
    UPDATE wave SET cases = cases + (SELECT cases FROM wave WHERE frame = ?1 AND number = ?2)
    WHERE frame = ?1 AND number = ?3)";
constexpr Sql delete_wave = "DELETE FROM wave WHERE frame = ?1 AND number = ?2";

FrozenCount count_row(Connection& connection, const Query& query) {
    const std::optional<recruitment::Code> code = recruitment::code_of(query.bytes(3));
    const std::int64_t step = query.integer(2);
    if (!code || step < 0 || step >= static_cast<std::int64_t>(recruitment::steps)) {
        throw_damaged(connection.handle(), "a count of cases has no known code or step");
    }
    return {
        .strata = query.text(0),
        .wave = static_cast<int>(query.integer(1)),
        .result = {.code = *code, .reached = static_cast<recruitment::Step>(step)},
        .cases = query.integer(4)
    };
}

FrozenValues values_row(Connection& connection, const Query& query) {
    const std::string_view sample = query.bytes(0);
    if (sample != "main" && sample != "pilot") {
        throw_damaged(connection.handle(), "a kept comparison is of no known sample");
    }
    FrozenValues kept{
        .sample = sample == "pilot" ? WaveRow::Kind::pilot : WaveRow::Kind::main,
        .comparison = query.text(1),
        .values = {},
        .released = query.integer(3),
        .respondents = query.integer(4)
    };
    std::string_view texts = query.bytes(2);
    for (;;) {
        const std::size_t end = texts.find('\n');
        kept.values.emplace_back(texts.substr(0, end));
        if (end == std::string_view::npos) return kept;
        texts.remove_prefix(end + 1);
    }
}

}  // namespace

std::optional<FrozenFrame> frozen_frame(Connection& connection, FrameId frame) {
    FrozenFrame kept;
    {
        Query query = connection.query(frozen_day, frame.value);
        if (!query.next()) return std::nullopt;
        kept.day = Instant(std::chrono::days(query.integer(0)));
        kept.tells = query.integer(1) != 0;
    }
    Query counts = connection.query(frozen_counts, frame.value);
    while (counts.next()) kept.counts.push_back(count_row(connection, counts));
    Query events = connection.query(frozen_events, frame.value);
    while (events.next()) {
        const std::optional<recruitment::EventKind> kind =
            recruitment::event_kind_of(events.bytes(0));
        if (!kind) throw_damaged(connection.handle(), "a kept event is no known word");
        kept.events.push_back({.kind = *kind, .cases = events.integer(1)});
    }
    Query values = connection.query(frozen_values, frame.value);
    while (values.next()) kept.values.push_back(values_row(connection, values));
    return kept;
}

void SqliteIdentityWork::keep_values(FrameId frame, const FrozenFrame& kept) {
    for (const FrozenValues& one : kept.values) {
        const std::string_view sample = one.sample == WaveRow::Kind::pilot ? "pilot" : "main";
        connection().run(
            insert_frozen_value,
            frame.value,
            sample,
            one.comparison,
            fmt::format("{}", fmt::join(one.values, "\n")),
            one.released,
            one.respondents
        );
    }
}

void SqliteIdentityWork::note_frozen(FrameId frame, const FrozenFrame& kept) {
    const std::int64_t day =
        std::chrono::floor<std::chrono::days>(kept.day).time_since_epoch().count();
    connection().run(insert_frozen, frame.value, day, std::int64_t{kept.tells ? 1 : 0});
}

void SqliteIdentityWork::keep_counts(FrameId frame, const FrozenFrame& kept) {
    note_frozen(frame, kept);
    for (const FrozenCount& one : kept.counts) {
        connection().run(
            insert_frozen_count,
            frame.value,
            one.strata,
            one.wave,
            static_cast<std::int64_t>(one.result.reached),
            recruitment::row_of(one.result.code).number,
            one.cases
        );
    }
    for (const FrozenFrame::EventCount& one : kept.events) {
        connection().run(
            insert_frozen_event, frame.value, recruitment::row_of(one.kind).word, one.cases
        );
    }
    keep_values(frame, kept);
    connection().run(freeze_mails, frame.value);
    connection().run(freeze_sign_ins, frame.value);
}

void SqliteIdentityWork::join_waves(FrameId frame, const std::vector<int>& waves) {
    const int first = waves.front();
    for (const int wave : waves) {
        if (wave == first) continue;
        connection().run(join_cases, frame.value, wave, first);
        connection().run(join_counts, frame.value, wave, first);
        connection().run(delete_wave, frame.value, wave);
    }
}

void SqliteIdentityWork::delete_what_tells(
    FrameId frame, const std::vector<std::vector<int>>& waves
) {
    for (const Sql sql : {delete_mails, delete_events, delete_sign_ins}) {
        connection().run(sql, frame.value);
    }
    for (const std::vector<int>& group : waves) {
        if (!group.empty()) join_waves(frame, group);
    }
    for (const Sql sql :
         {coarsen_events,
          coarsen_suppressions,
          coarsen_forgotten,
          coarsen_waves,
          coarsen_draws,
          coarsen_imports,
          coarsen_lookups}) {
        connection().run(sql, frame.value);
    }
}

void SqliteIdentityWork::freeze(
    FrameId frame, const FrozenFrame& kept, const std::vector<std::vector<int>>& waves
) {
    keep_counts(frame, kept);
    delete_what_tells(frame, waves);
}

void SqliteIdentityWork::freeze_without_counts(FrameId frame, Instant day) {
    std::vector<int> main;
    std::vector<int> pilot;
    for (const WaveRow& wave : waves(frame)) {
        (wave.kind == WaveRow::Kind::pilot ? pilot : main).push_back(wave.number);
    }
    note_frozen(frame, {.day = day, .tells = false, .counts = {}, .events = {}, .values = {}});
    delete_what_tells(frame, {main, pilot});
}

}  // namespace querist::store
