// Images: the files that a study names, which become part of its version.

#include "instrument/image.hpp"
#include "instrument/study_draft.hpp"

#include <fmt/format.h>

#include <utility>

namespace querist::instrument {

namespace {

constexpr std::string_view image_folder = "images/";

void report_missing(const YamlNode& image, StudyDraft& draft) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : *draft.files) {
        if (name.starts_with(image_folder)) names.push_back(name);
    }
    draft.list.report(
        "study.no-file",
        image.start,
        fmt::format("the study has no image \"{}\"", image.text),
        nearest_or(
            image.text, names, "put the file into the folder images/ and write images/name.png"
        )
    );
}

}  // namespace

std::optional<Picture> read_image(
    const YamlNode& image, std::string alternative, StudyDraft& draft
) {
    if (image.kind != YamlNode::Kind::scalar || image.reported) return std::nullopt;
    const auto found = draft.files->find(image.text);
    if (found == draft.files->end() || !image.text.starts_with(image_folder)) {
        report_missing(image, draft);
        return std::nullopt;
    }
    const std::string& bytes = found->second;
    if (bytes.size() > limits::study_image_bytes_max) {
        draft.list.report(
            "study.file-too-large",
            image.start,
            fmt::format(
                "the image has {} bytes, more than {}", bytes.size(), limits::study_image_bytes_max
            ),
            "make it smaller: phones on slow networks load it too"
        );
        return std::nullopt;
    }
    const std::optional<ImageHead> head = image_head(bytes);
    if (!head) {
        draft.list.report(
            "study.no-image",
            image.start,
            fmt::format("\"{}\" is no image that every browser shows", image.text),
            "save it as PNG, JPEG, GIF or WebP"
        );
        return std::nullopt;
    }
    draft.study.files.emplace(image.text, bytes);
    return Picture{
        image.text, std::move(alternative), sha256(bytes), head->format, head->width, head->height
    };
}

std::optional<Picture> read_picture(const YamlNode& choice, StudyDraft& draft) {
    const YamlNode* image = choice.find("image");
    const YamlNode* alternative = choice.find("alternative");
    if (image == nullptr) {
        if (alternative == nullptr) return std::nullopt;
        draft.list.report(
            "study.conflicting-keys",
            alternative->start,
            "\"alternative\" stands for an image, and there is none",
            "add \"image:\", or write a description"
        );
        return std::nullopt;
    }
    return read_image(*image, text_of(alternative), draft);
}

}  // namespace querist::instrument
