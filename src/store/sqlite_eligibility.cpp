#include "store/sqlite_eligibility.hpp"

#include "store/sqlite_reads.hpp"

namespace querist::store {

namespace {

// The origins of respondents: nobody else is paid.
// A response is rewarded once, under whatever name.
constexpr Sql undecided_responses = R"(
    SELECT r.id, r.public_id, r.origin, r.respondent_key IS NOT NULL FROM response r
    WHERE r.study = ?1 AND r.id > ?3 AND r.status = 'complete' AND r.origin IN ('real', 'pilot')
      AND NOT EXISTS (SELECT 1 FROM eligibility e WHERE e.response = r.id
                      AND (e.compensation = ?2 OR e.eligible = 1))
    ORDER BY r.id LIMIT ?4)";
constexpr Sql decision_of =
    "SELECT eligible FROM eligibility WHERE response = ?1 AND compensation = ?2";
constexpr Sql decisions_of_response =
    "SELECT compensation, eligible FROM eligibility WHERE response = ?1 ORDER BY compensation";
constexpr Sql decisions_of_study = R"(
    SELECT coalesce(sum(e.eligible), 0), count(*) FROM eligibility e
    JOIN response r ON r.id = e.response WHERE r.study = ?1 AND e.compensation = ?2)";
constexpr Sql count_eligible = R"(
    SELECT e.compensation, count(*) FROM eligibility e JOIN response r ON r.id = e.response
    WHERE r.study = ?1 AND e.eligible = 1 GROUP BY e.compensation)";
constexpr Sql eligible_of_study = R"(
    SELECT e.compensation, r.public_id FROM eligibility e JOIN response r ON r.id = e.response
    WHERE r.study = ?1 AND e.eligible = 1)";
constexpr Sql count_undecided = R"(
    SELECT count(*) FROM response r
    WHERE r.study = ?1 AND r.status = 'complete' AND r.origin IN ('real', 'pilot')
      AND NOT EXISTS (SELECT 1 FROM eligibility e WHERE e.response = r.id
                      AND (e.compensation = ?2 OR e.eligible = 1)))";
// Times in bodies are written in one form, which sorts as they do.
constexpr Sql count_begun = R"(
    SELECT count(*) FROM response r JOIN entry e ON e.response = r.id AND e.sequence = 1
    WHERE r.study = ?1 AND r.status = 'in_progress' AND r.origin IN ('real', 'pilot')
      AND json_extract(e.body, '$.at') >= ?2)";
constexpr Sql waiting_messages =
    "SELECT id, study, compensation, day FROM reward_message WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr Sql keys_of_signed = R"(
    SELECT CAST(c.blinding_key AS TEXT), count(*) FROM collecting c JOIN response r ON r.id = c.response
    WHERE r.study = ?1 AND c.compensation = ?2 AND c.signed = 1
    GROUP BY c.blinding_key ORDER BY c.blinding_key)";
constexpr Sql collecting_of = R"(
    SELECT way, blinded, blinding_key, signed FROM collecting
    WHERE response = ?1 AND compensation = ?2)";

constexpr Sql insert_decision = R"(
    INSERT INTO eligibility (response, compensation, eligible) VALUES (?1, ?2, ?3)
    ON CONFLICT (response, compensation) DO UPDATE SET eligible = excluded.eligible)";
constexpr Sql queue_message = R"(
    INSERT INTO reward_message (id, study, compensation, day) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT DO NOTHING)";
constexpr Sql delete_message = "DELETE FROM reward_message WHERE id = ?1";
constexpr Sql insert_way = R"(
    INSERT INTO collecting (response, compensation, way, blinded, blinding_key, signed)
    VALUES (?1, ?2, ?3, x'', x'', 0) ON CONFLICT DO NOTHING)";
constexpr Sql update_blinded = R"(
    UPDATE collecting SET blinded = ?3, blinding_key = ?4
    WHERE response = ?1 AND compensation = ?2 AND way = 'blind'
      AND (signed = 0 OR (blinded = ?3 AND blinding_key = ?4)))";
constexpr Sql update_signed = R"(
    UPDATE collecting SET signed = 1
    WHERE response = ?1 AND compensation = ?2 AND way = 'blind' AND length(blinded) > 0)";

CollectingWay way_in(Connection& connection, std::string_view word) {
    if (word == to_text(CollectingWay::blind)) return CollectingWay::blind;
    if (word == to_text(CollectingWay::code)) return CollectingWay::code;
    throw_damaged(connection.handle(), "the way of collecting is no known word");
}

}  // namespace

std::string_view to_text(CollectingWay way) {
    switch (way) {
        case CollectingWay::blind:
            return "blind";
        case CollectingWay::code:
            return "code";
    }
    return {};
}

