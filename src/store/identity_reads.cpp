#include "store/identity_reads.hpp"

#include "store/sealed_field.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace querist::store {

namespace {

constexpr Sql ticket_of_holder =
    "SELECT blinded_hash, signing_key FROM entry_ticket WHERE frame = ?1 AND holder_key = ?2";
constexpr Sql tickets_by_key = R"(
    SELECT signing_key, count(*) FROM entry_ticket WHERE frame = ?1
    GROUP BY signing_key ORDER BY signing_key)";
constexpr Sql sign_ins_by_stratum = R"(
    SELECT stratum, count(*) FROM sign_in WHERE frame = ?1 GROUP BY stratum
    UNION ALL SELECT stratum, accounts FROM frozen_sign_in WHERE frame = ?1 ORDER BY stratum)";
constexpr Sql frame_by_study = "SELECT id, study, people FROM frame WHERE study = ?1";
constexpr Sql frame_by_person = R"(
    SELECT f.id, f.study, f.people FROM person p JOIN frame f ON f.id = p.frame
    WHERE p.id = ?1)";
constexpr Sql every_frame = "SELECT id, study, people FROM frame ORDER BY study";
constexpr Sql strata_of_frame = "SELECT id, name, people FROM stratum WHERE frame = ?1 ORDER BY id";

constexpr Sql values_of_frame =
    "SELECT id, comparison, value, people FROM frame_value WHERE frame = ?1 ORDER BY id";
constexpr Sql values_of_cases = R"(
    SELECT c.person, v.value FROM sampled_case c CROSS JOIN person_value v ON v.person = c.person
    WHERE c.frame = ?1)";

// From the few that left a frame, not from the many that are in it.
constexpr Sql forgotten_people = R"(
    SELECT count(*) FROM forgotten g JOIN person p ON p.id = g.person WHERE p.stratum = ?1)";
constexpr Sql suppressed_people = R"(
    SELECT count(*) FROM suppression s CROSS JOIN contact c ON c.address_key = s.address_key
    JOIN person p ON p.id = c.person WHERE p.stratum = ?1)";
constexpr Sql drawn_people = R"(
    SELECT stratum, count(*), count(wave) FROM sampled_case WHERE frame = ?1 GROUP BY stratum)";

// In the order of people, which is that of their numbers.
constexpr Sql people_of_frame =
    "SELECT id, number, stratum FROM person WHERE frame = ?1 ORDER BY id";
constexpr Sql drawn_before = "SELECT person FROM sampled_case WHERE frame = ?1";
constexpr Sql forgotten_of_frame =
    "SELECT p.id FROM forgotten g JOIN person p ON p.id = g.person WHERE p.frame = ?1";
constexpr Sql suppressed_of_frame = R"(
    SELECT c.person FROM suppression s CROSS JOIN contact c
    ON c.address_key = s.address_key AND c.frame = ?1)";

constexpr Sql draws_of_frame = R"(
    SELECT id, frame, sequence, at, seed, design, frame_digest, sample_digest
    FROM draw WHERE frame = ?1 ORDER BY sequence)";
constexpr Sql strata_of_draw =
    "SELECT stratum, available, drawn FROM draw_stratum WHERE draw = ?1 ORDER BY stratum";
constexpr Sql waves_of_frame =
    "SELECT number, kind, at, cases FROM wave WHERE frame = ?1 ORDER BY number";

// The columns of `case_row`, in its order. A case is known by its person.
constexpr Sql cases_of_frame = R"(
    SELECT person, frame, draw, person, stratum, position, public_id, wave
    FROM sampled_case WHERE frame = ?1 ORDER BY draw, position)";
constexpr Sql case_with_public_id = R"(
    SELECT person, frame, draw, person, stratum, position, public_id, wave
    FROM sampled_case WHERE frame = ?1 AND public_id = ?2)";
constexpr Sql case_with_token_hash = R"(
    SELECT person, frame, draw, person, stratum, position, public_id, wave
    FROM sampled_case WHERE frame = ?1 AND token_hash = ?2)";
constexpr Sql case_with_person = R"(
    SELECT person, frame, draw, person, stratum, position, public_id, wave
    FROM sampled_case WHERE person = ?1)";

// That a case was sampled stands in its draw.
constexpr Sql events_of_frame = R"(
    SELECT c.person, 'sampled', d.at, c.draw, c.position
    FROM sampled_case c JOIN draw d ON d.id = c.draw WHERE c.frame = ?1
    UNION ALL
    SELECT c.person, e.kind, e.at, c.draw, c.position
    FROM sampled_case c CROSS JOIN case_event e ON e.sampled_case = c.person
    WHERE c.frame = ?1 ORDER BY 4, 5, 3, 2)";
