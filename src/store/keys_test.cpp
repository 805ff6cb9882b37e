#include "store/file_handle.hpp"
#include "store/key_file.hpp"
#include "store/sqlite_connection.hpp"
#include "store/store_fixture.hpp"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>

namespace querist::store::fixture {
namespace {

TEST(KeysTest, AreMadeOnceAndStayPrivate) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    const Result<Keys> made = open_keys(folder.path(), random);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->csrf.size(), 32U);
    EXPECT_EQ(made->identity.size(), 32U);
    EXPECT_NE(made->csrf, made->identity);
    const Result<Keys> read = open_keys(folder.path(), random);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->csrf, made->csrf);
    EXPECT_EQ(read->identity, made->identity);
    struct stat status{};
    ASSERT_EQ(::stat((folder.path() / "keys").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no draft is left";
}

TEST(KeysTest, RefusesWhatIsWrong) {
    struct Row {
        const char* name;
        mode_t mode;
        bool cut;
        const char* code;
    };
    for (const Row& row :
         {Row{"readable by the group", 0640, false, "store.keys-readable"},
          Row{"readable by all", 0604, false, "store.keys-readable"},
          Row{"damaged", 0600, true, "store.keys-damaged"}}) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        SeededRandom random(3);
        ASSERT_TRUE(open_keys(folder.path(), random));
        const std::filesystem::path file = folder.path() / "keys";
        if (row.cut) std::filesystem::resize_file(file, std::filesystem::file_size(file) - 9);
        ASSERT_EQ(::chmod(file.c_str(), row.mode), 0);
        const Result<Keys> keys = open_keys(folder.path(), random);
        ASSERT_FALSE(keys);
        EXPECT_EQ(keys.error().code, row.code);
        EXPECT_EQ(keys.error().place.file, file.string());
    }
}

