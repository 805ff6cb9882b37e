#include "actions/deliver_rewards.hpp"
#include "actions/foreign_file.hpp"
#include "actions/kept_payment.hpp"
#include "actions/rejected_rows.hpp"
#include "actions/reward_reference.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>

namespace querist::actions {

namespace {

using compensation::CardFault;
using compensation::CardRefusal;
using compensation::CardSecrets;

/// What a rehearsal ends with, so that everything is undone.
constexpr const char* cards_rehearsed = "rewards.rehearsed";

/// Takes the rows of one file, within one transaction.
class CardImporter {
public:
    CardImporter(
        const instrument::Study& study,
        const instrument::Compensation& compensation,
        const CardImportOptions& options,
        RejectedRows& rejected
    )
        : options_(options), rejected_(rejected), each_(compensation.amount.value_or(Money{})) {
        imported_.study = study.id;
        imported_.compensation = compensation.id;
    }

    Result<void> take(store::RewardsWork& work, const exchange::CsvRow& row) {
        if (!columns_) {
            Result<compensation::CardColumns> columns =
                compensation::find_card_columns(row.cells, options_.maps);
            if (!columns) return std::unexpected(columns.error());
            imported_.ignored = columns->ignored;
            columns_ = *std::move(columns);
            return {};
        }
        ++imported_.rows;
        const std::expected<CardSecrets, CardRefusal> card =
            compensation::judge_card_row(*columns_, each_, row.cells);
        if (!card) return reject(row.line, card.error());
        if (!work.add_card(imported_.study, imported_.compensation, *card)) {
            return reject(
                row.line, {CardFault::duplicate, "this card was imported before, or stands twice"}
            );
        }
        ++imported_.added;
        return {};
    }

    /// What a card is worth.
    void each_is(Money each) { each_ = std::move(each); }

    Result<void> finish(store::RewardsWork& work) {
        if (!columns_) {
            return failure(
                "compensation.no-code-column",
                "the file is empty",
                "write a line of headers, one of them code, and a line a card under it"
            );
        }
        imported_.free = work.card_counts(imported_.study, imported_.compensation).free;
        return {};
    }

    [[nodiscard]] const ImportedCards& imported() const { return imported_; }

private:
    Result<void> reject(std::int64_t line, CardRefusal refusal) {
        ++imported_.rejected;
        ++imported_.faults.at(static_cast<std::size_t>(refusal.fault));
        const std::string_view word = compensation::word_of(refusal.fault);
        if (Result<void> listed = rejected_.add(line, word, refusal.reason); !listed) return listed;
        if (imported_.first.size() < options_.shown_max) {
            imported_.first.push_back({line, std::move(refusal)});
        }
        return {};
    }

    const CardImportOptions& options_;
    RejectedRows& rejected_;
    Money each_;
    std::optional<compensation::CardColumns> columns_;
    ImportedCards imported_;
};

}  // namespace

Result<ImportedCards> import_cards(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& file,
    const std::filesystem::path& data,
    const CardImportOptions& options,
    Clock& clock,
    RandomSource& random
) {
    const Result<instrument::Study> study = paying_study(study_folder, data);
    if (!study) return std::unexpected(study.error());
    const Result<const instrument::Compensation*> compensation =
        meant_compensation(*study, options.compensation, instrument::Payment::codes);
    if (!compensation) return std::unexpected(compensation.error());
    const Result<ForeignFile> source = ForeignFile::open(file);
    if (!source) return std::unexpected(source.error());
    const Result<ForeignFile::Head> head = source->head(1);
    if (!head) return std::unexpected(head.error());
    Result<RejectedRows> rejected = RejectedRows::open(options.rejected);
    if (!rejected) return std::unexpected(rejected.error());
    const Result<OpenedRewards> rewards = open_or_make_rewards(data, random);
    if (!rewards) return std::unexpected(rewards.error());
    CardImporter importer(*study, **compensation, options, *rejected);
    const Result<void> done = rewards->store->run([&](store::RewardsWork& work) -> Result<void> {
        Result<void> went = open_budgets(work, *study, compensation::day_of(clock.now()));
        if (!went) return went;
        // What was promised when the budget was opened, whatever the study file says by now.
        const auto budget = work.book(study->id).budget((*compensation)->id);
        if (budget && budget->terms.each) {
            importer.each_is({*budget->terms.each, budget->terms.currency});
        }
        went = source->each_row(head->delimiter, [&](const exchange::CsvRow& row) {
            return importer.take(work, row);
        });
        if (went) went = importer.finish(work);
        if (went && options.rehearsal) {
            return failure(cards_rehearsed, "this was a rehearsal", "none is needed");
        }
        return went;
    });
    if (!done && done.error().code != cards_rehearsed) return std::unexpected(done.error());
    if (Result<void> listed = rejected->keep(); !listed) return std::unexpected(listed.error());
    return importer.imported();
}

}  // namespace querist::actions
