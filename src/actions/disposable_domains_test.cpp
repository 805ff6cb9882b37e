#include "actions/disposable_domains.hpp"
#include "actions/recruiting_fixture.hpp"

namespace querist::actions::fixture {
namespace {

using recruitment::RowFault;

TEST(DisposableDomainsTest, HasWhatIsListedAndWhatLiesBelow) {
    const Result<DisposableDomains> list = DisposableDomains::parse(
        "\xef\xbb\xbf# a list\r\nMail.Example\r\n\r\n*.wild.example # and below\n@at.example\n"
        "b\u00fccher.example\nxn--strae-oqa.example",
        "list.txt"
    );
    ASSERT_TRUE(list) << describe(list.error());
    struct Row {
        const char* address;
        bool listed;
    };
    for (const Row& row : {
             Row{"a@mail.example", true},
             Row{"a@eu.mail.example", true},
             Row{"a@a.b.mail.example", true},
             Row{"a@email.example", false},
             Row{"a@mail.example.org", false},
             Row{"a@example", false},
             Row{"a@wild.example", true},
             Row{"a@at.example", true},
             Row{"a@xn--bcher-kva.example", true},
             Row{"a@xn--strae-oqa.example", true},
             Row{"mail.example", false},
             Row{"", false},
         }) {
        SCOPED_TRACE(row.address);
        EXPECT_EQ(list->has_address(row.address), row.listed);
    }
}

TEST(DisposableDomainsTest, SaysWhichLineIsNoDomain) {
    for (const std::string line : {"no domain", "com", "a@b@c", ".", "-x.example", "<html>"}) {
        SCOPED_TRACE(line);
        const auto list = DisposableDomains::parse("mail.example\n" + line + "\n", "list.txt");
        ASSERT_FALSE(list);
        EXPECT_EQ(list.error().code, "recruitment.bad-domain");
        EXPECT_EQ(list.error().place.file, "list.txt");
        EXPECT_EQ(list.error().place.line, 2);
    }
}

class ImportDisposableTest : public ::testing::Test {
protected:
    Result<ImportedFrame> import(bool keep) {
        write_file(desk_.file("list.txt"), "mail.example\nb\u00fccher.example\n");
        FrameImportOptions options;
        options.disposable = desk_.file("list.txt");
        options.keep_disposable = keep;
        return desk_.import(
            "email,account,name,stratum\n"
            "ada@example.org,,Ada,pro\n"
            "bob@eu.mail.example,,Bob,pro\n"
            "cy@xn--bcher-kva.example,,Cy,normal\n"
            ",dee,Dee,normal\n",
            options
        );
    }

    RecruitingDesk desk_;
};

TEST_F(ImportDisposableTest, KeepsThemOutWithTheirReason) {
    const Result<ImportedFrame> imported = import(false);
    ASSERT_TRUE(imported) << describe(imported.error());
    EXPECT_EQ(imported->added, 2);
    EXPECT_EQ(imported->rejected, 2);
    EXPECT_EQ(imported->faults[static_cast<std::size_t>(RowFault::disposable)], 2);
    ASSERT_EQ(imported->first.size(), 2U);
    EXPECT_EQ(imported->first[0].line, 3);
    EXPECT_EQ(imported->first[1].line, 4);
    EXPECT_TRUE(imported->disposable.empty());
}

TEST_F(ImportDisposableTest, OrTakesThemAndNamesTheirLines) {
    const Result<ImportedFrame> imported = import(true);
    ASSERT_TRUE(imported) << describe(imported.error());
    EXPECT_EQ(imported->added, 4);
    EXPECT_EQ(imported->rejected, 0);
    EXPECT_EQ(imported->disposable, (std::vector<std::int64_t>{3, 4}));
    EXPECT_EQ(import(true)->disposable, (std::vector<std::int64_t>{3, 4})) << "told each time";
}

TEST_F(ImportDisposableTest, AListThatCannotBeReadTakesNobody) {
    FrameImportOptions options;
    options.disposable = desk_.file("nowhere.txt");
    const auto imported = desk_.import("email,stratum\nada@example.org,pro\n", options);
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, "import.unreadable");
    EXPECT_FALSE(fs::exists(desk_.data() / "identity.db"));
}

}  // namespace
}  // namespace querist::actions::fixture
