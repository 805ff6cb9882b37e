// `looks` of a study file: the colour, fonts and logo of its pages.

#include "instrument/looks.hpp"
#include "instrument/study_draft.hpp"

namespace querist::instrument {

void read_looks(const YamlNode& root, StudyDraft& draft) {
    const YamlNode* node = root.find("looks");
    if (node == nullptr || node->kind != YamlNode::Kind::mapping) return;
    Looks looks;
    const auto read_accent = [&](std::string_view key, std::optional<Colour>& colour, Place& place
                             ) {
        const YamlNode* value = node->find(key);
        if (value == nullptr) return;
        colour = parse_colour(value->text);
        place = draft.place(value->start);
    };
    read_accent("accent", looks.accent, looks.accent_place);
    read_accent("dark accent", looks.dark_accent, looks.dark_accent_place);
    looks.font = font_family(text_of(node->find("font"))).value_or("");
    const YamlNode* logo = node->find("logo");
    const YamlNode* says = node->find("logo says");
    if (logo != nullptr) {
        looks.logo = read_image(*logo, text_of(says), draft);
        looks.logo_place = draft.place(logo->start);
    } else if (says != nullptr) {
        draft.list.report(
            "study.conflicting-keys",
            says->start,
            "\"logo says\" stands for a logo, and there is none",
            "add \"logo:\" with the name of its file, or remove this"
        );
    }
    keep_sheet(looks);
    draft.study.looks = std::move(looks);
}

}  // namespace querist::instrument