constexpr Sql events_of_case = R"(
    SELECT c.person, 'sampled', d.at
    FROM sampled_case c JOIN draw d ON d.id = c.draw WHERE c.person = ?1
    UNION ALL
    SELECT sampled_case, kind, at FROM case_event WHERE sampled_case = ?1 ORDER BY 3, 2)";

constexpr Sql sealed_of_person = "SELECT sealed FROM contact WHERE person = ?1";
constexpr Sql people_of_address =
    "SELECT person FROM contact WHERE address_key = ?1 ORDER BY person";
constexpr Sql people_of_account =
    "SELECT person FROM contact WHERE account_key = ?1 ORDER BY person";
constexpr Sql suppression_of_address = "SELECT count(*) FROM suppression WHERE address_key = ?1";
constexpr Sql people_of_frame_without_address =
    "SELECT person FROM contact WHERE frame = ?1 AND address_key IS NULL ORDER BY person";
// Whoever wants no mail cannot be drawn, and so need not be asked about.
constexpr Sql accounts_of_frame = R"(
    SELECT c.person, p.stratum, s.person IS NOT NULL, l.at, l.outcome
    FROM contact c CROSS JOIN person p ON p.id = c.person
    LEFT JOIN sampled_case s ON s.person = c.person
    LEFT JOIN account_lookup l ON l.person = c.person
    WHERE c.frame = ?1 AND c.account_key IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM suppression x WHERE x.address_key = c.address_key)
    ORDER BY c.person)";
constexpr Sql sealed_lookup_of_person = "SELECT sealed FROM account_lookup WHERE person = ?1";
constexpr Sql count_suppressions = "SELECT count(*) FROM suppression";

CaseRow case_row(const Query& query) {
    CaseRow row;
    row.id = CaseId{query.integer(0)};
    row.frame = FrameId{query.integer(1)};
    row.draw = DrawId{query.integer(2)};
    row.person = PersonId{query.integer(3)};
    row.stratum = StratumId{query.integer(4)};
    row.position = query.integer(5);
    row.public_id = query.public_id(6);
    if (!query.is_null(7)) row.wave = static_cast<int>(query.integer(7));
    return row;
}

std::optional<CaseRow> only_case(Query query) {
    if (!query.next()) return std::nullopt;
    return case_row(query);
}

recruitment::CaseEvent event_row(Connection& connection, const Query& query) {
    const std::optional<recruitment::EventKind> kind = recruitment::event_kind_of(query.bytes(1));
    if (!kind) throw_damaged(connection.handle(), "an event of a case is no known word");
    return {.kind = *kind, .at = instant_of(query.integer(2))};
}

constexpr std::array<std::string_view, lookup_outcomes> outcome_words{
    "known", "renamed", "unknown", "refused", "unclear"
};

LookupOutcome outcome_in(Connection& connection, std::string_view word) {
    const auto* const found = std::ranges::find(outcome_words, word);
    if (found == outcome_words.end()) {
        throw_damaged(connection.handle(), "what became of a lookup is no known word");
    }
    return static_cast<LookupOutcome>(found - outcome_words.begin());
}

std::vector<PersonId> person_ids(Query query) {
    std::vector<PersonId> ids;
    while (query.next()) ids.push_back(PersonId{query.integer(0)});
    return ids;
}

}  // namespace

std::string_view lookup_outcome_name(LookupOutcome outcome) {
    return outcome_words[static_cast<std::size_t>(outcome)];
}

template <class Interface>
FrameRow IdentityReads<Interface>::frame_row(const Query& query) {
    FrameRow row;
    row.id = FrameId{query.integer(0)};
    row.study = query.text(1);
    row.people = query.integer(2);
    Query strata = connection().query(strata_of_frame, row.id.value);
    while (strata.next()) {
        row.strata.push_back(
            {.id = StratumId{strata.integer(0)}, .name = strata.text(1), .people = strata.integer(2)
            }
        );
    }
    return row;
}

template <class Interface>
std::optional<FrameRow> IdentityReads<Interface>::frame(std::string_view study) {
    Query query = connection().query(frame_by_study, study);
    if (!query.next()) return std::nullopt;
    return frame_row(query);
}

template <class Interface>
std::vector<FrameRow> IdentityReads<Interface>::frames() {
    std::vector<FrameRow> rows;
    Query query = connection().query(every_frame);
    while (query.next()) rows.push_back(frame_row(query));
    return rows;
}

template <class Interface>
std::optional<FrameRow> IdentityReads<Interface>::frame_of(PersonId person) {
    Query query = connection().query(frame_by_person, person.value);
    if (!query.next()) return std::nullopt;
    return frame_row(query);
}

