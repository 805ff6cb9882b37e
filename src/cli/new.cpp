#include "cli/command.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>

namespace querist::cli {

namespace {

namespace fs = std::filesystem;

struct NewOptions {
    std::string folder;
    std::string id;
    std::string title;
};

/// "My Study" -> "my-study": an id from a folder's name.
std::string id_from(const fs::path& folder) {
    std::string id;
    const fs::path named = folder.has_filename() ? folder : folder.parent_path();
    for (const char c : named.filename().string()) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter) {
            id += c;
        } else if (c >= 'A' && c <= 'Z') {
            id += static_cast<char>(c - 'A' + 'a');
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    while (id.ends_with('-')) id.pop_back();
    return id.empty() ? "study" : id;
}

Result<void> check_free(const fs::path& folder) {
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) return {};
    if (fs::is_directory(status) && fs::is_empty(folder, error) && !error) return {};
    return failure(
        "cli.not-empty",
        fmt::format("{} exists already", folder.generic_string()),
        "name a folder that does not exist or is empty"
    );
}

int make_study(Console& console, const NewOptions& options) {
    const fs::path folder(options.folder);
    const std::string id = options.id.empty() ? id_from(folder) : options.id;
    const std::string title = options.title.empty() ? id : options.title;
    const instrument::StudyFiles files = instrument::new_study(id, title);
    const instrument::LoadedStudy loaded = instrument::load_study(files, options.folder);
    if (!loaded.study) {
        for (const Problem& problem : loaded.problems) {
            Problem said = problem;
            said.place = {};
            if (options.id.empty() && problem.code == "study.bad-id") {
                said.message =
                    fmt::format("the folder's name gives the id \"{}\", which is none", id);
                said.cure += fmt::format(": choose one with --id, as in --id study-{}", id);
            }
            (void)fail(console, said);
        }
        return exit_usage;
    }
    if (const Result<void> is_free = check_free(folder); !is_free)
        return fail(console, is_free.error());
    for (const auto& [name, bytes] : files) {
        const fs::path path = folder / name;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error) {
            return fail(
                console,
                failure(
                    "cli.cannot-write",
                    fmt::format(
                        "{} cannot be made: {}",
                        path.parent_path().generic_string(),
                        error.message()
                    ),
                    "name a folder where you may write"
                )
                    .error()
            );
        }
        if (const Result<void> written = write_output(console, path.string(), bytes); !written) {
            return fail(console, written.error());
        }
        console.out(fmt::format("{}\n", path.generic_string()));
    }
    console.error(fmt::format(
        "The questions are an example, of build tools: replace them by your own.\n"
        "next: querist check {}\n",
        options.folder
    ));
    return exit_fine;
}

}  // namespace

Command new_command() {
    auto options = std::make_shared<NewOptions>();
    return {
        "new",
        "Makes a small complete study to edit",
        "Prints the files that it made. Nothing that exists is overwritten.",
        {
            {"FOLDER", "", "Folder to make", &options->folder, Option::Need::required},
            {"--id", "ID", "The study's id; without it the folder's name", &options->id},
            {"--title", "TITLE", "The study's title", &options->title},
        },
        {"querist new my-study",
         "querist new studies/libraries --id libraries --title \"How do people choose libraries?\""
        },
        [options](Console& console) { return make_study(console, *options); },
    };
}

}  // namespace querist::cli
