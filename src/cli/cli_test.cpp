#include "cli/cli.hpp"

#include "cli/command.hpp"
#include "fixtures/temporary_folder.hpp"
#include "web/web.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace querist::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
    int code = 0;
    std::string out;
    std::string error;
};

Ran run_with(const std::vector<std::string>& arguments) {
    Ran ran;
    Console console;
    console.out = [&ran](std::string_view text) { ran.out += text; };
    console.error = [&ran](std::string_view text) { ran.error += text; };
    ran.code = run(arguments, console);
    return ran;
}

using fixtures::TemporaryFolder;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(CommandLineTest, TheDocumentIsWhatHelpPrints) {
    const fs::path file = fs::path(QUERIST_SOURCE_DIR) / "docs/command-line.md";
    const std::string document = command_line_document();
    // QUERIST_ACCEPT=1 writes it, as golden files are written.
    if (std::getenv("QUERIST_ACCEPT") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream(file, std::ios::binary) << document;
    }
    EXPECT_EQ(text_of(file), document);
}

TEST(CommandLineTest, EveryCommandExplainsItselfWithExamples) {
    for (const Command& command : all_commands()) {
        SCOPED_TRACE(command.name);
        EXPECT_FALSE(command.summary.empty());
        EXPECT_FALSE(command.summary.ends_with('.'));
        ASSERT_FALSE(command.examples.empty());
        for (const std::string& example : command.examples) {
            EXPECT_TRUE(example.starts_with("querist " + command.name)) << example;
        }
        for (const Ran& ran :
             {run_with({command.name, "--help"}),
              run_with({"help", command.name}),
              run_with({command.name, "--no-such-option", "-h"})}) {
            EXPECT_EQ(ran.code, exit_fine);
            EXPECT_EQ(ran.out, help_of(command));
            EXPECT_EQ(ran.error, "");
        }
    }
}

TEST(CommandLineTest, TheVersionIsTheProjects) {
    const Ran ran = run_with({"--version"});
    ASSERT_TRUE(ran.out.starts_with("querist "));
    const std::string version = ran.out.substr(8, ran.out.size() - 9);
    const std::string cmake = text_of(fs::path(QUERIST_SOURCE_DIR) / "CMakeLists.txt");
    EXPECT_NE(cmake.find("project(querist VERSION " + version + " "), std::string::npos);
}

TEST(CommandLineTest, WrongUsageIsToldWithItsCure) {
    struct Row {
        const char* name;
        std::vector<std::string> arguments;
        const char* says;
    };
    for (const Row& row : {
             Row{"mistyped command", {"chekc"}, "did you mean check?"},
             Row{"strange command", {"frobnicate"}, "see querist --help"},
             Row{"mistyped option", {"verify", "--jsno"}, "did you mean --json?"},
             Row{"strange option", {"verify", "--frobnicate"}, "see querist verify --help"},
             Row{"missing study", {"check"}, "STUDY is missing"},
             Row{"missing value", {"show", "x", "--output"}, "takes a value"},
             Row{"missing output", {"export", "x"}, "--output is missing"},
             Row{"missing server",
                 {"recruit", "send", "x"},
                 "as in querist recruit send studies/onnx-interop --server smtp.example.org:587"},
             Row{"not a number", {"serve", "x", "--port", "http"}, "--port takes a whole number"},
             Row{"no server's address",
                 {"serve", "x", "--public-address", "example.org"},
                 "is not the address of a server"},
             Row{"too large a number", {"serve", "x", "--port", "65536"}, "from 0 to 65535"},
             Row{"no respondents", {"simulate", "x", "--responses", "0"}, "takes a whole number"},
             Row{"strange word", {"show", "x", "--format", "pdf"}, "--format takes md or html"},
             Row{"twice",
                 {"report", "x", "--data", "d", "--data=e"},
                 "--data is given more than once"},
             Row{"value of a flag", {"check", "x", "--json=maybe"}, "--json stands alone"},
             Row{"a number alone", {"simulate", "x", "200"}, "did you mean --responses 200?"},
             Row{"one too many", {"seal", "x", "y"}, "\"y\" is one argument too many"},
             Row{"no output", {"report", "x", "-o", ""}, "--output takes a value"},
             Row{"no text", {"new", "x", "--title", "\xff"}, "is no text in UTF-8"},
             Row{"not an id", {"withdraw", "x", "y"}, "\"y\" is not the id of a response"},
         }) {
        SCOPED_TRACE(row.name);
        const Ran ran = run_with(row.arguments);
        EXPECT_EQ(ran.code, exit_usage);
        EXPECT_EQ(ran.out, "");
        EXPECT_NE(ran.error.find(row.says), std::string::npos) << ran.error;
    }
    EXPECT_EQ(run_with({}).code, exit_usage);
    EXPECT_EQ(run_with({"--help"}).code, exit_fine);
}