template <class Interface>
std::vector<StratumPeople> IdentityReads<Interface>::people(FrameId frame) {
    std::vector<StratumPeople> rows;
    Query strata = connection().query(strata_of_frame, frame.value);
    while (strata.next()) {
        StratumPeople row;
        row.stratum = StratumId{strata.integer(0)};
        row.in_frame = strata.integer(2);
        row.forgotten = connection().number(forgotten_people, row.stratum.value);
        row.suppressed = connection().number(suppressed_people, row.stratum.value);
        rows.push_back(row);
    }
    Query drawn = connection().query(drawn_people, frame.value);
    while (drawn.next()) {
        const StratumId stratum{drawn.integer(0)};
        for (StratumPeople& row : rows) {
            if (row.stratum != stratum) continue;
            row.drawn = drawn.integer(1);
            row.released = drawn.integer(2);
        }
    }
    return rows;
}

template <class Interface>
void IdentityReads<Interface>::each_drawable(
    FrameId frame, const std::function<void(const DrawablePerson&)>& visit
) {
    std::vector<std::int64_t> out;
    for (const Sql& left : {drawn_before, forgotten_of_frame, suppressed_of_frame}) {
        Query query = connection().query(left, frame.value);
        while (query.next()) out.push_back(query.integer(0));
    }
    std::ranges::sort(out);
    auto next_out = out.begin();
    Query query = connection().query(people_of_frame, frame.value);
    while (query.next()) {
        const std::int64_t id = query.integer(0);
        while (next_out != out.end() && *next_out < id) ++next_out;
        if (next_out != out.end() && *next_out == id) continue;
        visit(
            {.id = PersonId{id}, .number = query.integer(1), .stratum = StratumId{query.integer(2)}}
        );
    }
}

template <class Interface>
std::vector<FrameValueRow> IdentityReads<Interface>::frame_values(FrameId frame) {
    std::vector<FrameValueRow> rows;
    Query query = connection().query(values_of_frame, frame.value);
    while (query.next()) {
        rows.push_back(
            {.id = FrameValueId{query.integer(0)},
             .comparison = query.text(1),
             .value = query.text(2),
             .people = query.integer(3)}
        );
    }
    return rows;
}

template <class Interface>
void IdentityReads<Interface>::each_case_value(
    FrameId frame, const std::function<void(CaseId, FrameValueId)>& visit
) {
    Query query = connection().query(values_of_cases, frame.value);
    while (query.next()) visit(CaseId{query.integer(0)}, FrameValueId{query.integer(1)});
}

