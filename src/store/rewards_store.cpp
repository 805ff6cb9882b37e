#include "store/companion_database.hpp"
#include "store/rewards_reads.hpp"
#include "store/rewards_schema.hpp"
#include "store/sealed_field.hpp"
#include "store/store.hpp"

#include <stdexcept>

namespace querist::store {

namespace {

using compensation::BudgetTerms;
using compensation::Entry;
using compensation::Posting;
using compensation::PostingKind;

constexpr Sql insert_ledger =
    "INSERT INTO study (name, entries, head) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING";
constexpr Sql update_each = R"(
    UPDATE budget SET each = ?3
    WHERE study = (SELECT id FROM study WHERE name = ?1) AND name = ?2
      AND NOT EXISTS (SELECT 1 FROM message WHERE budget = budget.id)
      AND NOT EXISTS (SELECT 1 FROM card WHERE budget = budget.id)
      AND NOT EXISTS (SELECT 1 FROM card_order WHERE budget = budget.id))";
constexpr Sql insert_budget = R"(
    INSERT INTO budget (study, name, payment, currency, each, funds, budget, owed, reserved, paid,
                        expired, reversed, fundings, ended)
    SELECT id, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM study WHERE name = ?1
    ON CONFLICT DO NOTHING)";
constexpr Sql id_of_budget =
    "SELECT b.id FROM budget b JOIN study s ON s.id = b.study WHERE s.name = ?1 AND b.name = ?2";
constexpr Sql insert_posting = R"(
    INSERT INTO ledger (study, sequence, budget, kind, subject, source, target, amount, currency,
                        day, reason, head)
    SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM study WHERE name = ?1)";
constexpr Sql update_end = "UPDATE study SET entries = ?2, head = ?3 WHERE name = ?1";
constexpr Sql move_money = R"(
    UPDATE budget SET
        funds = funds + ?4 * ((?3 = 'funds') - (?2 = 'funds')),
        budget = budget + ?4 * ((?3 = 'budget') - (?2 = 'budget')),
        owed = owed + ?4 * ((?3 = 'owed') - (?2 = 'owed')),
        reserved = reserved + ?4 * ((?3 = 'reserved') - (?2 = 'reserved')),
        paid = paid + ?4 * ((?3 = 'paid') - (?2 = 'paid')),
        expired = expired + ?4 * ((?3 = 'expired') - (?2 = 'expired')),
        reversed = reversed + ?4 * ((?3 = 'reversed') - (?2 = 'reversed')),
        fundings = fundings + ?5, ended = max(ended, ?6)
    WHERE id = ?1)";
constexpr Sql insert_message = R"(
    INSERT INTO message (id, budget, day, outcome) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING)";
constexpr Sql update_message = "UPDATE message SET outcome = 'owed' WHERE id = ?1";
constexpr Sql insert_card = R"(
    INSERT INTO card (code_key, budget, state, sealed) VALUES (?1, ?2, 'free', ?3)
    ON CONFLICT DO NOTHING)";
constexpr Sql insert_card_order = R"(
    INSERT INTO card_order (external_id, budget, vendor, state, vendor_order)
    VALUES (?1, ?2, ?3, ?4, ?5))";
constexpr Sql update_card_order = R"(
    UPDATE card_order SET state = ?2, vendor_order = ?3
    WHERE external_id = ?1 AND state IN ('ordered', 'pending'))";
constexpr Sql known_card = "SELECT count(*) FROM card WHERE code_key = ?1";
constexpr Sql sealed_card = "SELECT sealed FROM card WHERE code_key = ?1";
constexpr Sql free_card =
    "SELECT code_key FROM card WHERE budget = ?1 AND state = 'free' ORDER BY code_key LIMIT 1";
constexpr Sql set_card = "UPDATE card SET state = ?2 WHERE code_key = ?1";
constexpr Sql insert_claim = R"(
    INSERT INTO claim (token_hash, budget, way, card, shown)
    VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT DO NOTHING)";
constexpr Sql card_of_claim = "SELECT card, shown FROM claim WHERE token_hash = ?1";
constexpr Sql show_claim = "UPDATE claim SET shown = 1 WHERE token_hash = ?1";
constexpr Sql delete_claim = "DELETE FROM claim WHERE token_hash = ?1";
constexpr Sql insert_code =
    "INSERT INTO claim_code (code_hash, budget) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
constexpr Sql last_item = R"(
    SELECT max(i.number) FROM item i JOIN study s ON s.id = i.study WHERE s.name = ?1)";
constexpr Sql upsert_item = R"(
    INSERT INTO item (study, number, budget, amount, currency, state, day, payee_key, sealed)
    SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM study WHERE name = ?1
    ON CONFLICT (study, number) DO UPDATE SET state = excluded.state, sealed = excluded.sealed)";

/// Writes within the transaction of its caller.
class SqliteRewardsWork final : public RewardsReads<RewardsWork> {
public:
    using RewardsReads::RewardsReads;

