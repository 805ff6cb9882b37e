#include "store/identity_work.hpp"

#include "store/sealed_field.hpp"

namespace querist::store {

namespace {

using recruitment::EventKind;

constexpr Sql insert_frame = "INSERT INTO frame (study, people) VALUES (?1, 0)";
constexpr Sql id_of_frame = "SELECT id FROM frame WHERE study = ?1";
constexpr Sql insert_stratum = "INSERT INTO stratum (frame, name, people) VALUES (?1, ?2, 0)";
constexpr Sql id_of_stratum = "SELECT id FROM stratum WHERE frame = ?1 AND name = ?2";
constexpr Sql insert_frame_value = R"(
    INSERT INTO frame_value (frame, comparison, value, people) VALUES (?1, ?2, ?3, 0))";
constexpr Sql id_of_frame_value =
    "SELECT id FROM frame_value WHERE frame = ?1 AND comparison = ?2 AND value = ?3";
constexpr Sql count_with_value = "UPDATE frame_value SET people = people + ?2 WHERE id = ?1";
constexpr Sql insert_person_value = "INSERT INTO person_value (person, value) VALUES (?1, ?2)";
constexpr Sql insert_missing_value = R"(
    INSERT INTO person_value (person, value)
    SELECT ?1, ?2 WHERE NOT EXISTS (
        SELECT 1 FROM person_value p
        JOIN frame_value v ON v.id = p.value
        JOIN frame_value one ON one.id = ?2
        WHERE p.person = ?1 AND v.comparison = one.comparison))";
constexpr Sql delete_person_values = "DELETE FROM person_value WHERE person = ?1";
constexpr Sql insert_import = R"(
    INSERT INTO import (frame, file_key, line_rows, added, at) VALUES (?1, ?2, ?3, ?4, ?5))";

constexpr Sql person_of_address = R"(
    SELECT c.person, p.source_line FROM contact c JOIN person p ON p.id = c.person
    WHERE c.address_key = ?1 AND c.frame = ?2)";
constexpr Sql person_of_account = R"(
    SELECT c.person, p.source_line FROM contact c JOIN person p ON p.id = c.person
    WHERE c.account_key = ?1 AND c.frame = ?2)";
constexpr Sql anybody_suppressed = "SELECT EXISTS (SELECT 1 FROM suppression)";
constexpr Sql delete_person = "DELETE FROM person WHERE id = ?1";
constexpr Sql address_suppressed = "SELECT count(*) FROM suppression WHERE address_key = ?1";
constexpr Sql people_of_frame_so_far = "SELECT people FROM frame WHERE id = ?1";
constexpr Sql count_people = "UPDATE frame SET people = ?2 WHERE id = ?1";
constexpr Sql count_in_stratum = "UPDATE stratum SET people = people + ?2 WHERE id = ?1";
constexpr Sql insert_person = R"(
    INSERT INTO person (frame, number, stratum, source_line) VALUES (?1, ?2, ?3, ?4))";
constexpr Sql insert_contact = R"(
    INSERT OR IGNORE INTO contact (person, frame, address_key, account_key, sealed)
    VALUES (?1, ?2, ?3, ?4, ?5))";

constexpr Sql next_draw = "SELECT coalesce(max(sequence), 0) + 1 FROM draw WHERE frame = ?1";
constexpr Sql insert_draw = R"(
    INSERT INTO draw (frame, sequence, at, seed, design, frame_digest, sample_digest)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";
constexpr Sql insert_draw_stratum =
    "INSERT INTO draw_stratum (draw, stratum, available, drawn) VALUES (?1, ?2, ?3, ?4)";
constexpr Sql insert_case = R"(
    INSERT INTO sampled_case (person, frame, draw, position, stratum, public_id, token_hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";
constexpr Sql count_cases = "SELECT count(*) FROM sampled_case";
// As the schema has them.
constexpr Sql drop_case_name = "DROP INDEX case_name";
constexpr Sql drop_case_token = "DROP INDEX case_token";
constexpr Sql index_case_name = "CREATE UNIQUE INDEX case_name ON sampled_case (public_id)";
constexpr Sql index_case_token =
    "CREATE UNIQUE INDEX case_token ON sampled_case (token_hash) WHERE token_hash IS NOT NULL";

constexpr Sql next_wave = "SELECT coalesce(max(number), 0) + 1 FROM wave WHERE frame = ?1";
constexpr Sql insert_wave =
    "INSERT INTO wave (frame, number, kind, at, cases) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr Sql release_case = "UPDATE sampled_case SET wave = ?2 WHERE person = ?1 AND wave IS NULL";

constexpr Sql insert_event =
    "INSERT OR IGNORE INTO case_event (sampled_case, at, kind) VALUES (?1, ?2, ?3)";
constexpr Sql update_token_hash =
    "UPDATE sampled_case SET token_hash = ?2 WHERE person = ?1 AND token_hash IS NULL";
constexpr Sql delete_event =
    "DELETE FROM case_event WHERE sampled_case = ?1 AND at = ?2 AND kind = ?3";
constexpr Sql insert_suppression =
    "INSERT OR IGNORE INTO suppression (address_key, at) VALUES (?1, ?2)";
constexpr Sql cases_of_address = R"(
    SELECT s.person FROM contact c JOIN sampled_case s ON s.person = c.person
    WHERE c.address_key = ?1)";