std::string text_of_keys(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "keys", std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// As the first release wrote it.
std::string older_keys(const std::filesystem::path& folder) {
    std::string text = "querist keys 1\n# Secrets.\ncsrf " + std::string(64, '1') + "\nlink " +
                       std::string(64, '2') + "\n";
    std::ofstream(folder / "keys", std::ios::binary) << text;
    ::chmod((folder / "keys").c_str(), 0600);
    return text;
}

TEST(KeysTest, OlderFileGetsWhatItLacksAndKeepsWhatItHas) {
    const TemporaryFolder folder;
    const std::string before = older_keys(folder.path());
    SeededRandom random(3);
    const Result<Keys> completed = open_keys(folder.path(), random);
    ASSERT_TRUE(completed) << describe(completed.error());
    EXPECT_EQ(completed->identity.size(), 32U);
    EXPECT_EQ(completed->address.size(), 32U);
    EXPECT_EQ(completed->rewards.size(), 32U);
    EXPECT_NE(completed->identity, completed->address);
    EXPECT_NE(completed->address, completed->rewards);
    EXPECT_EQ(completed->csrf, std::string(32, '\x11'));
    const std::string kept =
        before.substr(before.find('\n'), before.find("link") - before.find('\n'));
    EXPECT_TRUE(text_of_keys(folder.path()).starts_with("querist keys 2" + kept));
    const Result<Keys> again = open_keys(folder.path(), random);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->identity, completed->identity);
    EXPECT_EQ(again->address, completed->address);
    struct stat status{};
    ASSERT_EQ(::stat((folder.path() / "keys").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const std::filesystem::directory_iterator files(folder.path());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no draft is left";
}

TEST(KeysTest, NoNewKeyTakesThePlaceOfOneThatReadsADatabase) {
    struct Row {
        const char* name;
        const char* database;
        bool has_file;
    };
    for (const Row& row :
         {Row{"rewards without a key file", "rewards.db", false},
          Row{"rewards and a key file without the line", "rewards.db", true},
          Row{"people without a key file", "identity.db", false},
          Row{"people and a key file without the lines", "identity.db", true}}) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        std::ofstream(folder.path() / row.database) << "what keys read";
        const std::string before = row.has_file ? older_keys(folder.path()) : "";
        SeededRandom random(3);
        const Result<Keys> keys = open_keys(folder.path(), random);
        ASSERT_FALSE(keys);
        EXPECT_EQ(keys.error().code, "store.keys-gone");
        EXPECT_TRUE(keys.error().message.starts_with(row.database)) << keys.error().message;
        EXPECT_TRUE(keys.error().cure.contains("backup")) << keys.error().cure;
        EXPECT_EQ(keys.error().place.file, (folder.path() / "keys").string());
        EXPECT_EQ(std::filesystem::exists(folder.path() / "keys"), row.has_file);
        EXPECT_EQ(text_of_keys(folder.path()), before) << "nothing was written";
    }
}

TEST(KeysTest, TwoThatCompleteAtOnceAgree) {
    for (int round = 0; round < 20; ++round) {
        SCOPED_TRACE(round);
        const TemporaryFolder folder;
        (void)older_keys(folder.path());
        std::string other;
        {
            const std::jthread thread([&] {
                SeededRandom random(1);
                const Result<Keys> keys = open_keys(folder.path(), random);
                other = keys ? keys->identity : keys.error().message;
            });
            SeededRandom random(2);
            const Result<Keys> keys = open_keys(folder.path(), random);
            ASSERT_TRUE(keys);
        }
        SeededRandom random(3);
        EXPECT_EQ(open_keys(folder.path(), random)->identity, other);
    }
}

TEST(KeysTest, DamagedFurtherKeyIsNotReplaced) {
    const TemporaryFolder folder;
    const std::string before = older_keys(folder.path()) + "identity 12\n";
    std::ofstream(folder.path() / "keys", std::ios::binary) << before;
    SeededRandom random(3);
    const Result<Keys> keys = open_keys(folder.path(), random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-damaged");
    EXPECT_EQ(text_of_keys(folder.path()), before);
}

/// A folder whose databases know studies, as the first release that had people left it.
void make_databases(const std::filesystem::path& folder) {
    std::ofstream(folder / "keys", std::ios::binary | std::ios::app)
        << "identity " << std::string(64, '3') << "\naddress " << std::string(64, '4') << "\n";
    Connection::Options options;
    options.file = folder / "answers.db";
    options.role = Connection::Role::writer;
    Connection answers(options);
    answers.run_script("CREATE TABLE study (name TEXT); INSERT INTO study VALUES ('a'), ('b');");
    options.file = folder / "identity.db";
    Connection people(options);
    people.run_script("CREATE TABLE frame (study TEXT); INSERT INTO frame VALUES ('b'), ('c');");
}

LinkKey link_in(const std::filesystem::path& folder, std::string_view study) {
    SeededRandom random(77);
    return find_link_key(folder, study, random).value();
}

TEST(LinkKeyTest, EachStudyGetsItsOwnOnce) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    EXPECT_EQ(link_in(folder.path(), "one").state, LinkKey::State::none);
    const LinkKey one = make_link_key(folder.path(), "one", random).value();
    const LinkKey two = make_link_key(folder.path(), "two", random).value();
    EXPECT_EQ(one.state, LinkKey::State::there);
    EXPECT_EQ(one.key.size(), 32U);
    EXPECT_NE(one.key, two.key);
    EXPECT_EQ(make_link_key(folder.path(), "one", random)->key, one.key);
    EXPECT_EQ(link_in(folder.path(), "one").key, one.key);
    EXPECT_EQ(link_in(folder.path(), "on").state, LinkKey::State::none);
}

TEST(LinkKeyTest, StudiesOfOlderFoldersKeepTheDigitsAndNewOnesGetTheirOwn) {
    const TemporaryFolder folder;
    (void)older_keys(folder.path());
    make_databases(folder.path());
    SeededRandom random(3);
    ASSERT_TRUE(open_keys(folder.path(), random));
    for (const char* study : {"a", "b", "c"}) {
        SCOPED_TRACE(study);
        EXPECT_EQ(make_link_key(folder.path(), study, random)->key, std::string(32, '\x22'));
    }
    EXPECT_NE(make_link_key(folder.path(), "d", random)->key, std::string(32, '\x22'));
    EXPECT_FALSE(text_of_keys(folder.path()).contains("\nlink 2222"));
}

TEST(LinkKeyTest, DestroyingTellsWhoStillHasTheSameDigits) {
    const TemporaryFolder folder;
    (void)older_keys(folder.path());
    make_databases(folder.path());
    SeededRandom random(3);
    const std::chrono::sys_days day{std::chrono::year(2026) / 11 / 28};
    const DestroyedLinkKey first = destroy_link_key(folder.path(), "b", day, random).value();
    EXPECT_FALSE(first.already);
    EXPECT_EQ(first.shared_with, (std::vector<std::string>{"a", "c"}));
    EXPECT_TRUE(
        destroy_link_key(folder.path(), "a", day, random)->shared_with ==
        std::vector<std::string>{"c"}
    );
    EXPECT_TRUE(destroy_link_key(folder.path(), "c", day, random)->shared_with.empty());
    EXPECT_FALSE(text_of_keys(folder.path()).contains(std::string(64, '2')));
}

TEST(LinkKeyTest, IsOverwrittenInPlaceAndNeverMadeAgain) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    const LinkKey one = make_link_key(folder.path(), "one", random).value();
    const LinkKey two = make_link_key(folder.path(), "two", random).value();
    const FileHandle file(folder.path() / "keys", O_RDONLY);  // the file itself, not its name
    const std::string before = text_of_keys(folder.path());
    std::ofstream(folder.path() / "keys.new-0011223344556677", std::ios::binary) << before;
    const std::chrono::sys_days day{std::chrono::year(2026) / 11 / 28};
    ASSERT_FALSE(destroy_link_key(folder.path(), "one", day, random)->already);
    std::string after(before.size(), '\0');
    ASSERT_EQ(
        ::pread(file.descriptor(), after.data(), after.size(), 0),
        static_cast<ssize_t>(before.size())
    );
    const Digest digits = [&] {
        Digest digest;
        std::ranges::copy(one.key, digest.bytes.begin());
        return digest;
    }();
    EXPECT_TRUE(before.contains(digits.hex()));
    EXPECT_FALSE(after.contains(digits.hex()));
    EXPECT_EQ(after, text_of_keys(folder.path()));
    EXPECT_TRUE(after.contains("\nlink one destroyed-on-2026-11-28---"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "keys.new-0011223344556677"));
    const LinkKey now = make_link_key(folder.path(), "one", random).value();
    EXPECT_EQ(now.state, LinkKey::State::destroyed);
    EXPECT_EQ(now.destroyed_on, day);
    EXPECT_EQ(now.key, "");
    EXPECT_EQ(link_in(folder.path(), "two").key, two.key);
    EXPECT_TRUE(destroy_link_key(folder.path(), "one", day, random)->already);
}

