#include "actions/import_responses.hpp"

#include "actions/foreign_file.hpp"
#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace querist::actions {

namespace {

namespace fs = std::filesystem;
using exchange::CsvRow;
using exchange::ImportedResponse;
using exchange::ImportMapping;
using exchange::ImportReport;

/// Rows that are stored in one transaction, all of them or none: as many as a group of
/// submissions, fewer of a large study, since each of a row's pages holds an answer to every item.
std::size_t group_length(const instrument::Study& study) {
    constexpr std::size_t answers_max = 1'000'000;
    const std::size_t answers = std::max<std::size_t>(study.pages.size() * study.items.size(), 1);
    return std::clamp<std::size_t>(answers_max / answers, 1, limits::write_group_length_max);
}

Problem no_header(const fs::path& path) {
    return failure(
               "import.no-header",
               "the file has no header row",
               "name a CSV file whose first row names the columns",
               {path.generic_string(), 0, 0}
    )
        .error();
}

/// Reads the file row by row and stores groups of them.
class Import {
public:
    Import(
        const ImportMapping& mapping,
        std::shared_ptr<const instrument::Study> study,
        const ForeignFile& file,
        const std::function<void(std::int64_t done)>& progress
    )
        : mapping_(mapping),
          study_(std::move(study)),
          file_(file),
          progress_(progress),
          group_length_(group_length(*study_)) {
        report_.study = study_->id;
        report_.version = study_->version;
        report_.file = file.path().filename().generic_string();
        report_.file_hash = file.hash();
    }

    /// Without a store: a rehearsal.
    Result<ImportReport> run(
        store::Store* store, const ImportTarget& target, RandomSource& random
    ) {
        store_ = store;
        target_ = &target;
        random_ = &random;
        report_.rehearsal = store == nullptr ? exchange::Rehearsal::yes : exchange::Rehearsal::no;
        Result<void> read =
            file_.each_row(mapping_.delimiter, [&](const CsvRow& row) { return take(row); });
        if (read) read = store_group();
        if (read && !rows_) read = std::unexpected(no_header(file_.path()));
        if (!read) return std::unexpected(read.error());
        return std::move(report_);
    }

private:
    Result<void> take(const CsvRow& row) {
        if (!rows_) {
            Result<exchange::RowReader> begun = exchange::RowReader::begin(
                *study_, mapping_, row, file_.path().generic_string(), report_.findings
            );
            if (!begun) return std::unexpected(begun.error());
            rows_.emplace(std::move(*begun));
            return {};
        }
        if (++headers_ < mapping_.header_rows) return {};
        if (exchange::is_import_id_row(row)) {
            report_.findings.add(
                {.code = "import.header-row",
                 .column = "",
                 .value = "{\"ImportId\": …}",
                 .message = "this is a third header row",
                 .cure =
                     "none is needed: it is passed over; \"header rows: 3\" says it in the mapping",
                 .loss = exchange::Loss::kept,
                 .count = 0,
                 .lines = {}},
                row.line
            );
            return {};
        }
        ++report_.rows;
        if (exchange::is_empty_row(row)) {
            pass_over(row);
            return {};
        }
        ImportedResponse response = rows_->read(row, report_.findings);
        count(response);
        const PublicId id =
            imported_id(study_->id, report_.file_hash, report_.rows, response.foreign_id);
        group_.emplace_back(id, std::move(response));
        if (progress_) progress_(report_.rows);
        return group_.size() == group_length_ ? store_group() : Result<void>{};
    }

    void pass_over(const CsvRow& row) {
        ++report_.empty;
        report_.findings.add(
            {.code = "import.empty-row",
             .column = "",
             .value = "",
             .message = "nothing stands in this row",
             .cure = "none is needed: it is passed over, because nobody answered it",
             .loss = exchange::Loss::kept,
             .count = 0,
             .lines = {}},
            row.line
        );
    }

    void count(const ImportedResponse& response) {
        using enum ImportedResponse::Consent;
        report_.consenting += response.consent == agreed ? 1 : 0;
        report_.refused += response.consent == refused ? 1 : 0;
        report_.without_consent += response.consent == none ? 1 : 0;
        if (!response.exclude.empty()) ++report_.excluded[response.exclude];
        for (const std::string& flag : response.flags) ++report_.flags[flag];
    }

    Result<void> store_group() {
        if (store_ == nullptr) {
            report_.added += static_cast<std::int64_t>(group_.size());
            group_.clear();
            return {};
        }
        std::int64_t added = 0;
        Result<void> stored = store_->run([&](store::Transaction& transaction) -> Result<void> {
            added = 0;
            for (const auto& [id, response] : group_) {
                const Result<bool> one =
                    store_imported(transaction, *target_, id, response, *random_);
                if (!one) return std::unexpected(one.error());
                added += *one ? 1 : 0;
            }
            return {};
        });
        report_.added += added;
        report_.present += static_cast<std::int64_t>(group_.size()) - added;
        group_.clear();
        return stored;
    }

