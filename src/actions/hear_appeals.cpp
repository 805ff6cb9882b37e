#include "actions/hear_appeals.hpp"
#include "actions/kept_moments.hpp"

#include "actions/eligible_entries.hpp"
#include "actions/expected_projection.hpp"
#include "actions/record.hpp"
#include "actions/review_entries.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace querist::actions {

namespace {

using Stage = Appeal::Stage;

/// Follows what was decided about a response, and what its participant wrote.
class Hearing {
public:
    void hear_exclusion(bool excluded) {
        // Excluding what is excluded, or keeping it, is what answers an appeal.
        decide(excluded_, excluded, Appeal::Against::exclusion);
    }
    void hear_reward(bool eligible) {
        // A first refusal may be the server's, by the study's own rule: it answers nobody.
        rewarded_ = rewarded_ || eligible;
        decide(refused_, !eligible, Appeal::Against::refusal);
    }
    void hear_appeal(std::string text) {
        appeal_ = {.against = standing(), .stage = Stage::waiting, .text = std::move(text)};
    }

    [[nodiscard]] std::optional<Appeal> told() const {
        const bool decided_against = excluded_ || refused_;
        const bool answered = appeal_.stage == Stage::granted || appeal_.stage == Stage::stays;
        const bool waits = appeal_.stage == Stage::waiting;
        if (!waits && !answered && (!decided_against || rewarded_)) return std::nullopt;
        Appeal appeal = appeal_;
        // Whoever decided otherwise later has answered, too.
        if (answered && !decided_against) appeal.stage = Stage::granted;
        if (!waits) appeal.against = standing();
        return appeal;
    }

private:
    [[nodiscard]] Appeal::Against standing() const {
        return excluded_ ? Appeal::Against::exclusion : Appeal::Against::refusal;
    }
    void decide(bool& stands, bool against, Appeal::Against what) {
        const bool stood = std::exchange(stands, against);
        const bool none_stands = !excluded_ && !refused_;
        if (appeal_.stage == Stage::waiting) {
            // What it was written against is answered by a decision of the same kind.
            if (against && stood && what == appeal_.against) settle(Stage::stays);
            if (none_stands) settle(Stage::granted);
            if (!against && what == appeal_.against && !none_stands) appeal_.against = standing();
        } else if (against && !stood) {
            settle(Stage::possible);
        }
    }
    void settle(Stage stage) {
        appeal_.stage = stage;
        appeal_.text.clear();
    }

    bool excluded_ = false;
    bool refused_ = false;
    bool rewarded_ = false;
    Appeal appeal_;
};

void hear_entry(Hearing& hearing, const store::EntryRow& entry) {
    using response::EntryKind;
    const bool speaks = entry.kind == EntryKind::exclusion || entry.kind == EntryKind::flag ||
                        entry.kind == EntryKind::eligible;
    if (!speaks || !entry.body) return;
    const nlohmann::json body = nlohmann::json::parse(*entry.body, nullptr, false);
    if (!body.is_object()) return;  // querist verify says what is wrong with it
    const auto says = [&body](const char* name) -> std::optional<bool> {
        const auto member = body.find(name);
        const bool there = member != body.end() && member->is_boolean();
        return there ? std::optional(member->get<bool>()) : std::nullopt;
    };
    const auto word = [&body](const char* name) {
        const auto member = body.find(name);
        const bool there = member != body.end() && member->is_string();
        return there ? member->get<std::string>() : std::string();
    };
    if (const auto excluded = says("excluded"); entry.kind == EntryKind::exclusion && excluded) {
        hearing.hear_exclusion(*excluded);
    }
    const bool by_rule = word("reason") == refused_as_unknown;
    if (const auto eligible = says("eligible");
        entry.kind == EntryKind::eligible && eligible && !by_rule) {
        hearing.hear_reward(*eligible);
    }
    if (entry.kind == EntryKind::flag && word("flag") == appealed) {
        hearing.hear_appeal(word("text"));
    }
}

/// What can be kept of what was typed; empty: nothing, or too much, or no text.
std::string appeal_text(std::string_view typed) {
    if (first_invalid_utf8(typed)) return {};
    std::string text(trimmed(typed));
    std::erase(text, '\r');
    const bool has_controls = std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    });
    const bool fits = !has_controls && code_points(text) <= appeal_characters_max;
    return fits ? text : std::string();
}

}  // namespace

std::optional<Appeal> appeal_of(const std::vector<store::EntryRow>& entries) {
    Hearing hearing;
    for (const store::EntryRow& entry : entries) hear_entry(hearing, entry);
    return hearing.told();
}

std::vector<OpenAppeal> open_appeals(store::Snapshot& snapshot, const store::StudyRow& study) {
    std::set<PublicId> written;
    for (const response::Origin origin : {response::Origin::real, response::Origin::pilot}) {
        snapshot.each_review_entry(study.id, origin, [&](const store::ReviewEntryRow& entry) {
            if (entry.kind != response::EntryKind::flag) return;
            const nlohmann::json body = nlohmann::json::parse(entry.body, nullptr, false);
            const bool appeals = body.is_object() && body.value("flag", "") == appealed;
            if (appeals) written.insert(entry.public_id);
        });
    }
    std::vector<OpenAppeal> open;
    for (const PublicId& id : written) {
        const std::optional<store::ResponseRow> row = snapshot.response_by_public_id(study.id, id);
        if (!row) continue;
        std::optional<Appeal> appeal = appeal_of(snapshot.entries(row->id));
        if (appeal && appeal->stage == Stage::waiting) open.push_back({id, *std::move(appeal)});
    }
    return open;
}

Result<AppealOutcome> accept_appeal(
    WriterSide& writer, store::Transaction& transaction, const AppealWish& wish
) {
    std::optional<store::ResponseRow> row =
        transaction.response_by_resume_hash(wish.study->row, wish.secret);
    if (!row || row->status != response::Status::complete) return NoAppeal{};
    const std::optional<Appeal> before = appeal_of(transaction.entries(row->id));
    if (!before || before->stage != Stage::possible) return NoAppeal{};
    const std::string text = appeal_text(wish.text);
    if (text.empty()) return AppealUnread{};
    const instrument::Study& study = *wish.study->fielded.load()->study;
    nlohmann::json body = response::flag_body(appealed, kept_moment(study, {}, wish.received));
    body["text"] = text;
    store::NewEntry entry;
    entry.kind = response::EntryKind::flag;
    entry.body = canonical_json(body);
    entry.salt = new_salt(writer.random);
    entry.status_after = row->status;
    writer.sessions.drop(wish.secret);
    if (Result<void> appended = transaction.append(*row, entry); !appended) {
        return std::unexpected(appended.error());
    }
    const Result<ExpectedProjection> expected =
        expected_projection(transaction, writer.versions, *row);
    if (!expected) return std::unexpected(expected.error());
    if (expected->text) transaction.project(row->id, *expected->text);
    return AppealTaken{};
}

}  // namespace querist::actions
