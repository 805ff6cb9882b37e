#include "instrument/instrument.hpp"
#include "instrument/study_draft.hpp"
#include "instrument/study_keys.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>

namespace querist::instrument {

namespace {

std::string path_in(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

void check_language_version(const YamlNode& root, StudyDraft& draft) {
    const YamlNode* node = root.find("querist");
    const auto version = whole_of(node);
    if (!version || *version == language_version) return;
    if (*version > language_version) {
        draft.list.report(
            "study.newer-language",
            node->start,
            fmt::format(
                "the study is written in version {} of the study language; "
                "this program knows version {}",
                *version,
                language_version
            ),
            "use a newer querist, or write the study in version 1"
        );
        return;
    }
    draft.list.report(
        "study.out-of-range",
        node->start,
        "there is no such version of the language",
        "write querist: 1"
    );
}

void seal_version(Study& study) {
    nlohmann::json manifest = nlohmann::json::array();
    for (const auto& [path, bytes] : study.files) {
        manifest.push_back({{"path", path}, {"sha256", sha256(bytes).hex()}});
    }
    study.manifest = canonical_json(manifest);
    study.version = sha256(study.manifest);
}

/// study.yaml first, then the files that it names; each by line and column.
void sort_problems(std::vector<Problem>& problems, const std::string& main_file) {
    std::sort(problems.begin(), problems.end(), [&](const Problem& a, const Problem& b) {
        const auto key = [&](const Problem& one) {
            return std::tuple<bool, std::string_view, int, int, std::string_view, std::string_view>(
                one.place.file != main_file,
                one.place.file,
                one.place.line,
                one.place.column,
                one.code,
                one.message
            );
        };
        return key(a) < key(b);
    });
}

void limit_problems(std::vector<Problem>& problems, const std::string& main_file) {
    if (problems.size() <= limits::study_problems_max) return;
    const std::size_t rest = problems.size() - limits::study_problems_max;
    problems.resize(limits::study_problems_max);
    problems.push_back(
        {"study.more-problems",
         Severity::error,
         {main_file, 0, 0},
         fmt::format("at least {} more problems are not shown", rest),
         "mend the first ones and check again"}
    );
}

/// The plan is checked against a study that is sound; what is wrong with it follows the study's own
/// problems.
void read_plan(const StudyFiles& files, std::string_view folder, LoadedStudy& loaded) {
    const auto found = files.find("analysis.yaml");
    if (found == files.end()) return;
    if (!loaded.study) return;
    const std::string file = path_in(folder, "analysis.yaml");
    LoadedPlan plan = load_analysis_plan(found->second, *loaded.study, file);
    loaded.problems.insert(loaded.problems.end(), plan.problems.begin(), plan.problems.end());
    limit_problems(loaded.problems, file);
    if (plan.plan) {
        loaded.study->analysis = std::move(plan.plan);
    } else {
        loaded.study.reset();
    }
}

/// What participants may read in another language is part of what they were asked.
void keep_translations(const StudyFiles& files, Study& study) {
    study.languages = {study.language};
    for (const auto& [name, bytes] : files) {
        if (!name.starts_with("translations/")) continue;
        study.files.emplace(name, bytes);
        const std::string_view language = language_of_file(name);
        if (!language.empty() && language != study.language) study.languages.emplace_back(language);
    }
}

}  // namespace

LoadedStudy load_study(const StudyFiles& files, std::string_view folder) {
    const std::string main_file = path_in(folder, "study.yaml");
    const auto found = files.find("study.yaml");
    if (found == files.end()) {
        return {
            std::nullopt,
            {{"study.no-file",
              Severity::error,
              {main_file, 0, 0},
              "there is no study.yaml here",
              "name a folder that holds one, or write one with `querist new`"}}
        };
    }
    const std::string& source = found->second;
    YamlTree tree = read_yaml(source, main_file);

    StudyDraft draft;
    draft.list = {main_file, without_byte_order_mark(source), std::move(tree.problems)};
    draft.files = &files;
    draft.folder = folder;
    draft.whole = tree.whole;
    check_shape(tree.root, draft.list);
    if (tree.root.kind == YamlNode::Kind::mapping) {
        check_language_version(tree.root, draft);
        read_protocol(tree.root, draft);
        if (const YamlNode* instrument = tree.root.find("instrument")) {
            read_pages(*instrument, draft);
        }
        check_ways_in(draft);
        read_conditions(draft);
        check_piping(draft);
        check_shuffled_pages(draft);
    }

    LoadedStudy loaded;
    loaded.problems = std::move(draft.list.problems);
    loaded.problems.insert(
        loaded.problems.end(), draft.file_problems.begin(), draft.file_problems.end()
    );
    sort_problems(loaded.problems, main_file);
    const bool sound =
        std::none_of(loaded.problems.begin(), loaded.problems.end(), [](const Problem& p) {
            return p.severity == Severity::error;
        });
    limit_problems(loaded.problems, main_file);
    if (sound) {
        draft.study.files.emplace("study.yaml", source);
        keep_translations(files, draft.study);
        seal_version(draft.study);
        loaded.study = std::move(draft.study);
        read_plan(files, folder, loaded);
    }
    return loaded;
}

}  // namespace querist::instrument
