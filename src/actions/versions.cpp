#include "actions/versions.hpp"

#include "actions/kept_payment.hpp"

#include <fmt/format.h>

namespace querist::actions {

std::string_view mode_text(instrument::Mode mode) {
    switch (mode) {
        case instrument::Mode::identified:
            return "identified";
        case instrument::Mode::confidential:
            return "confidential";
        case instrument::Mode::anonymous:
            return "anonymous";
    }
    std::unreachable();
}

void Versions::keep(std::shared_ptr<const instrument::Study> study) {
    const std::lock_guard lock(mutex_);
    const Digest version = study->version;
    studies_.insert_or_assign(version, std::move(study));
}

Result<std::shared_ptr<const instrument::Study>> Versions::find(
    store::Snapshot& snapshot, const Digest& version
) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = studies_.find(version); found != studies_.end()) {
            return found->second;
        }
    }
    Result<instrument::Study> study = stored_study(snapshot, version);
    if (!study) return std::unexpected(study.error());
    auto shared = std::make_shared<const instrument::Study>(std::move(*study));
    keep(shared);
    return shared;
}

Result<instrument::Study> stored_study(store::Snapshot& snapshot, const Digest& version) {
    const std::optional<store::VersionRow> row = snapshot.version(version);
    if (!row) {
        return failure(
            "actions.unknown-version",
            fmt::format("the data have no study version {}", version.hex().substr(0, 12)),
            "restore the data from a backup: a response cites this version"
        );
    }
    const instrument::StudyFiles files(row->files.begin(), row->files.end());
    const std::string name = fmt::format("version {}", version.hex().substr(0, 12));
    instrument::LoadedStudy loaded = instrument::load_study(files, name);
    if (!loaded.study) {
        const std::string why = loaded.problems.empty() ? "" : loaded.problems.front().message;
        return failure(
            "actions.unreadable-version",
            fmt::format("the stored study {} cannot be read by this querist: {}", name, why),
            "use the release of querist that registered it"
        );
    }
    return std::move(*loaded.study);
}

Result<void> ready_to_open(const instrument::Study& study) {
    const instrument::LintReport report = instrument::lint(study);
    for (const instrument::Finding& finding : report.findings) {
        if (finding.problem.severity != Severity::error || !finding.acknowledged.empty()) continue;
        return failure(
            "actions.not-ready",
            fmt::format("the study cannot open: {}", finding.problem.message),
            fmt::format(
                "{}; or acknowledge it in the study file with a reason", finding.problem.cure
            ),
            finding.problem.place
        );
    }
    return {};
}

std::vector<Problem> placeholders_left(const instrument::Study& study) {
    std::vector<Problem> left;
    for (instrument::Finding& finding : instrument::lint(study).findings) {
        if (finding.problem.code == "lint.placeholder-text") {
            left.push_back(std::move(finding.problem));
        }
    }
    return left;
}

Result<Registered> register_version(
    store::Transaction& transaction, const instrument::Study& study, Instant at
) {
    Registered registered;
    registered.before = transaction.add_study(study.id);
    const store::StudyRow& before = registered.before;
    if (before.life == store::Life::closed) {
        const std::optional<store::VersionRow> same = transaction.version(study.version);
        if (same && same->study == before.id) registered.version = same->id;
        return registered;
    }
    if (!before.mode.empty() && before.mode != mode_text(study.mode)) {
        return failure(
            "actions.mode-fixed",
            fmt::format(
                "the study {} opened as {} and its file now says {}",
                study.id,
                before.mode,
                mode_text(study.mode)
            ),
            fmt::format("write mode: {} again: participants were promised it", before.mode)
        );
    }
    registered.added = !transaction.version(study.version);
    if (before.version && *before.version != study.version) {
        const Result<instrument::Study> stored = stored_study(transaction, *before.version);
        if (!stored) return std::unexpected(stored.error());
        if (before.life != store::Life::draft) {
            const Result<void> kept = keeps_payment(*stored, study);
            if (!kept) return std::unexpected(kept.error());
        }
        registered.changes = instrument::compare_versions(*stored, study);
    }
    const std::vector<std::pair<std::string, std::string>> files(
        study.files.begin(), study.files.end()
    );
    registered.version =
        transaction.add_version(before.id, study.version, study.manifest, files, at);
    return registered;
}

}  // namespace querist::actions
