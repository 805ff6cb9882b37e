// docs/study-language.md and docs/study.schema.json against the table of keys and the reader.

#include "instrument/analysis_words.hpp"
#include "instrument/instrument.hpp"
#include "instrument/study_keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace querist::instrument {
namespace {

const std::string document_path = QUERIST_SOURCE_DIR "/docs/study-language.md";
const std::string schema_path = QUERIST_SOURCE_DIR "/docs/study.schema.json";
const std::string analysis_schema_path = QUERIST_SOURCE_DIR "/docs/analysis.schema.json";

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool accepting() {
    const char* accept = std::getenv("QUERIST_ACCEPT");  // NOLINT(concurrency-mt-unsafe)
    return accept != nullptr && std::string_view(accept) == "1";
}

std::string kinds_of(const KeySpec& spec) {
    if (spec.kinds == every_kind) return "";
    std::vector<std::string_view> with;
    std::vector<std::string_view> without;
    for (const KindSpec& kind : kind_specs()) {
        (contains(spec.kinds, kind.kind) ? with : without).push_back(kind.name);
    }
    if (without.size() < 2) return fmt::format(" Not for {}.", fmt::join(without, ", "));
    return fmt::format(" Only for {}.", fmt::join(with, ", "));
}

std::string key_table(const SectionSpec& section) {
    const auto specs = key_specs(section.section);
    if (specs.empty()) return fmt::format("{}\n", section.doc);
    std::string table =
        fmt::format("{}\n\n| key | takes | meaning |\n|---|---|---|\n", section.doc);
    for (const KeySpec& spec : specs) {
        table += fmt::format(
            "| `{}`{} | {} | {}{} |\n",
            spec.key,
            spec.presence == Presence::required ? ", required" : "",
            type_words(spec.type),
            spec.doc,
            kinds_of(spec)
        );
    }
    return table;
}

template <class Spec>
std::string word_table(std::string_view heading, std::span<const Spec> specs) {
    std::string table = fmt::format("| {} | meaning |\n|---|---|\n", heading);
    for (const Spec& spec : specs) table += fmt::format("| `{}` | {} |\n", spec.name, spec.doc);
    return table;
}

/// The document with the part after `marker` replaced up to its end marker.
std::string with_part(std::string document, const std::string& marker, const std::string& part) {
    const std::size_t at = document.find(marker + "\n");
    if (at == std::string::npos) {
        ADD_FAILURE() << "docs/study-language.md has no line " << marker;
        return document;
    }
    const std::size_t start = at + marker.size() + 1;
    const std::size_t end = document.find("<!-- end -->", start);
    return document.replace(start, end - start, part);
}

TEST(StudyLanguageTest, DocumentHasEveryTable) {
    const std::string document = read_text(document_path);
    std::string expected = document;
    for (const auto& sections : {section_specs(), analysis_section_specs()}) {
        for (const SectionSpec& section : sections) {
            expected = with_part(
                expected, fmt::format("<!-- keys: {} -->", section.name), key_table(section)
            );
        }
    }
    expected = with_part(expected, "<!-- kinds -->", word_table("kind", kind_specs()));
    expected = with_part(expected, "<!-- designs -->", word_table("design", design_specs()));
    expected = with_part(expected, "<!-- audiences -->", word_table("to", audience_specs()));
    expected = with_part(expected, "<!-- payments -->", word_table("paid", payment_specs()));
    expected =
        with_part(expected, "<!-- eligibilities -->", word_table("eligible", eligibility_specs()));
    expected = with_part(
        expected, "<!-- budget ends -->", word_table("when budget ends", budget_end_specs())
    );
    expected = with_part(
        expected,
        "<!-- signals -->",
        word_table("signal", std::span<const SignalSpec>(signal_specs()))
    );
    expected = with_part(expected, "<!-- modes -->", word_table("mode", mode_specs()));
    expected = with_part(expected, "<!-- tests -->", word_table("test", test_specs()));
    expected = with_part(
        expected, "<!-- adjustments -->", word_table("adjust p values", adjustment_specs())
    );
    expected =
        with_part(expected, "<!-- row orders -->", word_table("sort rows", row_order_specs()));
    expected = with_part(
        expected, "<!-- missing answers -->", word_table("missing answers", missing_specs())
    );
    if (accepting()) std::ofstream(document_path, std::ios::binary) << expected;
    EXPECT_EQ(accepting() ? expected : document, expected)
        << "QUERIST_ACCEPT=1 rewrites the tables; review their diff";
}

TEST(StudyLanguageTest, EverySignalHasItsKey) {
    const auto keys = key_specs(Section::screening_points);
    ASSERT_EQ(keys.size(), signals);
    for (std::size_t i = 0; i < signals; ++i) {
        const SignalSpec& spec = signal_specs()[i];
        EXPECT_EQ(keys[i].key, spec.name);
        EXPECT_EQ(keys[i].doc, fmt::format("{} when left out.", spec.points));
        EXPECT_EQ(static_cast<std::size_t>(spec.signal), i);
    }
}

void expect_schema(const std::string& path, const std::string& schema) {
    if (accepting()) std::ofstream(path, std::ios::binary) << schema;
    EXPECT_EQ(read_text(path), schema) << "QUERIST_ACCEPT=1 rewrites the schema; review its diff";
}

TEST(StudyLanguageTest, SchemasAreMadeFromTheTables) {
    expect_schema(schema_path, study_schema());
    expect_schema(analysis_schema_path, analysis_schema());
}

void expect_every_key(const std::string& text, std::span<const KeySpec> specs) {
    const auto schema = nlohmann::json::parse(text);
    for (const KeySpec& spec : specs) {
        std::string name(section_spec(spec.section).name);
        std::replace(name.begin(), name.end(), ' ', '-');
        const auto& properties = schema["$defs"][name]["properties"];
        EXPECT_TRUE(properties.contains(std::string(spec.key))) << name << ": " << spec.key;
    }
}

TEST(StudyLanguageTest, SchemasHaveEveryKey) {
    expect_every_key(study_schema(), key_specs());
    expect_every_key(analysis_schema(), analysis_key_specs());
}

struct Example {
    std::string what;  ///< "", "top", "pages" or "items".
    int line = 0;
    std::string text;
};

std::vector<Example> examples(const std::string& opening = "```yaml study") {
    std::vector<Example> found;
    std::istringstream lines(read_text(document_path));
    std::string line;
    bool inside = false;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (inside && line == "```") {
            inside = false;
        } else if (inside) {
            found.back().text += line + "\n";
        } else if (line.starts_with(opening)) {
            const std::size_t what = std::min(line.size(), opening.size() + 1);
            found.push_back({line.substr(what), number, ""});
            inside = true;
        }
    }
    return found;
}