TEST(CommandLineTest, WhatCannotBeDoneIsNotAProblemOfTheStudy) {
    const TemporaryFolder folder;
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"check", folder.file("nothing")},
             {"show", folder.file("nothing")},
             {"serve", folder.file("nothing"), "--data", folder.file("data")},
             {"status", "--data", folder.file("nothing")},
             {"verify", "--data", folder.file("nothing")},
             {"schema", "-o", folder.file("no/such/folder")},
             {"schema", "-o", folder.file("")},
         }) {
        SCOPED_TRACE(arguments.front());
        const Ran ran = run_with(arguments);
        EXPECT_EQ(ran.code, exit_impossible);
        EXPECT_NE(ran.out + ran.error, "");
    }
}

TEST(CommandLineTest, WhatCannotBeServedIsNotRegistered) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    ASSERT_EQ(run_with({"new", study}).code, exit_fine);
    web::ServeOptions anywhere;
    anywhere.port = 0;
    Result<web::Listener> other = web::listen(anywhere);
    ASSERT_TRUE(other) << other.error().message;
    const int socket = other->release();
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ASSERT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size), 0);
    const std::string taken = std::to_string(ntohs(bound.sin_port));
    struct Row {
        const char* name;
        std::vector<std::string> options;
        int code;
        const char* says;
    };
    for (const Row& row :
         {Row{"a port that is taken", {"--port", taken}, exit_impossible, "is taken by another"},
          Row{"no address", {"--address", "localhost"}, exit_impossible, "is not an IP address"},
          Row{"another machine's address",
              {"--address", "203.0.113.1", "--port", "0"},
              exit_impossible,
              "cannot listen"},
          Row{"no public address", {"--public-address", "here"}, exit_usage, "is not the address"}
         }) {
        SCOPED_TRACE(row.name);
        const std::string data = folder.file("data");
        std::vector<std::string> arguments = {"serve", study, "--data", data};
        arguments.insert(arguments.end(), row.options.begin(), row.options.end());
        const Ran ran = run_with(arguments);
        EXPECT_EQ(ran.code, row.code);
        EXPECT_NE(ran.error.find(row.says), std::string::npos) << ran.error;
        EXPECT_FALSE(fs::exists(data)) << "a study was registered in vain";
    }
    ::close(socket);
}

TEST(CommandLineTest, ANewStudyIsFineAndIsNotOverwritten) {
    const TemporaryFolder folder;
    const std::string study = folder.file("My Study");
    const Ran made = run_with({"new", study, "--title", "How do \"people\" choose?"});
    EXPECT_EQ(made.code, exit_fine) << made.error;
    EXPECT_NE(made.out.find("study.yaml"), std::string::npos);
    EXPECT_NE(made.error.find("an example"), std::string::npos);
    const Ran checked = run_with({"check", study, "--json"});
    EXPECT_EQ(checked.code, exit_fine) << checked.out;
    const auto json = nlohmann::json::parse(checked.out);
    EXPECT_EQ(json[0]["id"], "my-study");
    EXPECT_EQ(json[0]["fine"], true);
    EXPECT_EQ(run_with({"new", study}).code, exit_impossible);
    const Ran bad_id = run_with({"new", folder.file("other"), "--id", "Not An Id"});
    EXPECT_EQ(bad_id.code, exit_usage);
    const Ran bad_name = run_with({"new", folder.file("123")});
    EXPECT_EQ(bad_name.code, exit_usage);
    EXPECT_NE(bad_name.error.find("--id study-123"), std::string::npos) << bad_name.error;
    EXPECT_FALSE(fs::exists(folder.file("other")));
}

TEST(CommandLineTest, CheckAndShowTellTheSameTime) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    ASSERT_EQ(run_with({"new", study}).code, exit_fine);
    const std::string checked = run_with({"check", study}).out;
    const std::size_t end = checked.find(" min to answer");
    ASSERT_NE(end, std::string::npos) << checked;
    const std::size_t begin = checked.rfind(' ', end - 1) + 1;
    const std::string minutes = checked.substr(begin, end - begin);
    EXPECT_TRUE(run_with({"show", study}).out.contains("about " + minutes + " minute"));
}

