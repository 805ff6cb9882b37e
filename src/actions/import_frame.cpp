#include "actions/disposable_domains.hpp"
#include "actions/foreign_file.hpp"
#include "actions/identity_reference.hpp"
#include "actions/rejected_rows.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

namespace querist::actions {

namespace {

using recruitment::FrameEntry;
using recruitment::FrameRules;
using recruitment::RowFault;
using recruitment::RowRefusal;

constexpr std::int64_t rows_between_progress = 5'000;

/// What a rehearsal ends with, so that everything is undone.
constexpr const char* rehearsal_over = "recruitment.rehearsed";

/// By which columns strata are known, and what is in none of these.
void add_marks(const instrument::Population& population, FrameRules& rules) {
    for (const instrument::Stratum& one : population.strata) {
        const std::size_t position = rules.strata.size();
        rules.strata.push_back(one.id);
        if (!one.column.empty()) {
            rules.marks.push_back({one.column, one.is.empty() ? one.id : one.is, position});
        } else if (one.claim.empty() && !rules.unmarked_in) {
            rules.unmarked_in = position;
        }
    }
}

/// The strata of the study's population, and what rows without one are in.
Result<FrameRules> rules_of(const instrument::Study& study, const std::string& stratum) {
    FrameRules rules;
    if (study.population) add_marks(*study.population, rules);
    if (!instrument::lookup_rules(study).empty()) rules.untold = FrameRules::Untold::waits;
    if (study.recruitment) {
        for (const instrument::FrameComparison& one : study.recruitment->compare) {
            rules.compared.push_back(one.column);
        }
    }
    if (!stratum.empty()) {
        const auto found = std::ranges::find(rules.strata, stratum);
        if (found == rules.strata.end()) {
            return failure(
                "recruitment.unknown-stratum",
                fmt::format("the study has no stratum \"{}\"", stratum),
                rules.strata.empty()
                    ? "leave --stratum out, or name strata under population in the study file"
                    : nearest_or(
                          stratum,
                          rules.strata,
                          fmt::format("it has {}", fmt::join(rules.strata, ", "))
                      )
            );
        }
        rules.everybody_in = static_cast<std::size_t>(found - rules.strata.begin());
    }
    if (rules.strata.empty()) rules.strata.emplace_back();
    return rules;
}

/// What the compared columns of a frame say, each text once.
class ComparedTexts {
public:
    explicit ComparedTexts(const instrument::Study& study) {
        if (study.recruitment) compare_ = study.recruitment->compare;
    }

    void begin(store::IdentityWork& work, store::FrameId frame) {
        frame_ = frame;
        is_frozen_ = work.frozen(frame).has_value();
        known_.resize(compare_.size());
        for (const store::FrameValueRow& row : work.frame_values(frame)) {
            const auto found =
                std::ranges::find(compare_, row.comparison, &instrument::FrameComparison::id);
            if (found == compare_.end()) continue;
            known_[static_cast<std::size_t>(found - compare_.begin())].emplace(row.value, row.id);
        }
    }

    /// recruitment.compare where a text names its person, or a column has more texts than groups
    /// are.
    Result<std::vector<store::FrameValueId>> ids_of(
        store::IdentityWork& work, const FrameEntry& entry, std::int64_t line
    ) {
        const std::vector<std::string>& texts = entry.compared;
        std::vector<store::FrameValueId> ids;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i].empty()) continue;
            if (recruitment::names_person(entry, texts[i])) return too_fine(i, line);
            std::map<std::string, store::FrameValueId>& known = known_[i];
            const auto found = known.find(texts[i]);
            if (found != known.end()) {
                ids.push_back(found->second);
                continue;
            }
            if (known.size() >= recruitment::compared_texts_max) {
                return failure(
                    "recruitment.compare",
                    fmt::format(
                        "the column \"{}\", by which respondents are compared with the frame, has "
                        "more than {} different texts",
                        compare_[i].column,
                        recruitment::compared_texts_max
                    ),
                    "put them into coarse groups in the file, such as continents in place of "
                    "towns, or take the column out of `compare` in the study file"
                );
            }
            const store::FrameValueId id = work.add_frame_value(frame_, compare_[i].id, texts[i]);
            known.emplace(texts[i], id);
            ids.push_back(id);
        }
        return ids;
    }

    /// Of somebody who was in the frame before the study compared by a column. Counts that were
    /// kept when a link key was destroyed stay those of the people that they were made of.
    void add_missing(store::IdentityWork& work, const store::NewPerson& person, store::PersonId id)
        const {
        if (!is_frozen_) work.add_missing_values(id, person.values);
    }

    /// Of how many of the frame's people each column says nothing; recruitment.compare where the
    /// texts of one name people rather than groups.
    Result<std::vector<ImportedFrame::Untold>> judge(
        store::IdentityWork& work, std::int64_t in_frame
    ) const {
        std::vector<std::vector<std::int64_t>> people(compare_.size());
        for (const store::FrameValueRow& row : work.frame_values(frame_)) {
            const auto found =
                std::ranges::find(compare_, row.comparison, &instrument::FrameComparison::id);
            if (found == compare_.end()) continue;
            people[static_cast<std::size_t>(found - compare_.begin())].push_back(row.people);
        }
        std::vector<ImportedFrame::Untold> untold;
        for (const store::StratumPeople& one : work.people(frame_)) in_frame -= one.forgotten;
        for (std::size_t i = 0; i < compare_.size(); ++i) {
            if (recruitment::name_people(people[i])) return too_fine(i, std::nullopt);
            std::int64_t told = 0;
            for (const std::int64_t with_it : people[i]) told += with_it;
            untold.push_back({compare_[i].id, compare_[i].text, in_frame - told});
        }
        return untold;
    }