constexpr Sql address_of_person =
    "SELECT address_key FROM contact WHERE person = ?1 AND address_key IS NOT NULL";
constexpr Sql opted_out_before =
    "SELECT count(*) FROM case_event WHERE sampled_case = ?1 AND kind = ?2";
constexpr Sql upsert_sign_in = R"(
    INSERT INTO sign_in (frame, account_key, stratum, day) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (frame, account_key) DO UPDATE SET stratum = excluded.stratum, day = excluded.day)";
constexpr Sql insert_ticket = R"(
    INSERT INTO entry_ticket (frame, holder_key, blinded_hash, signing_key)
    VALUES (?1, ?2, ?3, ?4))";
constexpr Sql upsert_lookup = R"(
    INSERT INTO account_lookup (person, at, outcome, sealed) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (person) DO UPDATE SET at = excluded.at, outcome = excluded.outcome,
                                       sealed = excluded.sealed)";
constexpr Sql stratum_of_person = "SELECT stratum FROM person WHERE id = ?1";
constexpr Sql change_stratum = "UPDATE person SET stratum = ?2 WHERE id = ?1";
constexpr Sql change_sealed = "UPDATE contact SET sealed = ?2 WHERE person = ?1";
constexpr Sql delete_contact = "DELETE FROM contact WHERE person = ?1";
constexpr Sql delete_lookup = "DELETE FROM account_lookup WHERE person = ?1";
constexpr Sql insert_forgotten = "INSERT INTO forgotten (person, at) VALUES (?1, ?2)";

std::int64_t microseconds_of(Instant at) { return at.time_since_epoch().count(); }

std::optional<Blob> blob_of(const std::optional<std::string>& bytes) {
    if (!bytes) return std::nullopt;
    return Blob{*bytes};
}

}  // namespace

void SqliteIdentityWork::settle() {
    for (const auto& [frame, people] : people_) {
        connection().run(count_people, frame.value, people);
    }
    for (const auto& [stratum, added] : added_) {
        connection().run(count_in_stratum, stratum.value, added);
    }
    for (const auto& [value, added] : with_value_) {
        connection().run(count_with_value, value.value, added);
    }
    people_.clear();
    added_.clear();
    with_value_.clear();
    if (indexes_ == CaseIndexes::dropped) {
        connection().run(index_case_name);
        connection().run(index_case_token);
        indexes_ = CaseIndexes::there;
    }
}

/// What is by chance in its order enters an index at random, one row after the other; all of it at
/// once it is sorted first, which takes a tenth of the time.
void SqliteIdentityWork::prepare_indexes(std::int64_t more) {
    constexpr std::int64_t worthwhile = 1'000;
    if (more < worthwhile || indexes_ == CaseIndexes::dropped) return;
    if (more < connection().number(count_cases)) return;
    connection().run(drop_case_name);
    connection().run(drop_case_token);
    indexes_ = CaseIndexes::dropped;
}

FrameId SqliteIdentityWork::add_frame(std::string_view study) {
    const std::int64_t known = connection().number(id_of_frame, study);
    if (known != 0) return {known};
    connection().run(insert_frame, study);
    return {connection().last_row()};
}

StratumId SqliteIdentityWork::add_stratum(FrameId frame, std::string_view name) {
    const std::int64_t known = connection().number(id_of_stratum, frame.value, name);
    if (known != 0) return {known};
    connection().run(insert_stratum, frame.value, name);
    return {connection().last_row()};
}

FrameValueId SqliteIdentityWork::add_frame_value(
    FrameId frame, std::string_view comparison, std::string_view value
) {
    const std::int64_t known =
        connection().number(id_of_frame_value, frame.value, comparison, value);
    if (known != 0) return {known};
    connection().run(insert_frame_value, frame.value, comparison, value);
    return {connection().last_row()};
}

void SqliteIdentityWork::note_import(
    FrameId frame, const Digest& file, std::int64_t rows, std::int64_t added, Instant at
) {
    // Keyed: a short list could be guessed from its plain hash.
    const Digest key = hmac_sha256(keys().address, file.view());
    connection().run(insert_import, frame.value, key, rows, added, microseconds_of(at));
}