TEST(TranslateCommandTest, ExtractsChecksAndKeepsWhatWasTranslated) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    const std::string german = study + "/translations/de.yaml";
    ASSERT_EQ(run_with({"new", study, "--title", "Tools"}).code, exit_fine);
    EXPECT_EQ(run_with({"translate", study}).code, exit_usage) << "which language?";
    EXPECT_EQ(run_with({"translate", study, "--check"}).code, exit_fine) << "there is none";
    EXPECT_EQ(run_with({"translate", study, "de", "--check"}).code, exit_problems);
    EXPECT_FALSE(fs::exists(german)) << "--check writes nothing";
    const Ran made = run_with({"translate", study, "de"});
    EXPECT_EQ(made.code, exit_fine) << made.error;
    EXPECT_NE(made.out.find("missing: title\n"), std::string::npos) << made.out;
    EXPECT_NE(made.out.find("de: 0 of "), std::string::npos);
    std::string text = text_of(german);
    const std::string_view untranslated = "source: \"Tools\"\n    text: \"\"";
    const std::size_t title = text.find(untranslated);
    ASSERT_NE(title, std::string::npos) << text;
    text.replace(title, untranslated.size(), "source: \"Tools\"\n    text: \"Werkzeuge\"");
    std::ofstream(german, std::ios::binary) << text;
    EXPECT_TRUE(run_with({"show", study, "--language", "de"}).out.starts_with("# Werkzeuge\n"));
    EXPECT_EQ(run_with({"show", study, "--language", "fr"}).code, exit_usage);

    std::string yaml = text_of(study + "/study.yaml");
    yaml.replace(yaml.find("Tools"), 5, "Better tools");
    std::ofstream(study + "/study.yaml", std::ios::binary) << yaml;
    EXPECT_NE(
        run_with({"translate", study, "--check"}).out.find("outdated: title\n"), std::string::npos
    );
    EXPECT_EQ(run_with({"translate", study}).code, exit_fine);
    EXPECT_NE(
        text_of(german).find(
            "source: \"Better tools\"\n    was: \"Tools\"\n    text: \"Werkzeuge\"\n"
        ),
        std::string::npos
    );
    const auto json = nlohmann::json::parse(run_with({"translate", study, "de", "--json"}).out);
    EXPECT_EQ(json["outdated"], nlohmann::json::array({"title"}));
    EXPECT_EQ(json["translated"], 1);
}

TEST(TranslateCommandTest, ABrokenFileIsNotOverwritten) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    ASSERT_EQ(run_with({"new", study}).code, exit_fine);
    fs::create_directories(study + "/translations");
    const std::string broken = "language: de\ntexts:\n  title: {text: \"Werk\n";
    std::ofstream(study + "/translations/de.yaml", std::ios::binary) << broken;
    const Ran ran = run_with({"translate", study, "de"});
    EXPECT_EQ(ran.code, exit_problems);
    EXPECT_NE(ran.error.find("translations/de.yaml:"), std::string::npos) << ran.error;
    EXPECT_EQ(text_of(study + "/translations/de.yaml"), broken);
}

TEST(TranslateCommandTest, TheFirstStudysTranslationsAreWhole) {
    const Ran ran = run_with({"translate", QUERIST_SOURCE_DIR "/studies/onnx-interop", "--check"});
    EXPECT_EQ(ran.code, exit_fine) << ran.out;
    EXPECT_NE(ran.out.find("zh-Hans: "), std::string::npos);
}

TEST(CommandLineTest, AFaultyFolderIsNoReasonToBeShutOutOfItsData) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    const std::string data = folder.file("data");
    ASSERT_EQ(run_with({"new", study, "--id", "kept"}).code, exit_fine);
    ASSERT_EQ(run_with({"simulate", study, "--data", data, "--responses", "3"}).code, exit_fine);
    fs::remove(study + "/messages/consent.md");
    const Ran checked = run_with({"check", study});
    EXPECT_EQ(checked.code, exit_problems) << "the study names a file that is not there";
    const Ran by_folder = run_with({"report", study, "--data", data});
    EXPECT_EQ(by_folder.code, exit_problems);
    EXPECT_NE(by_folder.error.find("name the study by its id"), std::string::npos);
    EXPECT_EQ(run_with({"report", "kept", "--data", data}).code, exit_fine);
}

TEST(CommandLineTest, CheckPointsAtTheProblem) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    ASSERT_EQ(run_with({"new", study}).code, exit_fine);
    std::string text = text_of(study + "/study.yaml");
    text.replace(text.find("kind: yes/no"), 12, "kind: yes/not");
    std::ofstream(study + "/study.yaml", std::ios::binary) << text;
    const Ran ran = run_with({"check", study});
    EXPECT_EQ(ran.code, exit_problems);
    EXPECT_NE(ran.out.find(study + "/study.yaml:"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("kind: yes/not"), std::string::npos);
    EXPECT_NE(ran.out.find("^"), std::string::npos);
    EXPECT_NE(ran.out.find("1 error, 0 warnings"), std::string::npos);
    EXPECT_EQ(ran.error, "");
}

