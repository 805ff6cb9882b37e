#include "store/companion_database.hpp"
#include "store/identity_schema.hpp"
#include "store/identity_work.hpp"
#include "store/store.hpp"

namespace querist::store {

namespace {

Companion identity_companion() {
    return {
        .name = "identity.db",
        .schema = identity_schema(),
        .missing = "no frame was imported here yet",
        .begin_with = "querist recruit import",
    };
}

/// What a view keeps of its own, since it may outlive the store: ready before what reads by it.
struct IdentityReading {
    IdentityReading(std::shared_ptr<ReaderPool> pool, const IdentityKeys& keys)
        : own_keys(keys), reading(std::move(pool)) {}
    IdentityKeys own_keys;
    CompanionReading reading;
};

class SqliteIdentityView final : private IdentityReading, public IdentityReads<IdentityView> {
public:
    SqliteIdentityView(std::shared_ptr<ReaderPool> pool, const IdentityKeys& keys)
        : IdentityReading(std::move(pool), keys),
          IdentityReads(IdentityReading::reading.connection(), IdentityReading::own_keys) {}
};

class SqliteIdentityStore final : public IdentityStore {
public:
    SqliteIdentityStore(std::unique_ptr<CompanionDatabase> file, IdentityKeys keys)
        : file_(std::move(file)), keys_(std::move(keys)) {}

    Result<void> run(const std::function<Result<void>(IdentityWork&)>& work) override {
        return file_->run([&](Connection& connection) -> Result<void> {
            SqliteIdentityWork open(connection, keys_);
            if (Result<void> done = work(open); !done) return done;
            open.settle();
            return {};
        });
    }
    std::unique_ptr<IdentityView> view() override {
        return std::make_unique<SqliteIdentityView>(file_->readers(), keys_);
    }
    bool overwrite_deleted() override { return file_->overwrite_deleted(); }

private:
    std::unique_ptr<CompanionDatabase> file_;
    IdentityKeys keys_;
};

}  // namespace

Result<std::unique_ptr<IdentityStore>> open_identity(
    const std::filesystem::path& folder,
    const Keys& keys,
    RandomSource& random,
    const StoreOptions& options
) {
    try {
        Result<std::unique_ptr<CompanionDatabase>> file =
            CompanionDatabase::open(identity_companion(), folder, options);
        if (!file) return std::unexpected(file.error());
        return std::make_unique<SqliteIdentityStore>(
            *std::move(file),
            IdentityKeys{.identity = keys.identity, .address = keys.address, .random = &random}
        );
    } catch (const StoreFailure& failed) {
        return std::unexpected(failed.problem());
    }
}

}  // namespace querist::store