private:
    /// `line`: where a text names its person.
    [[nodiscard]] std::unexpected<Problem> too_fine(
        std::size_t comparison, std::optional<std::int64_t> line
    ) const {
        return failure(
            "recruitment.compare",
            fmt::format(
                "the column \"{}\", by which respondents are compared with the frame, names "
                "people: "
                "{}",
                compare_[comparison].column,
                line ? fmt::format("so does line {}, by an address, account or name", *line)
                     : "most of those who have a text have it alone"
            ),
            "its texts are not encrypted: put them into coarse groups in the file, such as "
            "continents in place of towns, or take the column out of `compare` in the study file"
        );
    }

    std::vector<instrument::FrameComparison> compare_;
    store::FrameId frame_;
    bool is_frozen_ = false;
    std::vector<std::map<std::string, store::FrameValueId>> known_;
};

/// Takes the rows of one file into a frame, within one transaction.
class FrameImporter {
public:
    FrameImporter(
        const instrument::Study& study,
        FrameRules rules,
        DisposableDomains disposable,
        const FrameImportOptions& options,
        RejectedRows& rejected
    )
        : rules_(std::move(rules)),
          compared_(study),
          disposable_(std::move(disposable)),
          options_(options),
          rejected_(rejected) {
        imported_.study = study.id;
    }

    void begin(store::IdentityWork& work) {
        frame_ = work.add_frame(imported_.study);
        compared_.begin(work, frame_);
        for (const std::string& name : rules_.strata) {
            strata_.push_back(work.add_stratum(frame_, name));
            imported_.strata.push_back({.name = name});
        }
    }

    /// The position of the stratum that somebody is in, made where they are to be looked up.
    std::size_t position_of(store::IdentityWork& work, const FrameEntry& entry) {
        if (entry.stratum) return *entry.stratum;
        if (!untold_) {
            untold_ = strata_.size();
            strata_.push_back(work.add_stratum(frame_, untold_stratum));
            imported_.strata.push_back({.name = untold_stratum});
        }
        return *untold_;
    }

    Result<void> take(store::IdentityWork& work, const exchange::CsvRow& row) {
        if (!columns_) return take_header(row);
        ++imported_.rows;
        const auto entry = recruitment::judge_frame_row(*columns_, rules_, row.cells);
        if (!entry) return reject(row.line, entry.error());
        const std::size_t stratum = position_of(work, *entry);
        std::expected<store::NewPerson, RowRefusal> person = person_of(*entry, row.line);
        if (!person) return reject(row.line, person.error());
        if (disposable_.has_address(person->normal_address)) {
            if (!options_.keep_disposable) return reject(row.line, disposable_refusal());
            imported_.disposable.push_back(row.line);
        }
        person->stratum = strata_[stratum];
        Result<std::vector<store::FrameValueId>> values = compared_.ids_of(work, *entry, row.line);
        if (!values) return std::unexpected(values.error());
        person->values = *std::move(values);
        return add(work, *person, stratum);
    }

    Result<void> finish(store::IdentityWork& work, const Digest& file, Instant at) {
        if (!columns_) {
            return failure(
                "recruitment.no-contact",
                "the file is empty",
                "write a line of headers, and a line a person under it"
            );
        }
        work.note_import(frame_, file, imported_.rows, imported_.added, at);
        const Result<store::FrameRow> frame = known_frame(work, imported_.study);
        if (!frame) return std::unexpected(frame.error());
        Result<std::vector<ImportedFrame::Untold>> untold = compared_.judge(work, frame->people);
        if (!untold) return std::unexpected(untold.error());
        imported_.untold = *std::move(untold);
        for (std::size_t h = 0; h < strata_.size(); ++h) {
            imported_.strata[h].people = frame->strata[stratum_position(*frame, strata_[h])].people;
        }
        return {};
    }

    [[nodiscard]] const ImportedFrame& imported() const { return imported_; }

private:
    Result<void> take_header(const exchange::CsvRow& row) {
        Result<recruitment::FrameColumns> columns = recruitment::find_frame_columns(
            row.cells, options_.maps, rules_.marks, rules_.compared
        );
        if (!columns) return std::unexpected(columns.error());
        imported_.ignored = columns->ignored;
        columns_ = *std::move(columns);
        return {};
    }