TEST(CommandLineTest, FromNewToAVerifiedReport) {
    const TemporaryFolder folder;
    const std::string study = folder.file("study");
    const std::string data = folder.file("data");
    const auto run_on = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", data});
        Ran ran = run_with(arguments);
        EXPECT_EQ(ran.code, exit_fine) << arguments.front() << ": " << ran.error;
        return ran;
    };
    ASSERT_EQ(run_with({"new", study}).code, exit_fine);
    const Ran simulated = run_on({"simulate", study, "--responses", "150", "--json"});
    EXPECT_EQ(nlohmann::json::parse(simulated.out)["never_shown"], nlohmann::json::array());
    EXPECT_EQ(run_with({"simulate", study, "--data", data}).code, exit_impossible);
    EXPECT_NE(run_on({"report", study, "--format", "md"}).out.find("ynthetic"), std::string::npos);
    (void)run_on({"report", study, "-o", folder.file("report.html")});
    EXPECT_NE(text_of(folder.file("report.html")).find("<html"), std::string::npos);
    const auto files =
        nlohmann::json::parse(run_on({"export", study, "-o", folder.file("out"), "--json"}).out);
    ASSERT_FALSE(files.empty());
    for (const auto& file : files) {
        EXPECT_EQ(fs::file_size(file["file"].get<std::string>()), file["bytes"]);
    }
    const auto rebuilt = nlohmann::json::parse(run_on({"rebuild", study, "--json"}).out);
    EXPECT_EQ(rebuilt["differing"], 0);
    const auto frozen = nlohmann::json::parse(run_on({"freeze", study, "--json"}).out);
    EXPECT_EQ(frozen["registered"], true);
    const Ran opening = run_on({"open", study});
    EXPECT_EQ(opening.out.substr(0, 14), "draft -> open\n");
    EXPECT_NE(opening.out.find("plan " + frozen["plan"].get<std::string>()), std::string::npos);
    (void)run_on({"pause", study});
    (void)run_on({"resume", study});
    EXPECT_NE(run_on({"close", "study"}).out.find("seal "), std::string::npos);
    EXPECT_EQ(run_with({"open", study, "--data", data}).code, exit_impossible);
    const auto verified = nlohmann::json::parse(run_on({"verify", study, "--json"}).out);
    EXPECT_EQ(verified[0]["fine"], true);
    EXPECT_EQ(verified[0]["responses"], 150);
    EXPECT_EQ(verified[0]["seals"], 1);
    const auto status = nlohmann::json::parse(run_on({"status", "--json"}).out);
    EXPECT_EQ(status[0]["life"], "closed");
    EXPECT_EQ(status[0]["plans"][0]["plan"], frozen["plan"]);
}

TEST(TerminalSafeTest, NothingDrivesTheTerminal) {
    struct Row {
        const char* name;
        std::string_view text;
        const char* safe;
    };
    for (const Row& row : {
             Row{"plain", "Größe – 3\n\tx", "Größe – 3\n\tx"},
             Row{"escape", "\x1b[31mred", "\\x1b[31mred"},
             Row{"return", "a\rb\b", "a\\x0db\\x08"},
             Row{"eight-bit control",
                 "\xc2\x9b"
                 "31m",
                 "\\x9b31m"},
             Row{"delete", "\x7f", "\\x7f"},
             Row{"direction",
                 "a\xe2\x80\xae"
                 "b",
                 "a\\u{202e}b"},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(terminal_safe(row.text), row.safe);
    }
}

TEST(TerminalSafeTest, TakesBytesThatAreNotUtf8) {
    for (const std::string_view text : {"\xe2\x80", "\xff\xfe", "\xf0", "\xc0\x80"}) {
        EXPECT_GE(terminal_safe(text).size(), text.size());
    }
}

TEST(ShellQuotedTest, IsReadBackAsItWas) {
    struct Row {
        const char* text;
        const char* quoted;
    };
    for (const Row& row :
         {Row{"build/release/querist", "build/release/querist"},
          Row{"my data", "'my data'"},
          Row{"it's", "'it'\\''s'"},
          Row{"$HOME", "'$HOME'"},
          Row{"", "''"}}) {
        SCOPED_TRACE(row.text);
        EXPECT_EQ(shell_quoted(row.text), row.quoted);
    }
}

}  // namespace
}  // namespace querist::cli