    void open_budget(std::string_view study, const BudgetTerms& terms) override;
    bool change_each(std::string_view study, std::string_view compensation, std::int64_t each)
        override {
        return connection().run(update_each, study, compensation, each) > 0;
    }
    Result<std::vector<Entry>> take(
        std::string_view study, const compensation::Happening& happening
    ) override;
    bool note_message(const RewardMessage& message, MessageOutcome outcome) override;
    void note_owed(const Digest& message) override { connection().run(update_message, message); }
    bool add_card(
        std::string_view study, std::string_view compensation, const compensation::CardSecrets& card
    ) override;
    void add_card_order(
        std::string_view study, std::string_view compensation, const CardOrderRow& order
    ) override;
    bool change_card_order(const CardOrderRow& order) override;
    bool reserve_card(
        std::string_view study,
        std::string_view compensation,
        const Digest& token_hash,
        ClaimWay way
    ) override;
    void note_shown(const Digest& token_hash) override;
    void forget_claim(const Digest& token_hash) override;
    void note_code(std::string_view study, std::string_view compensation, const Digest& code_hash)
        override {
        connection().run(insert_code, code_hash, budget_id(study, compensation));
    }
    ItemRow add_item(std::string_view study, ItemRow item) override;
    void change_item(std::string_view study, const ItemRow& item) override;

private:
    std::int64_t budget_id(std::string_view study, std::string_view compensation);
    /// Whether a link was kept as codes are, as earlier releases did.
    bool stands_under_its_code(const std::string& link);
    Entry post(std::string_view study, const Posting& posting);
};

std::int64_t SqliteRewardsWork::budget_id(std::string_view study, std::string_view compensation) {
    const std::int64_t id = connection().number(id_of_budget, study, compensation);
    if (id == 0) throw std::invalid_argument("no budget has this name");
    return id;
}

void SqliteRewardsWork::open_budget(std::string_view study, const BudgetTerms& terms) {
    connection().run(insert_ledger, study, compensation::ledger_start(study));
    std::string_view payment;
    for (const instrument::PaymentSpec& spec : instrument::payment_specs()) {
        if (spec.payment == terms.payment) payment = spec.name;
    }
    connection().run(insert_budget, study, terms.id, payment, terms.currency, terms.each);
}

Entry SqliteRewardsWork::post(std::string_view study, const Posting& posting) {
    const LedgerEnd end = ledger_end(study);
    Entry entry{.sequence = end.entries + 1, .posting = posting, .head = {}};
    entry.head = compensation::ledger_link(end.head, entry.sequence, posting);
    const std::int64_t budget = budget_id(study, posting.budget);
    const std::string_view from = compensation::to_text(posting.from);
    const std::string_view to = compensation::to_text(posting.to);
    connection().run(
        insert_posting,
        study,
        entry.sequence,
        budget,
        compensation::to_text(posting.kind),
        posting.subject,
        from,
        to,
        posting.amount.minor_units,
        posting.amount.currency,
        posting.day,
        posting.reason,
        entry.head
    );
    const bool funds = posting.kind == PostingKind::funded || posting.kind == PostingKind::defunded;
    const bool ends = posting.kind == PostingKind::expired;
    connection().run(
        move_money, budget, from, to, posting.amount.minor_units, funds ? 1 : 0, ends ? 1 : 0
    );
    connection().run(update_end, study, entry.sequence, entry.head);
    return entry;
}

Result<std::vector<Entry>> SqliteRewardsWork::take(
    std::string_view study, const compensation::Happening& happening
) {
    const Result<std::vector<Posting>> postings = compensation::postings_of(book(study), happening);
    if (!postings) return std::unexpected(postings.error());
    std::vector<Entry> made;
    for (const Posting& posting : *postings) {
        // Cannot be, and would be a defect of postings_of: then nothing false is kept.
        if (std::optional<Problem> fault = compensation::fault_of(book(study), posting)) {
            return std::unexpected(*std::move(fault));
        }
        made.push_back(post(study, posting));
    }
    return made;
}

bool SqliteRewardsWork::note_message(const RewardMessage& message, MessageOutcome outcome) {
    return connection().run(
               insert_message,
               message.id,
               budget_id(message.study, message.compensation),
               message.day,
               outcome == MessageOutcome::owed ? "owed" : "refused"
           ) > 0;
}

bool SqliteRewardsWork::add_card(
    std::string_view study, std::string_view compensation, const compensation::CardSecrets& card
) {
    const bool is_link = card.code.find("://") != std::string::npos;
    const Digest key = is_link ? link_key(keys(), card.code) : code_key(keys(), card.code);
    if (connection().number(known_card, key) > 0) return false;
    if (is_link && stands_under_its_code(card.code)) return false;
    const std::string sealed =
        seal_field(keys().seal, place_of_card(key.view()), encoded(card), *keys().random);
    return connection().run(insert_card, key, budget_id(study, compensation), Blob{sealed}) > 0;
}