TEST(LinkKeyTest, StudyThatNeededNoneNeverGetsOne) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    const std::chrono::sys_days day{std::chrono::year(2026) / 11 / 28};
    EXPECT_FALSE(destroy_link_key(folder.path(), "late", day, random)->already);
    EXPECT_EQ(make_link_key(folder.path(), "late", random)->state, LinkKey::State::destroyed);
}

TEST(LinkKeyTest, WhatAPowerCutLeavesIsFinished) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    (void)make_link_key(folder.path(), "one", random).value();
    const std::string whole = text_of_keys(folder.path());
    const std::size_t digits = whole.find("link one ") + 9;
    const std::chrono::sys_days day{std::chrono::year(2026) / 11 / 28};
    const std::string mark = "destroyed-on-2026-11-28" + std::string(41, '-');
    for (const std::size_t torn :
         {std::size_t{3}, std::size_t{58}, std::size_t{16}, std::size_t{23}, std::size_t{40}}) {
        for (const bool front : {true, false}) {
            SCOPED_TRACE(torn);
            std::string text = whole;
            const std::size_t from = front ? 0 : torn;
            const std::size_t size = front ? torn : mark.size() - torn;
            text.replace(digits + from, size, mark.substr(from, size));
            std::ofstream(folder.path() / "keys", std::ios::binary) << text;
            EXPECT_EQ(link_in(folder.path(), "one").state, LinkKey::State::destroyed);
            EXPECT_FALSE(destroy_link_key(folder.path(), "one", day, random)->already);
            EXPECT_EQ(link_in(folder.path(), "one").destroyed_on, day);
        }
    }
}