    static RowRefusal disposable_refusal() {
        return {RowFault::disposable, "the mail's domain is on the list of disposable ones"};
    }

    std::expected<store::NewPerson, RowRefusal> person_of(
        const FrameEntry& entry, std::int64_t line
    ) const {
        store::NewPerson person;
        person.source_line = line;
        if (entry.address) {
            Result<std::string> normal = normal_address(*entry.address);
            if (!normal) {
                return std::unexpected(RowRefusal{
                    RowFault::address, "what follows the @ is no domain that can exist (IDNA 2008)"
                });
            }
            person.normal_address = *std::move(normal);
            person.fields.address = entry.address->text();
        }
        person.normal_account = entry.normal_account;
        person.fields.account = entry.account;
        person.fields.name = entry.name;
        person.fields.language = entry.language;
        person.fields.time_zone = entry.time_zone;
        person.fields.further = entry.further;
        return person;
    }

    Result<void> add(
        store::IdentityWork& work, const store::NewPerson& person, std::size_t stratum
    ) {
        using enum store::AddedPerson::Outcome;
        const store::AddedPerson result = work.add_person(frame_, person);
        if (result.outcome == suppressed) {
            return reject(
                person.source_line,
                {RowFault::suppressed, "the person wants no mail (querist recruit suppress)"}
            );
        }
        if (result.outcome == added) {
            if (!first_added_) first_added_ = result.person;
            ++imported_.added;
            ++imported_.strata[stratum].added;
            return {};
        }
        if (!first_added_ || result.person < first_added_) {
            ++imported_.already;
            compared_.add_missing(work, person, *result.person);
            return {};
        }
        const bool by_address = result.outcome == same_address;
        return reject(
            person.source_line,
            {by_address ? RowFault::duplicate_address : RowFault::duplicate_account,
             fmt::format(
                 "line {} has the same {}", result.source_line, by_address ? "address" : "account"
             )}
        );
    }

    Result<void> reject(std::int64_t line, RowRefusal refusal) {
        ++imported_.rejected;
        ++imported_.faults[static_cast<std::size_t>(refusal.fault)];
        const std::string_view fault = recruitment::word_of(refusal.fault);
        if (Result<void> listed = rejected_.add(line, fault, refusal.reason); !listed) {
            return listed;
        }
        if (imported_.first.size() < options_.shown_max) {
            imported_.first.push_back({line, std::move(refusal)});
        }
        return {};
    }

    FrameRules rules_;
    ComparedTexts compared_;
    DisposableDomains disposable_;
    const FrameImportOptions& options_;
    RejectedRows& rejected_;
    std::optional<recruitment::FrameColumns> columns_;
    store::FrameId frame_;
    std::vector<store::StratumId> strata_;  ///< In the order of the rules.
    std::optional<std::size_t> untold_;     ///< Of these: of people who are to be looked up.
    std::optional<store::PersonId> first_added_;
    ImportedFrame imported_;
};

}  // namespace

Result<ImportedFrame> import_frame(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& file,
    const std::filesystem::path& data,
    const FrameImportOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::int64_t done)>& progress
) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    Result<FrameRules> rules = rules_of(*study, options.stratum);
    if (!rules) return std::unexpected(rules.error());
    Result<DisposableDomains> disposable = options.disposable.empty()
                                               ? DisposableDomains()
                                               : DisposableDomains::read(options.disposable);
    if (!disposable) return std::unexpected(disposable.error());
    const Result<ForeignFile> source = ForeignFile::open(file);
    if (!source) return std::unexpected(source.error());
    const Result<ForeignFile::Head> head = source->head(1);
    if (!head) return std::unexpected(head.error());
    Result<RejectedRows> rejected = RejectedRows::open(options.rejected);
    if (!rejected) return std::unexpected(rejected.error());
    const Result<OpenedIdentity> identity = open_or_make_identity(data, random);
    if (!identity) return std::unexpected(identity.error());

    FrameImporter importer(*study, *std::move(rules), *std::move(disposable), options, *rejected);
    const Result<void> done = identity->store->run([&](store::IdentityWork& work) -> Result<void> {
        importer.begin(work);
        Result<void> went = source->each_row(head->delimiter, [&](const exchange::CsvRow& row) {
            const std::int64_t rows = importer.imported().rows;
            if (progress && rows % rows_between_progress == 0) progress(rows);
            return importer.take(work, row);
        });
        if (!went) return went;
        went = importer.finish(work, source->hash(), clock.now());
        if (went && options.rehearsal) {
            return failure(rehearsal_over, "this was a rehearsal", "none is needed");
        }
        return went;
    });
    if (!done && done.error().code != rehearsal_over) return std::unexpected(done.error());
    if (Result<void> listed = rejected->keep(); !listed) return std::unexpected(listed.error());
    return importer.imported();
}

}  // namespace querist::actions
