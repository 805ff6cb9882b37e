#include "actions/kept_moments.hpp"
#include "actions/life.hpp"
#include "actions/record.hpp"

#include <algorithm>

namespace querist::actions {

namespace {

using response::Answer;
using response::PageCheck;
using response::State;

/// One form being answered: the session, and what the form is about.
struct Turn {
    WriterSide& writer;
    store::Transaction& transaction;
    Submission& form;
    Session& session;
    int page = -1;  ///< Position of the form's page; -1: none that the study has.

    [[nodiscard]] const instrument::Study& study() const { return *session.study; }
    [[nodiscard]] const State& state() const { return session.folded.state; }
    /// As the response keeps it.
    [[nodiscard]] Instant now() const {
        return kept_moment(study(), session.folded.times, form.received);
    }
    [[nodiscard]] int accepted_revision() const {
        return state().page_revisions[static_cast<std::size_t>(page)];
    }
};

/// Where someone whose form is about no page that may be shown goes on.
SubmitOutcome go_on(const Turn& turn) {
    if (const std::optional<int> page = response::resume_page(turn.study(), turn.state())) {
        return GoTo{*page};
    }
    if (turn.study().review) return ToReview{};
    // Everything is answered and only completion is missing: the last page completes it.
    const int end = static_cast<int>(turn.study().pages.size());
    const std::optional<int> last =
        response::previous_page(turn.study(), turn.state().answers, end);
    return GoTo{last.value_or(0)};
}

/// Whether this page's answers are those that are stored.
bool same_answers(
    const instrument::Study& study, const State& state, int page, const PageCheck& check
) {
    const instrument::Page& one = study.pages[static_cast<std::size_t>(page)];
    const auto stored = state.answers.begin() + one.first_item;
    return std::equal(stored, stored + one.item_count, check.answers.begin() + one.first_item);
}

/// Whether the participant turns away from the page rather than on to the next: what can be kept
/// is, and faults hold nobody back.
bool leaves(Go go) { return go == Go::back || go == Go::later; }

SubmitOutcome leave(const Turn& turn, int left_out) {
    if (turn.form.go == Go::later) return SetAside{left_out};
    const std::optional<int> page =
        response::previous_page(turn.study(), turn.state().answers, turn.page);
    return GoTo{.page = page.value_or(turn.page), .left_out = left_out};
}

Result<SubmitOutcome> screen_out(Turn& turn, int page) {
    const Result<void> recorded =
        record_screen_out(turn.writer, turn.transaction, turn.session, page, turn.now());
    if (!recorded) return std::unexpected(recorded.error());
    project(turn.transaction, turn.session);
    return Completed{};
}

/// Ends the response when it would count for a quota that is full: asked here, where responses
/// complete one after the other, so that no two take the last place.
Result<std::optional<SubmitOutcome>> leave_full_quota(Turn& turn) {
    const store::ResponseRow& row = turn.session.row;
    const instrument::Quota* quota =
        full_quota(turn.transaction, row.study, row.origin, turn.study(), turn.state().answers);
    if (quota == nullptr) return std::nullopt;
    const Result<void> recorded =
        record_quota_full(turn.writer, turn.transaction, turn.session, quota->id, turn.now());
    if (!recorded) return std::unexpected(recorded.error());
    project(turn.transaction, turn.session);
    return Completed{quota->id};
}

Result<SubmitOutcome> complete(Turn& turn) {
    const Result<void> recorded =
        record_completion(turn.writer, turn.transaction, turn.session, turn.now());
    if (!recorded) return std::unexpected(recorded.error());
    project(turn.transaction, turn.session);
    return Completed{};
}

/// Goes to the page after this one; after the last, to what is still open, to the review or to the
/// end. Answers that screen out end the response here.
Result<SubmitOutcome> go_next(Turn& turn) {
    if (const std::optional<int> page =
            response::screening_page(turn.study(), turn.state().answers, turn.page)) {
        return screen_out(turn, *page);
    }
    // A page further on, answered before, may send away now: nobody is led there to be told.
    if (const std::optional<int> page = response::late_screening_page(turn.study(), turn.state())) {
        return screen_out(turn, *page);
    }
    Result<std::optional<SubmitOutcome>> full = leave_full_quota(turn);
    if (!full) return std::unexpected(full.error());
    if (*full) return **full;
    if (turn.form.go != Go::review) {
        if (const std::optional<int> page =
                response::next_page(turn.study(), turn.state().answers, turn.page)) {
            return GoTo{*page};
        }
    }
    if (const std::optional<int> page = response::resume_page(turn.study(), turn.state())) {
        return GoTo{*page};
    }
    if (turn.study().review) return ToReview{};
    return complete(turn);
}

/// What the review shows is sent, unless another tab changed or opened something meanwhile.
Result<SubmitOutcome> send_reviewed(Turn& turn) {
    if (response::form_revision(turn.form.form) != response::state_revision(turn.state())) {
        return ToReview{.changed = true};
    }
    if (const std::optional<int> page = response::resume_page(turn.study(), turn.state())) {
        return GoTo{*page};
    }
    Result<std::optional<SubmitOutcome>> full = leave_full_quota(turn);
    if (!full) return std::unexpected(full.error());
    if (*full) return **full;
    return complete(turn);
}

/// `check` with its items in the order in which they stood on the page.
Result<void> store_as_shown(Turn& turn, const PageCheck& check) {
    const std::vector<response::ShownOrder> orders =
        response::shown_orders(turn.study(), check.shown, turn.session.row.public_id);
    const int revision = turn.accepted_revision() + 1;
    response::Times& times = turn.session.folded.times;
    const response::PageTimes kept =
        kept_page_times(turn.study(), times, turn.form.shown_at, turn.form.received);
    Result<void> recorded = record(
        turn.writer,
        turn.transaction,
        turn.session,
        response::EntryKind::page,
        response::page_body_text(
            turn.study(),
            turn.page,
            revision,
            kept.at.value_or(turn.now()),
            kept.shown_at,
            check,
            orders
        ),
        response::Status::in_progress,
        std::pair{turn.page, revision}
    );
    if (!recorded) return recorded;
    response::accept_page(turn.session.folded.state, turn.page, revision, check);
    times.pages[static_cast<std::size_t>(turn.page)] = kept;
    response::add_typing(times.typing, check.typing);
    return {};
}

/// Whoever saves for later has not skipped what is still unanswered: it counts as not presented, so
/// that this page is the one to come back to.
void leave_open(const State& state, PageCheck& check) {
    std::erase_if(check.shown, [&](int item) {
        const auto index = static_cast<std::size_t>(item);
        return check.answers[index] == Answer{} && state.answers[index] == Answer{} &&
               !state.presented[index];
    });
}

Result<void> store_page(Turn& turn, const PageCheck& check) {
    const auto page = static_cast<std::size_t>(turn.page);
    if (turn.study().pages[page].items != instrument::Order::random) {
        return store_as_shown(turn, check);
    }
    const std::vector<int> order =
        response::item_order(turn.study(), turn.page, turn.session.row.public_id);
    PageCheck ordered = check;
    std::ranges::sort(ordered.shown, {}, [&](int item) { return std::ranges::find(order, item); });
    return store_as_shown(turn, ordered);
}

/// A form from a page that was accepted again since it was shown (a second tab, a double submit).
Result<SubmitOutcome> answer_stale(Turn& turn, PageCheck check) {
    if (turn.form.go == Go::keep) return go_next(turn);
    if (same_answers(turn.study(), turn.state(), turn.page, check)) {
        return leaves(turn.form.go) ? leave(turn, 0) : go_next(turn);
    }
    return Conflict{turn.page, turn.state(), std::move(check), std::move(turn.form.form)};
}

Result<SubmitOutcome> answer_current(Turn& turn, PageCheck check) {
    const bool back = leaves(turn.form.go);
    if (turn.form.go == Go::keep) return go_next(turn);
    // What was never typed is not lost.
    const auto left_out = static_cast<int>(std::ranges::count_if(check.faults, [](const auto& one) {
        return one.fault != response::Fault::required;
    }));
    if (back) leave_out_faulty(turn.study(), turn.state(), turn.page, check);
    if (turn.form.go == Go::later) leave_open(turn.state(), check);
    if (!check.faults.empty()) {
        return Faulty{turn.page, turn.state(), std::move(check), std::move(turn.form.form)};
    }
    const bool stores =
        stores_page(turn.study(), turn.state(), turn.page, check, back ? Go::back : Go::next);
    if (stores) {
        if (Result<void> stored = store_page(turn, check); !stored) {
            return std::unexpected(stored.error());
        }
    }
    Result<SubmitOutcome> outcome = Completed{};
    if (back) {
        outcome = leave(turn, left_out);
    } else if (!check.revealed.empty()) {
        outcome = GoTo{turn.page, true};
    } else {
        outcome = go_next(turn);
    }
    const bool projected = outcome && std::holds_alternative<Completed>(*outcome);
    if (stores && !projected) project(turn.transaction, turn.session);
    return outcome;
}

Result<SubmitOutcome> answer_turn(Turn& turn) {
    if (turn.form.go == Go::send && turn.study().review) return send_reviewed(turn);
    const std::optional<int> page = response::form_page(turn.study(), turn.form.form);
    if (!page || !response::reachable(turn.study(), turn.state(), *page)) return go_on(turn);
    turn.page = *page;
    PageCheck check = response::check_page(turn.study(), turn.state(), turn.page, turn.form.form);
    // A page never accepted cannot have been changed elsewhere, whatever the form says.
    const int accepted = turn.accepted_revision();
    const bool current = accepted == 0 || response::form_revision(turn.form.form) == accepted;
    return current ? answer_current(turn, std::move(check)) : answer_stale(turn, std::move(check));
}

/// The last page sent twice changes nothing; other answers come too late, and that is said.
SubmitOutcome answer_completed(const Submission& submission, const Session& session) {
    const instrument::Study& study = *session.study;
    const State& state = session.folded.state;
    const std::optional<int> page = response::form_page(study, submission.form);
    if (!page) return Completed{};
    const PageCheck check = response::check_page(study, state, *page, submission.form);
    if (same_answers(study, state, *page, check)) return Completed{};
    return TooLate{};
}

}  // namespace

void leave_out_faulty(
    const instrument::Study& study, const State& state, int page, PageCheck& check
) {
    if (check.faults.empty()) return;
    for (const response::FieldFault& fault : check.faults) {
        const auto item = static_cast<std::size_t>(fault.item);
        check.answers[item] = state.answers[item];
        std::erase_if(check.typing, [&](const auto& one) { return one.item == fault.item; });
    }
    check.faults.clear();
    response::calculate_values(study, state, page, check);
}

bool stores_page(
    const instrument::Study& study, const State& state, int page, const PageCheck& check, Go go
) {
    if (!check.faults.empty()) return false;
    const bool news = !same_answers(study, state, page, check);
    if (go == Go::back) return news;
    const bool presented = std::ranges::all_of(check.shown, [&](int item) {
        return state.presented[static_cast<std::size_t>(item)];
    });
    return news || !presented || state.page_revisions[static_cast<std::size_t>(page)] == 0;
}

Result<SubmitOutcome> accept_page(
    WriterSide& writer, store::Transaction& transaction, Submission& submission
) {
    Result<Session*> found = writer.sessions.find(
        transaction, writer.versions, submission.study->row, submission.secret
    );
    if (!found) return std::unexpected(found.error());
    Session* const session = *found;
    if (session == nullptr) return NoResponse{};
    switch (session->row.status) {
        case response::Status::complete:
        case response::Status::screened_out:
            return answer_completed(submission, *session);
        case response::Status::refused:
        case response::Status::withdrawn:
            return NoResponse{};
        case response::Status::in_progress:
            break;
    }
    if (writer.intake == Intake::respondents) {
        const Life life = life_in(*submission.study, writer.versions, transaction);
        if (!origin_in(life)) return NotTaking{life};
    }
    Turn turn{writer, transaction, submission, *session};
    Result<SubmitOutcome> outcome = answer_turn(turn);
    if (outcome) {
        if (auto* go = std::get_if<GoTo>(&*outcome)) {
            go->page_id = turn.study().pages[static_cast<std::size_t>(go->page)].id;
        }
    }
    // A failed turn may have left the session half changed; a completed one is rarely asked for.
    if (!outcome || std::holds_alternative<Completed>(*outcome)) {
        writer.sessions.drop(submission.secret);
    }
    return outcome;
}

}  // namespace querist::actions