TEST(LinkKeyTest, NoPartOfAMarkMakesAnotherKeyOfTheDigits) {
    const std::string mark = "destroyed-on-2026-11-28" + std::string(41, '-');
    SeededRandom random(3);
    for (int round = 0; round < 200; ++round) {
        SCOPED_TRACE(round);
        Digest key;
        random.fill(key.bytes);
        std::string value = key.hex();
        for (const MarkPiece& piece : pieces_of_mark(mark)) {
            const std::string before = value;
            // Any bytes of the piece reach the disk: the digits among them alone, or by chance.
            for (int torn = 0; torn < 20; ++torn) {
                std::string cut = before;
                std::array<unsigned char, link_value_bytes> chance{};
                random.fill(chance);
                for (std::size_t i = 0; i < piece.bytes.size(); ++i) {
                    const bool is_digit =
                        std::string_view("0123456789abcdef").contains(piece.bytes[i]);
                    if (torn == 0 ? is_digit : chance.at(i) % 2 == 0) {
                        cut.at(piece.at + i) = piece.bytes[i];
                    }
                }
                const LinkLine line{.study = "one", .value_at = 0, .value = cut};
                EXPECT_TRUE(cut == key.hex() || !key_in(line)) << cut;
            }
            value.replace(piece.at, piece.bytes.size(), piece.bytes);
        }
        EXPECT_EQ(value, mark);
    }
}

TEST(LinkKeyTest, AFileThatIsReplacedLeavesNoCopy) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    (void)make_link_key(folder.path(), "one", random).value();
    const FileHandle before(folder.path() / "keys", O_RDONLY);
    (void)make_link_key(folder.path(), "two", random).value();
    std::string bytes(64, 'x');
    ASSERT_EQ(::pread(before.descriptor(), bytes.data(), bytes.size(), 0), 64);
    EXPECT_EQ(bytes, std::string(64, '\0'));
}

TEST(LinkKeyTest, AFileThatIsReplacedKeepsANameUntilItIsOverwritten) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    (void)make_link_key(folder.path(), "one", random).value();
    const FileHandle before(folder.path() / "keys", O_RDONLY);
    const int watch = ::inotify_init1(IN_NONBLOCK);
    ASSERT_GE(watch, 0);
    ASSERT_GE(::inotify_add_watch(watch, folder.path().c_str(), IN_MOVED_FROM | IN_DELETE), 0);
    (void)make_link_key(folder.path(), "two", random).value();
    alignas(inotify_event) std::array<char, 4096> events{};
    const ssize_t size = ::read(watch, events.data(), events.size());
    ::close(watch);
    std::vector<std::string> told;
    for (ssize_t at = 0; at < size;) {
        inotify_event event{};
        std::memcpy(&event, events.data() + at, sizeof event);
        const std::string name(events.data() + at + sizeof event);
        told.push_back(((event.mask & IN_DELETE) != 0 ? "deleted " : "moved ") + name.substr(0, 9));
        at += static_cast<ssize_t>(sizeof event + event.len);
    }
    std::ranges::sort(told);
    EXPECT_EQ(
        told, (std::vector<std::string>{"deleted keys.new-", "moved keys", "moved keys.new-"})
    );
}