template <class Interface>
std::vector<DrawRow> IdentityReads<Interface>::draws(FrameId frame) {
    std::vector<DrawRow> rows;
    Query query = connection().query(draws_of_frame, frame.value);
    while (query.next()) {
        DrawRow row;
        row.id = DrawId{query.integer(0)};
        row.frame = FrameId{query.integer(1)};
        row.sequence = query.integer(2);
        row.at = instant_of(query.integer(3));
        row.seed = query.integer(4);
        row.design = query.text(5);
        row.frame_digest = query.digest(6);
        row.sample_digest = query.digest(7);
        Query strata = connection().query(strata_of_draw, row.id.value);
        while (strata.next()) {
            row.strata.push_back(
                {.stratum = StratumId{strata.integer(0)},
                 .available = strata.integer(1),
                 .drawn = strata.integer(2)}
            );
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

template <class Interface>
std::vector<WaveRow> IdentityReads<Interface>::waves(FrameId frame) {
    std::vector<WaveRow> rows;
    Query query = connection().query(waves_of_frame, frame.value);
    while (query.next()) {
        const std::string_view kind = query.bytes(1);
        if (kind != "main" && kind != "pilot") {
            throw_damaged(connection().handle(), "the kind of a wave is no known word");
        }
        rows.push_back(
            {.number = static_cast<int>(query.integer(0)),
             .kind = kind == "pilot" ? WaveRow::Kind::pilot : WaveRow::Kind::main,
             .at = instant_of(query.integer(2)),
             .cases = query.integer(3)}
        );
    }
    return rows;
}

template <class Interface>
void IdentityReads<Interface>::each_case(
    FrameId frame, const std::function<void(const CaseRow&)>& visit
) {
    Query query = connection().query(cases_of_frame, frame.value);
    while (query.next()) visit(case_row(query));
}

template <class Interface>
std::optional<CaseRow> IdentityReads<Interface>::case_by_public_id(
    FrameId frame, const PublicId& id
) {
    return only_case(connection().query(case_with_public_id, frame.value, id));
}

template <class Interface>
std::optional<CaseRow> IdentityReads<Interface>::case_by_token_hash(
    FrameId frame, const Digest& hash
) {
    return only_case(connection().query(case_with_token_hash, frame.value, hash));
}

template <class Interface>
std::optional<CaseRow> IdentityReads<Interface>::case_of(PersonId person) {
    return only_case(connection().query(case_with_person, person.value));
}

template <class Interface>
void IdentityReads<Interface>::each_event(
    FrameId frame, const std::function<void(CaseId, const recruitment::CaseEvent&)>& visit
) {
    Query query = connection().query(events_of_frame, frame.value);
    while (query.next()) visit(CaseId{query.integer(0)}, event_row(connection(), query));
}

template <class Interface>
std::vector<recruitment::CaseEvent> IdentityReads<Interface>::events(CaseId sampled) {
    std::vector<recruitment::CaseEvent> rows;
    Query query = connection().query(events_of_case, sampled.value);
    while (query.next()) rows.push_back(event_row(connection(), query));
    return rows;
}

template <class Interface>
Result<std::optional<PersonalFields>> IdentityReads<Interface>::personal_fields(PersonId person) {
    Query query = connection().query(sealed_of_person, person.value);
    if (!query.next()) return std::nullopt;
    const Result<std::string> bytes = open_field(keys().identity, place_of(person), query.bytes(0));
    if (!bytes) return std::unexpected(bytes.error());
    std::optional<PersonalFields> fields = decoded(*bytes);
    if (!fields) throw_damaged(connection().handle(), "a person's fields cannot be read");
    return fields;
}

template <class Interface>
std::vector<PersonId> IdentityReads<Interface>::people_with_address(std::string_view normal_address
) {
    return person_ids(
        connection().query(people_of_address, Blob{address_key(keys(), normal_address)})
    );
}

template <class Interface>
std::vector<PersonId> IdentityReads<Interface>::people_with_account(std::string_view normal_account
) {
    return person_ids(
        connection().query(people_of_account, Blob{account_key(keys(), normal_account)})
    );
}

template <class Interface>
std::vector<PersonId> IdentityReads<Interface>::people_without_address(FrameId frame) {
    return person_ids(connection().query(people_of_frame_without_address, frame.value));
}

template <class Interface>
void IdentityReads<Interface>::each_account(
    FrameId frame, const std::function<void(const AccountRow&)>& visit
) {
    Query query = connection().query(accounts_of_frame, frame.value);
    while (query.next()) {
        AccountRow row{.person = PersonId{query.integer(0)}, .stratum = {query.integer(1)}};
        row.drawn = query.integer(2) != 0;
        if (!query.is_null(3)) {
            row.looked_up = AccountRow::LookedUp{
                .at = instant_of(query.integer(3)),
                .outcome = outcome_in(connection(), query.bytes(4))
            };
        }
        visit(row);
    }
}

template <class Interface>
Result<std::optional<std::string>> IdentityReads<Interface>::lookup_answer(PersonId person) {
    Query query = connection().query(sealed_lookup_of_person, person.value);
    if (!query.next() || query.is_null(0)) return std::nullopt;
    Result<std::string> bytes =
        open_field(keys().identity, place_of_lookup(person), query.bytes(0));
    if (!bytes) return std::unexpected(bytes.error());
    return *std::move(bytes);
}

template <class Interface>
bool IdentityReads<Interface>::is_suppressed(std::string_view normal_address) {
    return connection().number(suppression_of_address, Blob{address_key(keys(), normal_address)}) >
           0;
}

template <class Interface>
std::vector<SignInCount> IdentityReads<Interface>::sign_ins(FrameId frame) {
    std::vector<SignInCount> counts;
    Query query = connection().query(sign_ins_by_stratum, frame.value);
    while (query.next()) counts.emplace_back(query.text(0), query.integer(1));
    return counts;
}

template <class Interface>
std::optional<TicketRow> IdentityReads<Interface>::ticket(FrameId frame, std::string_view holder) {
    Query query =
        connection().query(ticket_of_holder, frame.value, Blob{holder_key(keys(), holder)});
    if (!query.next()) return std::nullopt;
    return TicketRow{.blinded_hash = query.digest(0), .key = std::string(query.text(1))};
}

template <class Interface>
std::vector<TicketCount> IdentityReads<Interface>::tickets(FrameId frame) {
    std::vector<TicketCount> counts;
    Query query = connection().query(tickets_by_key, frame.value);
    while (query.next()) counts.emplace_back(std::string(query.text(0)), query.integer(1));
    return counts;
}

template <class Interface>
std::optional<FrozenFrame> IdentityReads<Interface>::frozen(FrameId frame) {
    return frozen_frame(connection(), frame);
}

template <class Interface>
std::int64_t IdentityReads<Interface>::suppressed_addresses() {
    return connection().number(count_suppressions);
}

template class IdentityReads<IdentityView>;
template class IdentityReads<IdentityWork>;

}  // namespace querist::store
