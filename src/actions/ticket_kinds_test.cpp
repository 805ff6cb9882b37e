// What the key of an entry ticket says.

#include "actions/entry_tickets_fixture.hpp"
#include "actions/signing_keys.hpp"

namespace querist::actions::fixture {
namespace {

using compensation::RewardToken;

TEST(TicketKindTest, TheKeySaysTheStratumAndNobodyElseDoes) {
    const TemporaryFolder folder;
    std::string yaml = signed_yaml(true);
    const std::string_view confidential = "mode: confidential";
    yaml.replace(yaml.find(confidential), confidential.size(), "mode: anonymous");
    write_file(folder.path() / "tiny" / "study.yaml", yaml);
    const instrument::LoadedStudy loaded = read_study_folder(folder.path() / "tiny");
    ASSERT_TRUE(loaded.study);
    const fs::path data = folder.path() / "data";
    const auto ticket_of_kind = [&](const TicketKind& kind, std::uint64_t seed) {
        const auto keys = ticket_keys_of(data, "tiny", kind);
        EXPECT_TRUE(keys);
        const TicketMaker maker(published_keys(*keys).front(), seed);
        return maker.ticket(*sign_for_test(*keys, maker.asks()));
    };
    const Entrant account{.entry = Entry::account, .respondent = {}, .stratum = "pro"};
    const TicketKind pro = kind_of(*loaded.study, Life::open, account);
    EXPECT_EQ(pro.stratum, "pro");
    const std::string ticket = ticket_of_kind(pro, 1);
    const auto holder = ticket_holder(data, *loaded.study, Life::open, ticket);
    ASSERT_TRUE(holder && *holder);
    EXPECT_EQ((*holder)->stratum, "pro");
    EXPECT_FALSE(*ticket_holder(data, *loaded.study, Life::draft, ticket)) << "no test's";
    RewardToken moved = *compensation::parse_reward_token(from_base64url(ticket).value());
    const std::string normal = ticket_of_kind({.stratum = "normal"}, 2);
    moved.key = compensation::parse_reward_token(from_base64url(normal).value())->key;
    const std::string forged = to_base64url(to_bytes(moved));
    EXPECT_FALSE(*ticket_holder(data, *loaded.study, Life::open, forged)) << "under another key";
    EXPECT_EQ((*ticket_holder(data, *loaded.study, Life::open, normal))->stratum, "normal");
    const auto pilots = ticket_of_kind({.of_pilot = true, .stratum = "pro"}, 3);
    EXPECT_TRUE((*ticket_holder(data, *loaded.study, Life::open, pilots))->of_pilot);
}

TEST(TicketKindTest, HasAKeyOfItsOwnForWhatTheAnswersSay) {
    struct Row {
        TicketKind kind;
        const char* name;
    };
    for (const Row& row :
         {Row{{}, "~entry"},
          Row{{.of_pilot = true}, "~entry-pilot"},
          Row{{.of_draft = true}, "~entry-draft"},
          Row{{.of_draft = true, .of_pilot = true, .stratum = "pro"}, "~entry-draft-pilot~pro"},
          Row{{.stratum = "pro"}, "~entry~pro"}}) {
        EXPECT_EQ(key_name_of(row.kind), row.name);
    }
}

}  // namespace
}  // namespace querist::actions::fixture