/// Ends this process with the first write over bytes of a file that is there, as a kill would.
bool dies_before_overwriting() {
    std::array<sock_filter, 4> rules{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_pwrite64, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program{.len = rules.size(), .filter = rules.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/// The files of a folder in which a text stands.
std::vector<std::string> files_with(const std::filesystem::path& folder, std::string_view text) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        if (bytes.contains(text)) names.push_back(entry.path().filename().string().substr(0, 9));
    }
    std::ranges::sort(names);
    return names;
}

TEST(LinkKeyTest, AProgramKilledBetweenReplacingAndOverwritingLeavesWhatDestroyingFinds) {
    const TemporaryFolder folder;
    SeededRandom random(3);
    (void)make_link_key(folder.path(), "one", random).value();
    const std::string text = text_of_keys(folder.path());
    const std::string digits = text.substr(text.find("link one ") + 9, 64);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        if (!dies_before_overwriting()) ::_exit(1);
        (void)make_link_key(folder.path(), "two", random);
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended with " << WEXITSTATUS(status);
    EXPECT_EQ(link_in(folder.path(), "two").state, LinkKey::State::there);
    EXPECT_EQ(files_with(folder.path(), digits), (std::vector<std::string>{"keys", "keys.new-"}));
    const std::chrono::sys_days day{std::chrono::year(2026) / 11 / 28};
    ASSERT_TRUE(destroy_link_key(folder.path(), "one", day, random));
    EXPECT_TRUE(files_with(folder.path(), digits).empty());
    EXPECT_EQ(link_in(folder.path(), "two").state, LinkKey::State::there);
}

TEST(LinkKeyTest, ManyThatNeedOneAtOnceAgree) {
    for (int round = 0; round < 20; ++round) {
        SCOPED_TRACE(round);
        const TemporaryFolder folder;
        std::vector<std::string> keys(4);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                threads.emplace_back([&, i] {
                    SeededRandom random(i + 1);
                    const Result<LinkKey> own =
                        make_link_key(folder.path(), "own" + std::to_string(i), random);
                    const Result<LinkKey> link = make_link_key(folder.path(), "one", random);
                    keys[i] = own && link ? link->key : "a problem";
                });
            }
        }
        for (const std::string& key : keys) EXPECT_EQ(key, link_in(folder.path(), "one").key);
        for (int i = 0; i < 4; ++i) {
            const LinkKey own = link_in(folder.path(), "own" + std::to_string(i));
            EXPECT_EQ(own.state, LinkKey::State::there);
        }
    }
}

TEST(LinkKeyTest, DamagedLinesAreNotReplaced) {
    const std::string digits(64, '7');
    for (const std::string& line :
         {"link one " + digits.substr(1),
          "link  " + digits,
          std::string("link one"),
          "link one " + digits + "\nlink one " + digits,
          "link one " + std::string(63, 'z') + "-"}) {
        SCOPED_TRACE(line);
        const TemporaryFolder folder;
        SeededRandom random(3);
        ASSERT_TRUE(open_keys(folder.path(), random));
        const std::string text = text_of_keys(folder.path()) + line + "\n";
        std::ofstream(folder.path() / "keys", std::ios::binary) << text;
        EXPECT_EQ(open_keys(folder.path(), random).error().code, "store.keys-damaged");
        EXPECT_EQ(text_of_keys(folder.path()), text);
    }
}

TEST(KeysTest, MissingFolderIsAProblem) {
    SeededRandom random(3);
    const Result<Keys> keys = open_keys("/nowhere/at/all", random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, "store.keys-failed");
}

}  // namespace
}  // namespace querist::store::fixture
