#pragma once

// The public header of translation: a study in further languages. Pure: files come in with the
// study, studies and files go out. Codes, conditions and ids stay the same in every language, so
// there is one data set.
//
// A translation is a file of the study's folder, translations/<language>.yaml; long texts stand in
// Markdown files beside it that it names. All files below translations/ are part of the study's
// version. Each text is kept with its source, so that a source that was changed since is told.

#include "core/core.hpp"
#include "instrument/instrument.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace querist::translation {

inline constexpr std::string_view folder_name = "translations";

/// Where the translation into a language stands: "translations/de.yaml".
[[nodiscard]] std::string file_of(std::string_view language);

/// A text that participants read.
struct Text {
    std::string key;  ///< "title", "pages.onnx.title", "items.ml_years.choices.lt1", …
    std::string words;
    bool operator==(const Text&) const = default;
};
/// Every text of a study that is not empty, in the order in which a translator reads them.
[[nodiscard]] std::vector<Text> texts_of(const instrument::Study& study);

/// What a translation keeps of a source: the words, or of more than one line a fingerprint.
[[nodiscard]] std::string source_mark(std::string_view words);

struct Translation {
    std::string language;     ///< BCP 47.
    instrument::Study study;  ///< In that language; what is missing as in the study's own.
    std::vector<std::string> missing = {};  ///< Keys of texts that have none.
    std::vector<std::string> outdated = {
    };  ///< Keys whose source was changed since; shown as they are.
    std::vector<std::string> unused = {};  ///< Keys that the study does not have.
    std::size_t text_count = 0;            ///< Of the study.
};

/// Reads the translation into one of `Study::languages`.
[[nodiscard]] Translation translated(const instrument::Study& study, std::string_view language);

/// What is wrong with a study's translations, with `folder` before the files' names. Errors: those
/// of `instrument::read_yaml`, translation.bad-language, translation.bad-entry,
/// translation.no-file, translation.placeholder. Warnings: translation.missing,
/// translation.outdated, translation.unused, translation.missing-plural.
[[nodiscard]] std::vector<Problem> check_translations(
    const instrument::Study& study, std::string_view folder
);

/// The translation's file brought up to date: every text of the study with its present source; what
/// was translated is kept; a text whose source was changed keeps the old one beside it, as `was`,
/// until the translator deletes that; what the study does not have any more stands at the end.
[[nodiscard]] std::string updated_file(const instrument::Study& study, std::string_view language);

}  // namespace querist::translation