std::string indented(const std::string& text, std::size_t spaces) {
    std::istringstream lines(text);
    std::string line;
    std::string out;
    while (std::getline(lines, line)) out += std::string(spaces, ' ') + line + "\n";
    return out;
}

std::string whole_study(const Example& example) {
    const std::string head = "querist: 1\nid: example\ntitle: Example\n";
    const std::string instrument = "instrument:\n  pages:\n";
    const std::string page = "    - id: page_one\n      items:\n";
    if (example.what == "items") return head + instrument + page + indented(example.text, 8);
    if (example.what == "pages") return head + instrument + indented(example.text, 4);
    if (example.what == "top") {
        const bool has_instrument = example.text.find("instrument:") != std::string::npos;
        const std::string item = "        - {id: one, ask: One?, kind: yes/no}\n";
        return head + example.text + (has_instrument ? "" : instrument + page + item);
    }
    return example.text;
}

TEST(StudyLanguageTest, EveryExampleLoads) {
    const std::vector<Example> all = examples();
    EXPECT_GE(all.size(), 15U);
    using namespace std::string_literals;
    const std::string image = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10"s;
    for (const Example& example : all) {
        SCOPED_TRACE(fmt::format("docs/study-language.md:{}", example.line));
        const StudyFiles files = {
            {"study.yaml", whole_study(example)},
            {"images/steps.png", image},
            {"images/loop.png", image},
            {"messages/consent.md", "Consent.\n"},
            {"messages/thanks.md", "Thanks.\n"}
        };
        const LoadedStudy loaded = load_study(files, "example");
        for (const Problem& problem : loaded.problems) {
            ADD_FAILURE() << describe(problem, files.at("study.yaml"));
        }
    }
}

TEST(StudyLanguageTest, ExamplesUseEveryKeyAndKind) {
    std::string text;
    for (const Example& example : examples()) text += example.text;
    for (const KeySpec& spec : key_specs()) {
        EXPECT_NE(text.find(fmt::format("{}:", spec.key)), std::string::npos) << spec.key;
    }
    for (const KindSpec& kind : kind_specs()) {
        EXPECT_NE(text.find(fmt::format("kind: {}\n", kind.name)), std::string::npos) << kind.name;
    }
}

/// Analysis plans are examples for the study that `querist new` writes.
TEST(StudyLanguageTest, EveryAnalysisExampleLoads) {
    const StudyFiles files = new_study("example", "Example");
    const std::vector<Example> all = examples("```yaml analysis");
    EXPECT_GE(all.size(), 3U);
    for (const Example& example : all) {
        SCOPED_TRACE(fmt::format("docs/study-language.md:{}", example.line));
        StudyFiles with_plan = files;
        with_plan["analysis.yaml"] = example.what == "plan"
                                         ? "querist: 1\nplan:\n" + indented(example.text, 2)
                                         : example.text;
        if (example.text.contains("strata:")) {
            std::string& study = with_plan["study.yaml"];
            const std::string before = "population:\n";
            study.insert(
                study.find(before) + before.size(), "  strata: [{small: Small}, {large: Large}]\n"
            );
        }
        const LoadedStudy loaded = load_study(with_plan, "example");
        for (const Problem& problem : loaded.problems) {
            ADD_FAILURE() << describe(problem, with_plan.at("analysis.yaml"));
        }
    }
}

TEST(StudyLanguageTest, AnalysisExamplesUseEveryKeyAndTest) {
    std::string text;
    for (const Example& example : examples("```yaml analysis")) text += example.text;
    for (const KeySpec& spec : analysis_key_specs()) {
        EXPECT_NE(text.find(fmt::format("{}:", spec.key)), std::string::npos) << spec.key;
    }
    const std::string document = read_text(document_path);  // two tests stand in an excerpt
    for (const TestSpec& test : test_specs()) {
        EXPECT_NE(document.find(fmt::format("test: {}\n", test.name)), std::string::npos)
            << test.name;
    }
}

}  // namespace
}  // namespace querist::instrument
