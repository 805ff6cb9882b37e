#include "actions/expected_projection.hpp"
#include "actions/kept_moments.hpp"
#include "actions/record.hpp"
#include "actions/review_entries.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace querist::actions {

namespace {

constexpr std::size_t by_characters_max = 40;
constexpr std::size_t reason_characters_max = 500;
/// It leaves the case in every denominator: rates must not gain by an exclusion of which nobody
/// says why it would count less.
constexpr ExclusionKind unsaid_kind = ExclusionKind::unusable;

bool is_line(std::string_view text, std::size_t characters_max) {
    return !trimmed(text).empty() && !first_invalid_utf8(text) && !has_control(text) &&
           code_points(text) <= characters_max;
}

Result<void> check_note(const ReviewNote& note) {
    if (!is_line(note.by, by_characters_max)) {
        return failure(
            "actions.no-reviewer",
            "it is not said who looked at the response",
            fmt::format("name the person by initials, in {} characters or less", by_characters_max)
        );
    }
    if (!is_line(note.reason, reason_characters_max)) {
        return failure(
            "actions.no-reason",
            "there is no reason that a report can print",
            fmt::format("say why on one line, in {} characters or less", reason_characters_max)
        );
    }
    return {};
}

bool same_person(std::string_view one, std::string_view other) {
    return equal_ignoring_case(trimmed(one), trimmed(other));
}

/// What is to be recorded, and what it comes to.
struct Said {
    response::EntryKind kind = response::EntryKind::flag;
    nlohmann::json body;
    Verdict verdict = Verdict::none;
    std::optional<ExclusionKind> as = std::nullopt;
};

std::unexpected<Problem> reviewed_already(const ReviewNote& note, std::string_view what) {
    return failure(
        "actions.reviewed-already",
        fmt::format("the response {} is {} already", note.response.text(), what),
        "nothing needs to be done; querist screen shows who said it and why"
    );
}

/// A flag over an exclusion would read as if it waited, while it counts in no table.
std::unexpected<Problem> excluded_before(const ReviewNote& note) {
    return failure(
        "actions.excluded",
        fmt::format("the response {} is excluded", note.response.text()),
        "say querist keep first, if it is to count again"
    );
}

Said kept(Instant now, const ReviewNote& note) {
    return {
        response::EntryKind::exclusion,
        response::exclusion_body(false, note.reason, now),
        Verdict::kept
    };
}

Result<Said> excluded(
    const Review& before, instrument::Reviewers needed, Instant now, const ReviewNote& note
) {
    const bool proposed = before.verdict == Verdict::proposed;
    const bool answers = before.verdict == Verdict::excluded && !before.appeal.empty();
    const ExclusionKind as =
        note.as.value_or(proposed || answers ? before.as.value_or(unsaid_kind) : unsaid_kind);
    Said exclusion{
        response::EntryKind::exclusion,
        response::exclusion_body(true, note.reason, now),
        Verdict::excluded,
        as
    };
    const bool two = needed == instrument::Reviewers::two;
    if (answers && two && as != before.as.value_or(unsaid_kind)) {
        return failure(
            "actions.another-kind",
            "its participant appealed, and an answer is about the exclusion that there is",
            "say querist exclude without --as, or with the same; another kind can be said then"
        );
    }
    if (answers) return exclusion;
    if (before.verdict == Verdict::excluded) {
        // Excluded it stays; as what can be said anew.
        if (!note.as || note.as == before.as) return reviewed_already(note, "excluded");
        const bool same = std::ranges::any_of(before.against, [&](const std::string& one) {
            return same_person(one, note.by);
        });
        if (!two || !same) return exclusion;
        return failure(
            "actions.same-reviewer",
            fmt::format("{} has said that it is excluded, and the study asks for others", note.by),
            "let somebody who has not say as what"
        );
    }
    if (!two) return exclusion;
    // Who proposes another kind agrees to none: it is a proposal of their own.
    const bool another_kind = proposed && as != before.as.value_or(unsaid_kind);
    if (!proposed || another_kind) {
        return Said{
            response::EntryKind::flag,
            response::flag_body(exclusion_proposed, now),
            Verdict::proposed,
            as
        };
    }
    if (!same_person(before.by, note.by)) return exclusion;
    return failure(
        "actions.same-reviewer",
        fmt::format("{} has proposed to exclude it, and the study asks for two people", before.by),
        "let somebody else look at the response and say the same"
    );
}

Result<Said> said(
    ReviewStep step,
    const Review& before,
    instrument::Reviewers needed,
    Instant now,
    const ReviewNote& note
) {
    switch (step) {
        case ReviewStep::flag:
            if (before.verdict == Verdict::flagged) return reviewed_already(note, "flagged");
            if (before.verdict == Verdict::excluded) return excluded_before(note);
            return Said{
                response::EntryKind::flag,
                response::flag_body(flagged_by_hand, now),
                Verdict::flagged
            };
        case ReviewStep::exclude:
            return excluded(before, needed, now, note);
        case ReviewStep::keep:
            if (before.verdict == Verdict::kept) return reviewed_already(note, "kept");
            return kept(now, note);
    }
    return kept(now, note);
}

/// Where it takes two, no appeal is answered by those whom it is about.
Result<void> answered_by_another(
    const Review& before, instrument::Reviewers needed, const ReviewNote& note
) {
    if (before.appeal.empty() || needed == instrument::Reviewers::one) return {};
    const bool same = std::ranges::any_of(before.against, [&](const std::string& one) {
        return same_person(one, note.by);
    });
    if (!same) return {};
    return failure(
        "actions.same-reviewer",
        fmt::format(
            "{} has excluded it, its participant appealed, and the study asks for two people",
            note.by
        ),
        "let somebody else look at the response and say querist keep or querist exclude"
    );
}

Result<store::ResponseRow> reviewable(
    store::Transaction& transaction, std::string_view study_id, const PublicId& id
) {
    Result<store::ResponseRow> row = known_response(transaction, study_id, id);
    if (!row) return std::unexpected(row.error());
    const bool empty =
        row->status == response::Status::refused || row->status == response::Status::withdrawn;
    if (empty) {
        return failure(
            "actions.nothing-to-review",
            fmt::format("the response {} is {}", id.text(), response::to_text(row->status)),
            "nothing needs to be done: it holds no answers and counts in no table"
        );
    }
    return row;
}

Result<Review> review_in(
    store::Transaction& transaction,
    std::string_view study_id,
    ReviewStep step,
    const ReviewNote& note,
    Instant now,
    RandomSource& random
) {
    Result<store::ResponseRow> row = reviewable(transaction, study_id, note.response);
    if (!row) return std::unexpected(row.error());
    const Result<instrument::Study> study = stored_study(transaction, row->version_hash);
    if (!study) return std::unexpected(study.error());
    const auto needed = study->screening ? study->screening->exclusion : instrument::Reviewers::one;
    const Review before = review_of(transaction.entries(row->id));
    Result<Said> to_say = said(step, before, needed, kept_moment(*study, {}, now), note);
    if (!to_say) return std::unexpected(to_say.error());
    if (Result<void> other = answered_by_another(before, needed, note); !other) {
        return std::unexpected(other.error());
    }
    to_say->body["by"] = note.by;
    to_say->body["reason"] = note.reason;
    if (to_say->as) to_say->body["as"] = to_text(*to_say->as);
    store::NewEntry entry;
    entry.kind = to_say->kind;
    entry.body = canonical_json(to_say->body);
    entry.salt = new_salt(random);
    entry.status_after = row->status;
    if (Result<void> appended = transaction.append(*row, entry); !appended) {
        return std::unexpected(appended.error());
    }
    Versions versions;
    const Result<ExpectedProjection> expected = expected_projection(transaction, versions, *row);
    if (!expected) return std::unexpected(expected.error());
    if (expected->text) transaction.project(row->id, *expected->text);
    return Review{to_say->verdict, note.by, note.reason, to_say->as};
}

}  // namespace

Result<Review> review(
    std::string_view study,
    const std::filesystem::path& data,
    ReviewStep step,
    const ReviewNote& note,
    Clock& clock,
    RandomSource& random
) {
    if (Result<void> fine = check_note(note); !fine) return std::unexpected(fine.error());
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    const Result<std::unique_ptr<store::Store>> store =
        open_existing(data, store::Access::read_write);
    if (!store) return std::unexpected(store.error());
    const Instant now = clock.now();
    Result<Review> reviewed;
    const Result<void> done = (*store)->run([&](store::Transaction& transaction) -> Result<void> {
        reviewed = review_in(transaction, *id, step, note, now, random);
        if (!reviewed) return std::unexpected(reviewed.error());
        return {};
    });
    if (!done) return std::unexpected(done.error());
    (*store)->finish();
    return reviewed;
}

}  // namespace querist::actions
