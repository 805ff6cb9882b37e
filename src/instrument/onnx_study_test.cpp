// studies/onnx-interop is the protocol of its survey, word for word.

#include "golden/golden.hpp"
#include "instrument/instrument.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace querist::instrument {
namespace {

StudyFiles onnx_files() {
    const std::filesystem::path folder = QUERIST_SOURCE_DIR "/studies/onnx-interop";
    StudyFiles files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        files[std::filesystem::relative(entry.path(), folder).string()] = bytes.str();
    }
    return files;
}

Study onnx_study() {
    const StudyFiles files = onnx_files();
    LoadedStudy loaded = load_study(files, "studies/onnx-interop");
    for (const Problem& problem : loaded.problems) {
        ADD_FAILURE() << describe(problem, files.at("study.yaml"));
    }
    return std::move(loaded.study).value();
}

std::string option_lines(std::string_view sort, const std::vector<Option>& options) {
    std::string text;
    for (const Option& option : options) {
        if (!option.added.empty()) continue;
        text += fmt::format(
            "   {} {}{}{}\n",
            sort,
            option.label,
            option.takes_text ? " ____" : "",
            option.description.empty() ? "" : ": " + option.description
        );
    }
    return text;
}

/// The protocol's own words, without what was added.
std::string protocol_words(const Study& study) {
    std::string text = fmt::format("{}\n{}\n", study.title, study.recruitment->text);
    for (const Compensation& one : study.compensation) text += one.text + "\n";
    for (const ResearchQuestion& one : study.research_questions) text += one.text + "\n";
    std::string title;
    for (const Item& item : study.items) {
        const Page& page = study.pages[static_cast<std::size_t>(item.page)];
        if (page.title != title) text += fmt::format("\n{}\n", title = page.title);
        if (!item.added.empty()) continue;
        text += fmt::format("{}. {} [{}]\n", item.number, item.ask, kind_name(item.kind));
        if (!item.note.empty()) text += fmt::format("   note {}\n", item.note);
        if (const auto* grid = std::get_if<Grid>(&item.kind)) {
            text += option_lines("row", grid->rows);
            text += option_lines("point", grid->scale);
        } else {
            text += option_lines("-", options_of(item.kind));
        }
        if (page.shown_when) text += fmt::format("   page when {}\n", page.shown_when->text());
        if (item.shown_when) text += fmt::format("   when {}\n", item.shown_when->text());
    }
    return text;
}

TEST(OnnxInteropTest, SaysTheProtocolWordForWord) {
    EXPECT_GOLDEN("instrument/onnx-words.txt", protocol_words(onnx_study()));
}

TEST(OnnxInteropTest, NumbersSevenDemographicAndSevenOnnxItems) {
    const Study study = onnx_study();
    std::map<std::string, std::string> numbers;
    for (const Item& item : study.items) {
        numbers[study.pages[static_cast<std::size_t>(item.page)].title] += item.number;
    }
    EXPECT_EQ(numbers["Demographic Questions"], "1234567");
    EXPECT_EQ(numbers["ONNX Questions"], "1234567");
}

TEST(OnnxInteropTest, LeavesNoFindingWithoutAnAnswer) {
    const Study study = onnx_study();
    for (const Finding& finding : lint(study).findings) {
        EXPECT_NE(finding.acknowledged, "")
            << describe(finding.problem, study.files.at("study.yaml"));
    }
}

}  // namespace
}  // namespace querist::instrument