    const ImportMapping& mapping_;
    std::shared_ptr<const instrument::Study> study_;
    const ForeignFile& file_;
    const std::function<void(std::int64_t done)>& progress_;
    std::size_t group_length_;
    store::Store* store_ = nullptr;
    const ImportTarget* target_ = nullptr;
    RandomSource* random_ = nullptr;
    ImportReport report_;
    std::optional<exchange::RowReader> rows_;
    int headers_ = 0;
    std::vector<std::pair<PublicId, ImportedResponse>> group_;
};

/// A mapping made from the file itself.
Result<exchange::ProposedMapping> proposed(
    const ForeignFile& file, const instrument::Study& study
) {
    const Result<ForeignFile::Head> head = file.head(exchange::proposal_rows_max);
    if (!head) return std::unexpected(head.error());
    if (head->rows.empty()) return std::unexpected(no_header(file.path()));
    return exchange::propose_mapping(study, head->delimiter, head->rows);
}

Result<ImportMapping> read_mapping(
    std::string_view yaml, const std::string& name, const instrument::Study& study
) {
    exchange::LoadedMapping loaded = exchange::read_import_mapping(yaml, name, study);
    if (loaded.mapping) return std::move(*loaded.mapping);
    Problem first = loaded.problems.front();
    if (loaded.problems.size() > 1) {
        const std::size_t more = loaded.problems.size() - 1;
        first.cure += fmt::format(
            " ({} more {} it)", more, more == 1 ? "problem follows" : "problems follow"
        );
    }
    return std::unexpected(std::move(first));
}

/// The first few of a list, and how many more there are.
std::string in_short(const std::vector<std::string>& all) {
    constexpr std::size_t named_max = 5;
    const std::size_t named = std::min(all.size(), named_max);
    std::string text = fmt::format(
        "{}", fmt::join(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(named), "; ")
    );
    if (all.size() > named) text += fmt::format("; and {} more", all.size() - named);
    return text;
}

/// The mapping that is named; else the one in the study's folder; else, where the file's columns
/// and labels are the study's own, none is needed.
Result<ImportMapping> find_mapping(
    const fs::path& named,
    const fs::path& study_folder,
    const instrument::Study& study,
    const ForeignFile& file
) {
    const fs::path path = named.empty() ? study_folder / "import-mapping.yaml" : named;
    std::error_code ignored;
    if (named.empty() && !fs::exists(path, ignored)) {
        const Result<exchange::ProposedMapping> made = proposed(file, study);
        if (!made) return std::unexpected(made.error());
        if (made->complete) return read_mapping(made->yaml, "the file's own columns", study);
        return failure(
            "import.no-mapping",
            fmt::format(
                "the file's columns and labels are not all the study's own, and no mapping says "
                "what they are: {}",
                in_short(made->missing)
            ),
            fmt::format(
                "run querist import mapping {} --study {} -o {}, edit what it writes, and import "
                "again",
                file.path().generic_string(),
                study_folder.generic_string(),
                path.generic_string()
            ),
            {file.path().generic_string(), 1, 0}
        );
    }
    const Result<std::string> yaml = read_small_file(path);
    if (!yaml) return std::unexpected(yaml.error());
    return read_mapping(*yaml, path.generic_string(), study);
}

}  // namespace

Result<std::string> propose_mapping(const fs::path& file, const fs::path& study_folder) {
    const Result<instrument::Study> study = usable_study(study_folder);
    if (!study) return std::unexpected(study.error());
    const Result<ForeignFile> foreign = ForeignFile::open(file);
    if (!foreign) return std::unexpected(foreign.error());
    Result<exchange::ProposedMapping> made = proposed(*foreign, *study);
    if (!made) return std::unexpected(made.error());
    return std::move(made->yaml);
}

Result<ImportedFile> import_responses(
    const fs::path& file,
    const fs::path& study_folder,
    const fs::path& data,
    const ImportOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::int64_t done)>& progress
) {
    Result<instrument::Study> read = usable_study(study_folder);
    if (!read) return std::unexpected(read.error());
    const auto study = std::make_shared<const instrument::Study>(std::move(*read));
    const Result<ForeignFile> foreign = ForeignFile::open(file);
    if (!foreign) return std::unexpected(foreign.error());
    const Result<ImportMapping> mapping =
        find_mapping(options.mapping, study_folder, *study, *foreign);
    if (!mapping) return std::unexpected(mapping.error());

    std::unique_ptr<store::Store> store;
    ImportTarget target{{}, {}, study};
    if (!options.rehearsal) {
        // A file that cannot be read leaves nothing behind: all of it is read once before.
        const Result<ImportReport> rehearsed =
            Import(*mapping, study, *foreign, progress).run(nullptr, target, random);
        if (!rehearsed) return std::unexpected(rehearsed.error());
        Result<std::unique_ptr<store::Store>> opened = store::open_store(data, {});
        if (!opened) return std::unexpected(opened.error());
        store = std::move(*opened);
        const Instant now = clock.now();
        const Result<void> registered = store->run([&](store::Transaction& transaction) {
            const Result<Registered> one = register_version(transaction, *study, now);
            if (!one) return Result<void>(std::unexpected(one.error()));
            target.study = one->before.id;
            target.version = one->version;
            return Result<void>();
        });
        if (!registered) return std::unexpected(registered.error());
    }
    const Result<ImportReport> report =
        Import(*mapping, study, *foreign, progress).run(store.get(), target, random);
    if (store) store->finish();
    if (!report) return std::unexpected(report.error());
    return ImportedFile{
        .rows = report->rows,
        .added = report->added,
        .present = report->present,
        .all_understood = !report->findings.any_lost(),
        .markdown = exchange::import_report_markdown(*report, *study, *mapping),
        .json = exchange::import_report_json(*report, *study, *mapping),
    };
}

}  // namespace querist::actions