std::optional<AddedPerson> SqliteIdentityWork::one_like(
    FrameId frame,
    const std::optional<std::string>& address,
    const std::optional<std::string>& account
) {
    using enum AddedPerson::Outcome;
    const auto found = [](Query query, AddedPerson::Outcome how) -> std::optional<AddedPerson> {
        if (!query.next()) return std::nullopt;
        return AddedPerson{how, PersonId{query.integer(0)}, query.integer(1)};
    };
    if (address) {
        std::optional<AddedPerson> same =
            found(connection().query(person_of_address, Blob{*address}, frame.value), same_address);
        if (same) return same;
    }
    if (!account) return std::nullopt;
    return found(connection().query(person_of_account, Blob{*account}, frame.value), same_account);
}

bool SqliteIdentityWork::wants_no_mail(const std::string& address_key) {
    if (!any_suppressed_) any_suppressed_ = connection().number(anybody_suppressed) != 0;
    return *any_suppressed_ && connection().number(address_suppressed, Blob{address_key}) > 0;
}

PersonId SqliteIdentityWork::add_number(FrameId frame, const NewPerson& person) {
    if (!people_.contains(frame)) {
        people_[frame] = connection().number(people_of_frame_so_far, frame.value);
    }
    const std::int64_t number = ++people_[frame];
    ++added_[person.stratum];
    connection().run(insert_person, frame.value, number, person.stratum.value, person.source_line);
    return {connection().last_row()};
}

void SqliteIdentityWork::take_number_back(FrameId frame, StratumId stratum, PersonId person) {
    connection().run(delete_person, person.value);
    --people_[frame];
    --added_[stratum];
}

AddedPerson SqliteIdentityWork::add_person(FrameId frame, const NewPerson& person) {
    std::optional<std::string> address;
    std::optional<std::string> account;
    if (!person.normal_address.empty()) address = address_key(keys(), person.normal_address);
    if (!person.normal_account.empty()) account = account_key(keys(), person.normal_account);
    if (address && wants_no_mail(*address)) {
        return {AddedPerson::Outcome::suppressed, std::nullopt, 0};
    }
    // Inserting finds who is there already as well, but writes in vain. Files are mostly of new
    // people or mostly of known ones: the next is taken to be like the last.
    if (look_first_) {
        if (std::optional<AddedPerson> same = one_like(frame, address, account)) return *same;
    }
    const PersonId id = add_number(frame, person);
    const std::string sealed =
        seal_field(keys().identity, place_of(id), encoded(person.fields), nonces_);
    const std::int64_t inserted = connection().run(
        insert_contact, id.value, frame.value, blob_of(address), blob_of(account), Blob{sealed}
    );
    look_first_ = inserted == 0;
    if (inserted > 0) {
        for (const FrameValueId value : person.values) {
            connection().run(insert_person_value, id.value, value.value);
            ++with_value_[value];
        }
        return {AddedPerson::Outcome::added, id, person.source_line};
    }
    take_number_back(frame, person.stratum, id);
    const std::optional<AddedPerson> same = one_like(frame, address, account);
    if (!same)
        throw_damaged(connection().handle(), "somebody is in the index and not in the frame");
    return *same;
}

void SqliteIdentityWork::add_missing_values(
    PersonId person, const std::vector<FrameValueId>& values
) {
    for (const FrameValueId value : values) {
        with_value_[value] += connection().run(insert_missing_value, person.value, value.value);
    }
}

DrawRow SqliteIdentityWork::add_draw(DrawRow draw) {
    draw.sequence = connection().number(next_draw, draw.frame.value);
    connection().run(
        insert_draw,
        draw.frame.value,
        draw.sequence,
        microseconds_of(draw.at),
        draw.seed,
        draw.design,
        draw.frame_digest,
        draw.sample_digest
    );
    draw.id = DrawId{connection().last_row()};
    std::int64_t drawn = 0;
    for (const DrawnStratum& one : draw.strata) {
        connection().run(
            insert_draw_stratum, draw.id.value, one.stratum.value, one.available, one.drawn
        );
        drawn += one.drawn;
    }
    prepare_indexes(drawn);
    return draw;
}

CaseId SqliteIdentityWork::add_case(const NewCase& sampled) {
    connection().run(
        insert_case,
        sampled.person.value,
        sampled.frame.value,
        sampled.draw.value,
        sampled.position,
        sampled.stratum.value,
        sampled.public_id,
        sampled.token_hash
    );
    return {sampled.person.value};
}