std::vector<UndecidedResponse> SqliteEligibility::undecided(
    StudyId study, std::string_view compensation, ResponseId after, int most
) {
    std::vector<UndecidedResponse> found;
    Query rows =
        connection_->query(undecided_responses, study.value, compensation, after.value, most);
    while (rows.next()) {
        found.push_back(
            {.response = ResponseId{rows.integer(0)},
             .public_id = rows.public_id(1),
             .origin = stored_origin(*connection_, rows.bytes(2)),
             .known_person = rows.integer(3) != 0}
        );
    }
    return found;
}

std::optional<bool> SqliteEligibility::decision(
    ResponseId response, std::string_view compensation
) {
    Query row = connection_->query(decision_of, response.value, compensation);
    if (!row.next()) return std::nullopt;
    return row.integer(0) != 0;
}

std::vector<std::pair<std::string, bool>> SqliteEligibility::decisions(ResponseId response) {
    std::vector<std::pair<std::string, bool>> all;
    Query rows = connection_->query(decisions_of_response, response.value);
    while (rows.next()) all.emplace_back(rows.text(0), rows.integer(1) != 0);
    return all;
}

EligibilityCounts SqliteEligibility::eligibility_counts(
    StudyId study, std::string_view compensation
) {
    EligibilityCounts counts;
    {
        Query row = connection_->query(decisions_of_study, study.value, compensation);
        if (row.next()) {
            counts.eligible = row.integer(0);
            counts.refused = row.integer(1) - counts.eligible;
        }
    }
    counts.undecided = connection_->number(count_undecided, study.value, compensation);
    return counts;
}

std::vector<std::pair<std::string, std::int64_t>> SqliteEligibility::eligible_counts(StudyId study
) {
    std::vector<std::pair<std::string, std::int64_t>> counts;
    Query rows = connection_->query(count_eligible, study.value);
    while (rows.next()) counts.emplace_back(rows.text(0), rows.integer(1));
    return counts;
}

void SqliteEligibility::each_eligible(
    StudyId study, const std::function<void(std::string_view, const PublicId&)>& visit
) {
    Query rows = connection_->query(eligible_of_study, study.value);
    while (rows.next()) visit(rows.bytes(0), rows.public_id(1));
}

std::int64_t SqliteEligibility::begun_since(StudyId study, Instant moment) {
    return connection_->number(count_begun, study.value, querist::to_text(moment));
}

std::vector<RewardMessage> SqliteEligibility::reward_messages(const Digest& after, int most) {
    std::vector<RewardMessage> messages;
    Query rows = connection_->query(waiting_messages, after, most);
    while (rows.next()) {
        messages.push_back(
            {.id = rows.digest(0),
             .study = rows.text(1),
             .compensation = rows.text(2),
             .day = rows.integer(3)}
        );
    }
    return messages;
}

std::vector<std::pair<std::string, std::int64_t>> SqliteEligibility::signed_keys(
    StudyId study, std::string_view compensation
) {
    std::vector<std::pair<std::string, std::int64_t>> keys;
    Query rows = connection_->query(keys_of_signed, study.value, compensation);
    while (rows.next()) keys.emplace_back(rows.text(0), rows.integer(1));
    return keys;
}

std::optional<Collecting> SqliteEligibility::collecting(
    ResponseId response, std::string_view compensation
) {
    Query row = connection_->query(collecting_of, response.value, compensation);
    if (!row.next()) return std::nullopt;
    return Collecting{
        .way = way_in(*connection_, row.bytes(0)),
        .blinded = row.text(1),
        .key = row.text(2),
        .is_signed = row.integer(3) != 0,
    };
}

void SqliteEligibility::decide(ResponseId response, std::string_view compensation, bool eligible) {
    connection_->run(insert_decision, response.value, compensation, eligible ? 1 : 0);
}

bool SqliteEligibility::queue_reward(const RewardMessage& message) {
    return connection_->run(
               queue_message, message.id, message.study, message.compensation, message.day
           ) > 0;
}

void SqliteEligibility::forget_rewards(std::span<const RewardMessage> delivered) {
    for (const RewardMessage& message : delivered) connection_->run(delete_message, message.id);
}

bool SqliteEligibility::choose_way(
    ResponseId response, std::string_view compensation, CollectingWay way
) {
    connection_->run(insert_way, response.value, compensation, to_text(way));
    const std::optional<Collecting> chosen = collecting(response, compensation);
    return chosen && chosen->way == way;
}

bool SqliteEligibility::keep_blinded(
    ResponseId response,
    std::string_view compensation,
    std::string_view blinded,
    std::string_view key
) {
    return connection_->run(
               update_blinded, response.value, compensation, Blob{blinded}, Blob{key}
           ) > 0;
}

bool SqliteEligibility::note_signed(ResponseId response, std::string_view compensation) {
    return connection_->run(update_signed, response.value, compensation) > 0;
}

}  // namespace querist::store
