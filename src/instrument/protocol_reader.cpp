// The parts of a study file around its questionnaire: who asks whom, why, and on which terms.

#include "instrument/study_draft.hpp"
#include "instrument/study_keys.hpp"
#include "instrument/yaml_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::instrument {

namespace {

constexpr std::string_view default_agree = "I agree and want to take part";
constexpr std::string_view default_refuse = "I do not want to take part";
constexpr std::string_view default_thanks =
    "# Thank you\n\nYour answers have been stored. You can close this page.\n";
constexpr std::string_view default_refused =
    "# You are not taking part\n\nNo answers have been stored. You can close this page.\n";

bool names_file(std::string_view text) {
    return text.ends_with(".md") && text.find_first_of(" \n") == std::string_view::npos;
}

/// Nobody consents to "messages/consent.txt": a text of one word that is built like a path, or ends
/// like a file, was meant to name one.
bool looks_like_file(std::string_view text) {
    text = trimmed(text);
    if (text.empty() || text.find('\n') != std::string_view::npos) return false;
    const std::string lower = lower_case(text);
    static constexpr std::string_view ends[] = {
        ".md",
        ".markdown",
        ".txt",
        ".text",
        ".rst",
        ".htm",
        ".html",
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".pdf",
        ".tex",
        ".yaml",
        ".yml"
    };
    if (std::ranges::any_of(ends, [&](std::string_view end) { return lower.ends_with(end); })) {
        return true;
    }
    const bool one_word = lower.find_first_of(" \t") == std::string::npos;
    return one_word && lower.find_first_of("/\\") != std::string::npos;
}

bool stays_in_folder(std::string_view path) {
    if (path.starts_with('/') || path.find('\\') != std::string_view::npos) return false;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") return false;
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return true;
}

std::string text_or(const YamlNode* node, std::string_view otherwise) {
    std::string text = text_of(node);
    return text.empty() ? std::string(otherwise) : text;
}

void read_research_questions(const YamlNode& root, StudyDraft& draft) {
    KnownIds known("research question");
    for (const YamlNode& node : root.list("research questions")) {
        ResearchQuestion question{
            text_of(node.find("id")), text_of(node.find("text")), draft.place(node.start)
        };
        if (const YamlNode* id = node.find("id")) known.add(question.id, id->start, draft.list);
        draft.study.research_questions.push_back(std::move(question));
    }
}

/// A whole number between bounds; reported and absent otherwise.
std::optional<int> bounded(
    const YamlNode* node, long long least, long long greatest, StudyDraft& draft
) {
    const auto value = whole_of(node);
    if (!value) return std::nullopt;
    if (*value < least || *value > greatest) {
        draft.list.report(
            "study.out-of-range",
            node->start,
            fmt::format("{} is not between {} and {}", *value, least, greatest),
            "write a number between them"
        );
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

void read_consent(const YamlNode& node, StudyDraft& draft) {
    ConsentTerms terms;
    terms.version = bounded(node.find("version"), 1, 1'000'000, draft).value_or(1);
    terms.text = read_markdown(node.find("text"), draft);
    terms.agree_label = text_or(node.find("agree"), default_agree);
    terms.refuse_label = text_or(node.find("refuse"), default_refuse);
    terms.controller = text_of(node.find("controller"));
    terms.contact = text_of(node.find("contact"));
    terms.ethics_approval = text_of(node.find("ethics approval"));
    terms.minimum_age = bounded(node.find("minimum age"), 1, 120, draft);
    terms.keep_until = text_of(node.find("keep until"));
    terms.added = text_of(node.find("added"));
    terms.place = draft.place(node.start);
    draft.study.consent = std::move(terms);
}

Mode mode_of(const YamlNode* node) {
    const std::string name = text_of(node);
    for (const ModeSpec& spec : mode_specs()) {
        if (spec.name == name) return spec.mode;
    }
    return Mode::confidential;
}

}  // namespace

void KnownIds::add(const std::string& id, const Mark& at, ProblemList& list) {
    if (id.empty()) return;
    const auto [first, fresh] = lines_.try_emplace(id, at.line);
    if (fresh) return;
    list.report(
        "study.duplicate-id",
        at,
        fmt::format(
            "the {} \"{}\" stands here a second time; the first is on line {}",
            sort_,
            id,
            first->second
        ),
        "give each its own"
    );
}

std::string read_markdown(const YamlNode* node, StudyDraft& draft) {
    std::string text = text_of(node);
    if (!names_file(text)) {
        if (!looks_like_file(text)) return text;
        draft.list.report(
            "study.not-a-message",
            node->start,
            fmt::format(
                "\"{}\" looks like the name of a file, but is none that can be shown", text
            ),
            "name a file in the folder that ends in .md and has no spaces in its name, as in "
            "messages/consent.md, or write the text itself here"
        );
        return {};
    }
    if (!stays_in_folder(text)) {
        draft.list.report(
            "study.missing-message",
            node->start,
            fmt::format("\"{}\" leads out of the study's folder", text),
            "name a file in the folder, as in messages/consent.md"
        );
        return {};
    }
    const auto found = draft.files->find(text);
    if (found == draft.files->end()) {
        std::vector<std::string> known;
        for (const auto& [path, bytes] : *draft.files) known.push_back(path);
        draft.list.report(
            "study.missing-message",
            node->start,
            fmt::format("there is no file \"{}\" in the study's folder", text),
            nearest_or(text, known, "write the file, or write the text itself here")
        );
        return {};
    }
    if (draft.study.files.contains(text)) return found->second;
    const std::string path = draft.folder.empty() ? text : fmt::format("{}/{}", draft.folder, text);
    SourceCheck check = check_source(found->second, path);
    draft.file_problems.insert(
        draft.file_problems.end(), check.problems.begin(), check.problems.end()
    );
    draft.study.files.emplace(text, found->second);
    return std::string(check.readable);
}

std::vector<Acknowledgement> read_acknowledgements(const YamlNode& owner, const StudyDraft& draft) {
    std::vector<Acknowledgement> acknowledged;
    for (const YamlNode& node : owner.list("acknowledged")) {
        acknowledged.push_back(
            {text_of(node.find("rule")), text_of(node.find("reason")), draft.place(node.start)}
        );
    }
    return acknowledged;
}

void read_protocol(const YamlNode& root, StudyDraft& draft) {
    Study& study = draft.study;
    study.id = text_of(root.find("id"));
    study.title = text_of(root.find("title"));
    study.language = text_or(root.find("language"), "en");
    study.time_zone = text_or(root.find("time zone"), "UTC");
    study.mode = mode_of(root.find("mode"));
    read_research_questions(root, draft);
    read_people(root, draft);
    read_compensation(root, draft);
    read_screening(root, draft);
    if (const YamlNode* consent = root.find("consent")) read_consent(*consent, draft);
    read_looks(root, draft);
    study.thanks = read_markdown(root.find("thanks"), draft);
    if (study.thanks.empty()) study.thanks = default_thanks;
    study.refused = read_markdown(root.find("refused"), draft);
    if (study.refused.empty()) study.refused = default_refused;
    study.acknowledged = read_acknowledgements(root, draft);
}

}  // namespace querist::instrument
