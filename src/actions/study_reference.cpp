#include "actions/study_reference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace querist::actions {

Result<instrument::Study> usable_study(const std::filesystem::path& folder) {
    instrument::LoadedStudy loaded = read_study_folder(folder);
    if (loaded.study) return std::move(*loaded.study);
    const auto is_error = [](const Problem& one) { return one.severity == Severity::error; };
    const auto first = std::ranges::find_if(loaded.problems, is_error);
    const auto count = std::ranges::count_if(loaded.problems, is_error);
    if (first == loaded.problems.end() || count == 1) {
        return first == loaded.problems.end()
                   ? failure(
                         "actions.study-problems",
                         fmt::format("{} holds no usable study", folder.generic_string()),
                         fmt::format("run querist check {}", folder.generic_string())
                     )
                   : std::unexpected(*first);
    }
    return failure(
        "actions.study-problems",
        fmt::format("the study has {} problems; the first: {}", count, first->message),
        fmt::format("run querist check {} and mend them", folder.generic_string()),
        first->place
    );
}

Result<std::string> study_id_of(std::string_view study) {
    std::error_code ignored;
    const std::filesystem::path path(study);
    const bool path_like = study.find('/') != std::string_view::npos;
    if (path_like || std::filesystem::exists(path / "study.yaml", ignored)) {
        Result<instrument::Study> found = usable_study(path);
        if (found) return found->id;
        // The data need no study file: a slip of the pen in it is no reason to be shut out.
        Problem problem = std::move(found.error());
        const bool asks = problem.cure.ends_with('?');
        problem.cure += asks ? " Or name" : "; or name";
        problem.cure += " the study by its id, as it stands in the data";
        return std::unexpected(std::move(problem));
    }
    return std::string(study);
}

Result<void> make_data_folder(const std::filesystem::path& data) {
    std::error_code error;
    if (!data.parent_path().empty()) {
        std::filesystem::create_directories(data.parent_path(), error);
    }
    if (::mkdir(data.c_str(), 0700) == 0 || std::filesystem::is_directory(data, error)) return {};
    return failure(
        "store.read-only",
        fmt::format("the data folder cannot be made: {}", std::generic_category().message(errno)),
        "name another folder with --data, or give the right to write here",
        {.file = data.generic_string()}
    );
}

Result<bool> holds_file(const std::filesystem::path& data, std::string_view name) {
    std::error_code hindered;
    const bool there = std::filesystem::exists(data / name, hindered);
    if (!hindered) return there;
    return failure(
        "store.hindered",
        fmt::format("{} cannot be looked into: {}", data.generic_string(), hindered.message()),
        "run querist as the user who owns the folder, or mend its permissions"
    );
}

Result<std::unique_ptr<store::Store>> open_existing(
    const std::filesystem::path& data, store::Access access
) {
    const Result<bool> there = holds_file(data, "answers.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) {
        return failure(
            "store.missing",
            fmt::format("there are no data in {}", data.generic_string()),
            "name the folder with --data, or begin with querist serve or querist simulate"
        );
    }
    store::StoreOptions options;
    options.access = access;
    return store::open_store(data, options);
}

Result<store::StudyRow> known_study(store::Snapshot& snapshot, std::string_view study_id) {
    if (std::optional<store::StudyRow> row = snapshot.study(study_id)) return std::move(*row);
    std::vector<std::string> ids;
    for (const store::StudyRow& row : snapshot.studies()) ids.push_back(row.study);
    const std::optional<std::string> near = nearest(study_id, ids);
    std::string cure = "begin with querist serve or querist simulate";
    if (near) {
        cure = fmt::format("did you mean {}?", *near);
    } else if (!ids.empty()) {
        cure = fmt::format("the data hold: {}", fmt::join(ids, ", "));
    }
    return failure(
        "actions.unknown-study", fmt::format("the data hold no study {}", study_id), cure
    );
}

Result<void> look_at_answers(
    const std::filesystem::path& data,
    std::string_view study_id,
    const std::function<Result<void>(store::Snapshot&, const store::StudyRow&)>& read
) {
    const Result<bool> there = holds_file(data, "answers.db");
    if (!there) return std::unexpected(there.error());
    if (!*there) return {};
    const auto answers = open_existing(data, store::Access::read_only);
    if (!answers) return std::unexpected(answers.error());
    const std::unique_ptr<store::Snapshot> snapshot = (*answers)->snapshot();
    const std::optional<store::StudyRow> row = snapshot->study(study_id);
    if (!row) return {};
    return read(*snapshot, *row);
}

Result<store::ResponseRow> known_response(
    store::Snapshot& snapshot, std::string_view study_id, const PublicId& id
) {
    const Result<store::StudyRow> study = known_study(snapshot, study_id);
    if (!study) return std::unexpected(study.error());
    std::optional<store::ResponseRow> row = snapshot.response_by_public_id(study->id, id);
    if (row) return *std::move(row);
    return failure(
        "actions.unknown-response",
        fmt::format("the study {} has no response {}", study_id, id.text()),
        "check the id: it is the first column of querist export and of querist screen"
    );
}

bool holds_page(store::Snapshot& snapshot, const store::ResponseRow& row) {
    if (row.sequence < 2) return false;  // the first entry is the consent
    const auto is_page = [](const store::EntryRow& entry) {
        return entry.kind == response::EntryKind::page;
    };
    return std::ranges::any_of(snapshot.entries(row.id), is_page);
}

Result<std::vector<store::StudyRow>> meant_studies(
    store::Snapshot& snapshot, std::string_view study
) {
    if (study.empty()) return snapshot.studies();
    const Result<std::string> id = study_id_of(study);
    if (!id) return std::unexpected(id.error());
    Result<store::StudyRow> row = known_study(snapshot, *id);
    if (!row) return std::unexpected(row.error());
    return std::vector{*std::move(row)};
}

}  // namespace querist::actions