WaveRow SqliteIdentityWork::add_wave(
    FrameId frame, WaveRow::Kind kind, Instant at, const std::vector<CaseId>& cases
) {
    WaveRow wave{.kind = kind, .at = at};
    wave.number = static_cast<int>(connection().number(next_wave, frame.value));
    for (const CaseId sampled : cases) {
        wave.cases += connection().run(release_case, sampled.value, wave.number);
    }
    const std::string_view word = kind == WaveRow::Kind::pilot ? "pilot" : "main";
    connection().run(insert_wave, frame.value, wave.number, word, microseconds_of(at), wave.cases);
    return wave;
}

bool SqliteIdentityWork::add_event(CaseId sampled, const recruitment::CaseEvent& event) {
    if (event.kind == EventKind::sampled) return false;
    const std::string_view word = recruitment::row_of(event.kind).word;
    return connection().run(insert_event, sampled.value, microseconds_of(event.at), word) > 0;
}

void SqliteIdentityWork::give_link(CaseId sampled, const Digest& token_hash) {
    connection().run(update_token_hash, sampled.value, token_hash);
}

bool SqliteIdentityWork::take_back(CaseId sampled, const recruitment::CaseEvent& event) {
    const std::string_view word = recruitment::row_of(event.kind).word;
    return connection().run(delete_event, sampled.value, microseconds_of(event.at), word) > 0;
}

bool SqliteIdentityWork::suppress(std::string_view normal_address, Instant at) {
    return suppress_key(address_key(keys(), normal_address), at);
}

bool SqliteIdentityWork::suppress_key(const std::string& key, Instant at) {
    if (connection().run(insert_suppression, Blob{key}, microseconds_of(at)) == 0) return false;
    any_suppressed_ = true;
    std::vector<CaseId> cases;
    {
        Query query = connection().query(cases_of_address, Blob{key});
        while (query.next()) cases.push_back(CaseId{query.integer(0)});
    }
    for (const CaseId sampled : cases) {
        (void)add_event(sampled, {.kind = EventKind::suppressed, .at = at});
    }
    return true;
}

bool SqliteIdentityWork::opt_out(const CaseRow& sampled, Instant at) {
    const std::string_view word = recruitment::row_of(EventKind::opted_out).word;
    if (connection().number(opted_out_before, sampled.id.value, word) != 0) return false;
    (void)add_event(sampled.id, {.kind = EventKind::opted_out, .at = at});
    std::string address;
    {
        Query query = connection().query(address_of_person, sampled.person.value);
        if (query.next()) address = query.text(0);
    }
    if (!address.empty()) (void)suppress_key(address, at);
    return true;
}

void SqliteIdentityWork::note_sign_in(
    FrameId frame, std::string_view account, std::string_view stratum, Instant at
) {
    const std::string key = account_key(keys(), account);
    const std::int64_t day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
    connection().run(upsert_sign_in, frame.value, Blob{key}, stratum, day);
}

bool SqliteIdentityWork::note_ticket(
    FrameId frame, std::string_view holder, const TicketRow& ticket
) {
    if (this->ticket(frame, holder)) return false;
    const std::string key = holder_key(keys(), holder);
    connection().run(
        insert_ticket, frame.value, Blob{key}, Blob{ticket.blinded_hash.view()}, ticket.key
    );
    return true;
}

void SqliteIdentityWork::note_lookup(
    PersonId person, LookupOutcome outcome, std::string_view answer, Instant at
) {
    std::optional<std::string> sealed;
    if (!answer.empty()) {
        sealed = seal_field(keys().identity, place_of_lookup(person), answer, nonces_);
    }
    connection().run(
        upsert_lookup,
        person.value,
        microseconds_of(at),
        lookup_outcome_name(outcome),
        blob_of(sealed)
    );
}

void SqliteIdentityWork::move_to_stratum(PersonId person, StratumId stratum) {
    const StratumId before{connection().number(stratum_of_person, person.value)};
    if (before == stratum) return;
    connection().run(change_stratum, person.value, stratum.value);
    --added_[before];
    ++added_[stratum];
}

void SqliteIdentityWork::change_fields(PersonId person, const PersonalFields& fields) {
    const std::string sealed =
        seal_field(keys().identity, place_of(person), encoded(fields), nonces_);
    connection().run(change_sealed, person.value, Blob{sealed});
}

bool SqliteIdentityWork::forget(PersonId person, Instant at) {
    if (connection().run(delete_contact, person.value) == 0) return false;
    connection().run(delete_lookup, person.value);
    connection().run(delete_person_values, person.value);
    connection().run(insert_forgotten, person.value, microseconds_of(at));
    if (const std::optional<CaseRow> sampled = case_of(person)) {
        (void)add_event(sampled->id, {.kind = EventKind::person_deleted, .at = at});
    }
    return true;
}

}  // namespace querist::store
