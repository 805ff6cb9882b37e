#include "actions/actions.hpp"
#include "translation/translation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace querist::actions {

namespace {

namespace fs = std::filesystem;

/// Reads a study's files one by one and collects what is wrong with them.
class FolderReader {
public:
    explicit FolderReader(const fs::path& folder)
        : folder_(folder), real_folder_(fs::weakly_canonical(folder, ignored_)) {}

    void read(const std::string& name) {
        const fs::path path = folder_ / name;
        std::error_code error;
        if (!fs::is_regular_file(path, error)) {
            add("study.no-file",
                name,
                "this is not a file, or a link that leads nowhere",
                "put a text file here");
            return;
        }
        if (!inside(path)) {
            add("study.outside-folder",
                name,
                "this link leads out of the study's folder",
                "copy the file into the folder: a version is made of the folder's own files");
            return;
        }
        std::ifstream stream(path, std::ios::binary);
        if (!stream) {
            add("study.unreadable",
                name,
                "this file cannot be opened",
                "give yourself the right to read it (chmod u+r)");
            return;
        }
        // One byte more than there is, or may be, tells a file that grows or is too large.
        const std::uintmax_t size = fs::file_size(path, error);
        const std::size_t most = limits::study_file_bytes_max;
        std::string bytes(
            error || size > most ? most + 1 : static_cast<std::size_t>(size) + 1, '\0'
        );
        stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (stream.bad()) {
            add("study.unreadable",
                name,
                "this file cannot be read to its end",
                "check the disk, then try again");
            return;
        }
        bytes.resize(static_cast<std::size_t>(stream.gcount()));
        if (bytes.size() > limits::study_file_bytes_max) {
            add("study.file-too-large",
                name,
                fmt::format("this file is larger than {} bytes", limits::study_file_bytes_max),
                "keep data out of the study's folder, or split the study");
            return;
        }
        files_.emplace(name, std::move(bytes));
    }

    /// Every file below a folder whose name ends in one of these, in the order of names; links to
    /// folders are not followed.
    void read_below(
        const std::string& part, std::initializer_list<std::string_view> ends, std::size_t most
    ) {
        std::error_code error;
        const fs::path below = folder_ / part;
        if (!fs::exists(fs::symlink_status(below, error))) return;
        if (!inside(below) || !fs::is_directory(below, error)) {
            add("study.outside-folder",
                part,
                "this is not a folder of the study's own",
                "make it a plain folder");
            return;
        }
        std::vector<std::string> names;
        fs::recursive_directory_iterator entry(below, error);
        for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            if (entry.depth() >= static_cast<int>(limits::study_folder_depth_max)) {
                entry.disable_recursion_pending();
            }
            const std::string end = entry->path().extension().string();
            if (std::ranges::find(ends, end) == ends.end() || entry->is_directory()) continue;
            names.push_back(entry->path().lexically_relative(folder_).generic_string());
            if (names.size() > most) break;
        }
        if (error) {
            add("study.unreadable",
                part,
                "this folder cannot be read: " + error.message(),
                "give yourself the right to read it (chmod u+rx)");
        }
        if (names.size() > most) {
            add("study.file-too-large",
                part,
                fmt::format("more than {} files of {}", most, fmt::join(ends, ", ")),
                "remove the files that the study does not need");
            return;
        }
        std::ranges::sort(names);
        for (const std::string& name : names) read(name);
    }

    void add(std::string code, std::string_view name, std::string message, std::string cure) {
        const std::string file =
            name.empty() ? folder_.generic_string() : (folder_ / name).generic_string();
        problems_.push_back(
            {std::move(code), Severity::error, {file, 0, 0}, std::move(message), std::move(cure)}
        );
    }

    void keep(Problem problem) { problems_.push_back(std::move(problem)); }

    [[nodiscard]] instrument::StudyFiles& files() { return files_; }
    [[nodiscard]] std::vector<Problem>& problems() { return problems_; }

private:
    /// Whether a path stays in the folder once every link in it is followed.
    bool inside(const fs::path& path) {
        const fs::path real = fs::weakly_canonical(path, ignored_);
        const auto [end, rest] = std::ranges::mismatch(real_folder_, real);
        return end == real_folder_.end();
    }

    std::error_code ignored_;
    fs::path folder_;
    fs::path real_folder_;
    instrument::StudyFiles files_;
    std::vector<Problem> problems_;
};

/// "studies/x/" and "studies/x" name the same folder; places look better without the slash.
fs::path without_end_slash(const fs::path& folder) {
    return folder.has_filename() || !folder.has_parent_path() ? folder : folder.parent_path();
}

}  // namespace

instrument::LoadedStudy read_study_folder(const fs::path& given) {
    const fs::path folder = without_end_slash(given);
    FolderReader reader(folder);
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) {
        reader.add(
            "study.no-folder",
            "",
            "there is no such folder",
            "name the folder that holds study.yaml, or make one with querist new"
        );
    } else if (!fs::is_directory(status)) {
        const bool study_file = folder.filename() == "study.yaml";
        const std::string parent = folder.parent_path().generic_string();
        reader.add(
            "study.no-folder",
            "",
            "this is a file, and a study is a folder",
            study_file ? fmt::format("name its folder: {}", parent.empty() ? "." : parent)
                       : "name the folder that holds study.yaml"
        );
    } else if (!fs::exists(fs::symlink_status(folder / "study.yaml", error))) {
        if (error && error != std::errc::no_such_file_or_directory) {
            reader.add(
                "study.unreadable",
                "",
                "this folder cannot be read: " + error.message(),
                "give yourself the right to read it (chmod u+rx)"
            );
        } else {
            reader.add(
                "study.no-file",
                "study.yaml",
                "there is no such file in this folder",
                "name the folder that holds study.yaml, or make one with querist new"
            );
        }
    } else {
        reader.read("study.yaml");
        if (fs::exists(fs::symlink_status(folder / "analysis.yaml", error))) {
            reader.read("analysis.yaml");
        }
        reader.read_below("messages", {".md"}, limits::study_messages_max);
        reader.read_below(
            std::string(translation::folder_name), {".yaml", ".md"}, limits::study_messages_max
        );
        reader.read_below(
            "images", {".png", ".jpg", ".jpeg", ".gif", ".webp"}, limits::study_images_max
        );
    }
    if (!reader.files().contains("study.yaml")) return {std::nullopt, std::move(reader.problems())};
    instrument::LoadedStudy loaded =
        instrument::load_study(reader.files(), folder.generic_string());
    if (loaded.study) {
        for (Problem& problem :
             translation::check_translations(*loaded.study, folder.generic_string())) {
            if (problem.severity == Severity::error)
                reader.keep(std::move(problem));
            else
                loaded.problems.push_back(std::move(problem));
        }
    }
    if (!reader.problems().empty()) loaded.study.reset();
    loaded.problems.insert(
        loaded.problems.begin(), reader.problems().begin(), reader.problems().end()
    );
    return loaded;
}

}  // namespace querist::actions