bool SqliteRewardsWork::stands_under_its_code(const std::string& link) {
    const Digest key = code_key(keys(), link);
    Query row = connection().query(sealed_card, key);
    if (!row.next()) return false;
    const Result<compensation::CardSecrets> card = opened_card(keys(), key.view(), row.bytes(0));
    // What cannot be read may be the same.
    return !card || card->code == link;
}

void SqliteRewardsWork::add_card_order(
    std::string_view study, std::string_view compensation, const CardOrderRow& order
) {
    connection().run(
        insert_card_order,
        order.external_id,
        budget_id(study, compensation),
        order.vendor,
        to_text(order.state),
        order.vendor_order
    );
}

bool SqliteRewardsWork::change_card_order(const CardOrderRow& order) {
    return connection().run(
               update_card_order, order.external_id, to_text(order.state), order.vendor_order
           ) > 0;
}

bool SqliteRewardsWork::reserve_card(
    std::string_view study, std::string_view compensation, const Digest& token_hash, ClaimWay way
) {
    const std::int64_t budget = budget_id(study, compensation);
    std::string card;
    {
        Query free = connection().query(free_card, budget);
        if (!free.next()) return false;
        card = free.text(0);
    }
    if (connection().run(insert_claim, token_hash, budget, to_text(way), Blob{card}) == 0) {
        return false;
    }
    connection().run(set_card, Blob{card}, "reserved");
    return true;
}

void SqliteRewardsWork::note_shown(const Digest& token_hash) {
    std::string card;
    {
        Query row = connection().query(card_of_claim, token_hash);
        if (!row.next()) return;
        card = row.text(0);
    }
    connection().run(set_card, Blob{card}, "shown");
    connection().run(show_claim, token_hash);
}

void SqliteRewardsWork::forget_claim(const Digest& token_hash) {
    std::string card;
    bool shown = false;
    {
        Query row = connection().query(card_of_claim, token_hash);
        if (!row.next()) return;
        card = row.text(0);
        shown = row.integer(1) != 0;
    }
    connection().run(delete_claim, token_hash);
    if (!shown) connection().run(set_card, Blob{card}, "free");
}

ItemRow SqliteRewardsWork::add_item(std::string_view study, ItemRow item) {
    item.number = connection().number(last_item, study) + 1;
    item.state = ItemState::entered;
    item.payee_key = payee_key(keys(), item.payee).view();
    change_item(study, item);
    return item;
}

void SqliteRewardsWork::change_item(std::string_view study, const ItemRow& item) {
    const std::string sealed =
        seal_field(keys().seal, place_of_item(study, item.number), encoded(item), *keys().random);
    connection().run(
        upsert_item,
        study,
        item.number,
        budget_id(study, item.compensation),
        item.amount.minor_units,
        item.amount.currency,
        to_text(item.state),
        item.day,
        Blob{item.payee_key},
        Blob{sealed}
    );
}

Companion rewards_companion() {
    return {
        .name = "rewards.db",
        .schema = rewards_schema(),
        .missing = "no budget was opened here yet",
        .begin_with = "querist rewards budget",
    };
}

/// What a view keeps of its own, since it may outlive the store: ready before what reads by it.
struct RewardsReading {
    RewardsReading(std::shared_ptr<ReaderPool> pool, const RewardKeys& keys)
        : own_keys(keys), reading(std::move(pool)) {}
    RewardKeys own_keys;
    CompanionReading reading;
};

class SqliteRewardsView final : private RewardsReading, public RewardsReads<RewardsView> {
public:
    SqliteRewardsView(std::shared_ptr<ReaderPool> pool, const RewardKeys& keys)
        : RewardsReading(std::move(pool), keys),
          RewardsReads(RewardsReading::reading.connection(), RewardsReading::own_keys) {}
};

class SqliteRewardsStore final : public RewardsStore {
public:
    SqliteRewardsStore(std::unique_ptr<CompanionDatabase> file, RewardKeys keys)
        : file_(std::move(file)), keys_(std::move(keys)) {}

    Result<void> run(const std::function<Result<void>(RewardsWork&)>& work) override {
        return file_->run([&](Connection& connection) {
            SqliteRewardsWork open(connection, keys_);
            return work(open);
        });
    }
    std::unique_ptr<RewardsView> view() override {
        return std::make_unique<SqliteRewardsView>(file_->readers(), keys_);
    }

private:
    std::unique_ptr<CompanionDatabase> file_;
    RewardKeys keys_;
};

}  // namespace

Result<std::unique_ptr<RewardsStore>> open_rewards_store(
    const std::filesystem::path& folder,
    const Keys& keys,
    RandomSource& random,
    const StoreOptions& options
) {
    try {
        Result<std::unique_ptr<CompanionDatabase>> file =
            CompanionDatabase::open(rewards_companion(), folder, options);
        if (!file) return std::unexpected(file.error());
        return std::make_unique<SqliteRewardsStore>(
            *std::move(file), reward_keys(keys.rewards, random)
        );
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::store
