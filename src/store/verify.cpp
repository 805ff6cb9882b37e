#include "store/verify.hpp"

#include "store/chain.hpp"
#include "store/limits.hpp"
#include "store/sqlite_reads.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

namespace querist::store {

namespace {

constexpr Sql row_of_study =
    "SELECT name, life, mode, log_sequence, log_head FROM study WHERE id = ?1";
constexpr Sql log_of_study =
    "SELECT sequence, body, head FROM study_log WHERE study = ?1 ORDER BY sequence";
constexpr Sql fielded_of_study =
    "SELECT v.hash FROM study s JOIN version v ON v.id = s.fielded WHERE s.id = ?1";
constexpr Sql checked_versions =
    "SELECT id, hash, manifest FROM version WHERE study = ?1 ORDER BY id";
constexpr Sql checked_files =
    "SELECT name, bytes FROM version_file WHERE version = ?1 ORDER BY position";
constexpr Sql checked_plans = R"(
    SELECT p.sequence, p.hash, p.at, p.life, p.bytes, v.hash
    FROM plan p LEFT JOIN version v ON v.id = p.version AND v.study = p.study
    WHERE p.study = ?1 ORDER BY p.sequence)";
constexpr Sql seals_of_study = R"(
    SELECT sequence, at, through, responses, log_sequence, seal
    FROM seal WHERE study = ?1 ORDER BY sequence)";
constexpr Sql entries_of_study = R"(
    SELECT r.id, r.public_id, r.origin, r.status, r.sequence, r.head, v.hash,
           e.id, e.sequence, e.kind, e.page, e.revision, e.commitment, e.head, e.salt, e.body
    FROM response r
    LEFT JOIN version v ON v.id = r.version AND v.study = r.study
    LEFT JOIN entry e ON e.response = r.id
    WHERE r.study = ?1 ORDER BY r.public_id, r.id, e.sequence, e.id)";
constexpr Sql first_orphan = R"(
    SELECT e.id FROM entry e LEFT JOIN response r ON r.id = e.response
    WHERE r.id IS NULL ORDER BY e.id LIMIT 1)";
constexpr Sql entry_count = "SELECT count(*) FROM entry";
constexpr Sql last_entry_id = "SELECT max(id) FROM entry";

/// What differs, found; unwinds to `verify_study`.
struct Broken {
    Problem problem;
};

/// A plan as the log says that it was frozen.
struct LoggedPlan {
    std::string at;
    std::string life;
    std::string hash;
    std::string version;
};

struct StoredSeal {
    std::int64_t sequence = 0;
    std::int64_t at = 0;
    std::int64_t through = 0;
    std::int64_t responses = 0;
    std::int64_t log_sequence = 0;
    Digest seal;
};

/// A response while its entries go by.
struct Chain {
    std::int64_t row = 0;
    PublicId id;
    response::Status status = response::Status::in_progress;
    std::int64_t sequence = 0;  ///< As the response's row says.
    Digest head;                ///< As the response's row says.
    Digest version;
    Digest link;  ///< As recomputed so far.
    std::int64_t length = 0;
    std::int64_t last_entry = 0;
    std::int64_t erased = 0;
    bool withdrawn = false;
    bool completed = false;
    bool screened_out = false;
    std::set<std::pair<std::int64_t, std::int64_t>> revisions;
    std::vector<std::pair<std::int64_t, Digest>> heads;  ///< By entry id; for the seals.
};

class Verifier {
public:
    Verifier(
        Connection& connection, StudyId study, const std::function<void(std::int64_t)>& progress
    )
        : connection_(connection), study_(study), progress_(progress) {}

    void verify(VerifyReport& report) {
        check_log();
        check_versions();
        check_plans(report);
        read_seals(report);
        check_responses(report);
        check_strays();
        check_seals();
    }

private:
    [[noreturn]] void broken(std::string code, const std::string& what) const {
        const std::string cure =
            "keep this file as it is, compare it with a backup and with the published seal";
        throw Broken{
            failure(std::move(code), fmt::format("study {}: {}", name_, what), cure).error()
        };
    }
    [[noreturn]] void broken_entry(
        const Chain& chain, std::int64_t sequence, const std::string& what
    ) const {
        broken(
            "verify.entry",
            fmt::format("response {}, entry {}: {}", chain.id.text(), sequence, what)
        );
    }

    void check_log();
    void note_log_entry(const std::string& text);
    void check_versions();
    void check_files(std::int64_t version, const Digest& hash, const std::string& manifest);
    void check_plans(VerifyReport& report);
    void read_seals(VerifyReport& report);
    void check_responses(VerifyReport& report);
    Chain begin_chain(const Query& row);
    void check_entry(Chain& chain, const Query& row);
    void check_content(Chain& chain, const Query& row, response::EntryKind kind, const Digest& c);
    void end_chain(const Chain& chain, VerifyReport& report);
    void check_strays();
    void check_seals();

    Connection& connection_;
    StudyId study_;
    const std::function<void(std::int64_t)>& progress_;
    std::string name_;
    std::string life_ = "draft";
    std::string mode_;
    std::vector<Digest> log_heads_;  ///< By sequence, from log_start.
    std::vector<Digest> logged_versions_;
    std::optional<Digest> fielded_;
    std::vector<LoggedPlan> logged_plans_;
    std::vector<Digest> logged_seals_;
    std::vector<StoredSeal> seals_;
    std::vector<SealFold> folds_;
};

void Verifier::check_log() {
    Query study = connection_.query(row_of_study, study_.value);
    if (!study.next()) broken("verify.study", "its row is missing");
    name_ = study.text(0);
    Digest link = log_start(name_);
    log_heads_.push_back(link);
    Query log = connection_.query(log_of_study, study_.value);
    std::int64_t sequence = 0;
    while (log.next()) {
        ++sequence;
        if (log.integer(0) != sequence) {
            broken("verify.log", fmt::format("entry {} of its log is missing", sequence));
        }
        const std::string body = log.text(1);
        link = log_link(link, name_, sequence, body);
        if (link != log.digest(2)) {
            broken(
                "verify.log", fmt::format("entry {} of its log does not fit its link", sequence)
            );
        }
        log_heads_.push_back(link);
        note_log_entry(body);
    }
    if (study.integer(3) != sequence || study.digest(4) != link) {
        broken("verify.log", "its log does not end where its row says");
    }
    if (study.bytes(1) != life_ || study.bytes(2) != mode_) {
        broken("verify.log", "its life or mode is not what its log says");
    }
}

void Verifier::note_log_entry(const std::string& text) {
    const nlohmann::json body = nlohmann::json::parse(text, nullptr, false);
    const auto word = [&body](const char* key) {
        return body.is_object() && body.contains(key) && body.at(key).is_string()
                   ? body.at(key).get<std::string>()
                   : std::string();
    };
    const std::string kind = word("kind");
    if (kind == "life") {
        life_ = word("life");
        mode_ = word("mode");
    } else if (kind == "version") {
        logged_versions_.push_back(Digest::parse_hex(word("version")).value_or(Digest{}));
    } else if (kind == "fielded") {
        fielded_ = Digest::parse_hex(word("version")).value_or(Digest{});
    } else if (kind == "plan") {
        logged_plans_.push_back({word("at"), life_, word("plan"), word("version")});
    } else if (kind == "seal") {
        logged_seals_.push_back(Digest::parse_hex(word("seal")).value_or(Digest{}));
    }
}

void Verifier::check_versions() {
    Query versions = connection_.query(checked_versions, study_.value);
    std::size_t count = 0;
    while (versions.next()) {
        const Digest hash = versions.digest(1);
        if (count >= logged_versions_.size() || logged_versions_[count] != hash) {
            broken("verify.version", fmt::format("version {} is not in its log", hash.hex()));
        }
        const std::string manifest = versions.text(2);
        if (sha256(manifest) != hash) {
            broken(
                "verify.version", fmt::format("version {}: its manifest was changed", hash.hex())
            );
        }
        check_files(versions.integer(0), hash, manifest);
        ++count;
    }
    if (count != logged_versions_.size()) broken("verify.version", "a version is missing");
    if (!fielded_) return;  // fielded before the log told of it, or never
    Query fielded = connection_.query(fielded_of_study, study_.value);
    if (!fielded.next() || fielded.digest(0) != *fielded_) {
        broken("verify.version", "the version that is fielded is not the one that its log names");
    }
}

/// A manifest is [{"path":…,"sha256":…},…]; its own hash was checked.
void Verifier::check_files(std::int64_t version, const Digest& hash, const std::string& manifest) {
    const nlohmann::json listed = nlohmann::json::parse(manifest, nullptr, false);
    if (!listed.is_array()) return;
    std::set<std::pair<std::string, std::string>> expected;
    for (const nlohmann::json& file : listed) {
        if (!file.is_object()) return;
        expected.emplace(file.value("path", ""), file.value("sha256", ""));
    }
    Query files = connection_.query(checked_files, version);
    std::size_t count = 0;
    while (files.next()) {
        ++count;
        if (!expected.contains({files.text(0), sha256(files.bytes(1)).hex()})) {
            broken(
                "verify.version",
                fmt::format("version {}: its file {} was changed", hash.hex(), files.bytes(0))
            );
        }
    }
    if (count != expected.size()) {
        broken("verify.version", fmt::format("version {}: a file is missing", hash.hex()));
    }
}

void Verifier::check_plans(VerifyReport& report) {
    Query plans = connection_.query(checked_plans, study_.value);
    std::size_t count = 0;
    while (plans.next()) {
        const std::string hash = plans.digest(1).hex();
        const bool in_log = count < logged_plans_.size() &&
                            plans.integer(0) == static_cast<std::int64_t>(count) + 1 &&
                            logged_plans_[count].hash == hash;
        if (!in_log) broken("verify.plan", fmt::format("plan {} is not in its log", hash));
        const LoggedPlan& logged = logged_plans_[count];
        if (sha256(plans.bytes(4)).hex() != hash) {
            broken("verify.plan", fmt::format("plan {}: its bytes were changed", hash));
        }
        const Instant at{std::chrono::microseconds{plans.integer(2)}};
        const bool same = querist::to_text(at) == logged.at && plans.bytes(3) == logged.life &&
                          !plans.is_null(5) && plans.digest(5).hex() == logged.version;
        if (!same) {
            broken(
                "verify.plan",
                fmt::format("plan {}: its time, life or version is not what its log says", hash)
            );
        }
        ++count;
    }
    if (count != logged_plans_.size()) broken("verify.plan", "a frozen plan is missing");
    report.plans = static_cast<std::int64_t>(count);
}

void Verifier::read_seals(VerifyReport& report) {
    Query rows = connection_.query(seals_of_study, study_.value);
    Digest previous = log_start(name_);
    while (rows.next()) {
        StoredSeal& seal = seals_.emplace_back();
        seal.sequence = rows.integer(0);
        seal.at = rows.integer(1);
        seal.through = rows.integer(2);
        seal.responses = rows.integer(3);
        seal.log_sequence = rows.integer(4);
        seal.seal = rows.digest(5);
        const std::size_t position = seals_.size() - 1;
        const bool in_log = static_cast<std::size_t>(seal.sequence) == seals_.size() &&
                            position < logged_seals_.size() && logged_seals_[position] == seal.seal;
        const auto log_sequence = static_cast<std::size_t>(seal.log_sequence);
        if (!in_log || log_sequence >= log_heads_.size()) {
            broken("verify.seal", fmt::format("seal {} is not in its log", seal.sequence));
        }
        SealFold::Begin begin;
        begin.study = name_;
        begin.sequence = seal.sequence;
        begin.at = Instant{std::chrono::microseconds{seal.at}};
        begin.through = seal.through;
        begin.previous = previous;
        begin.log_head = log_heads_[log_sequence];
        folds_.emplace_back(begin);
        previous = seal.seal;
        report.last_seal = seal.seal;
    }
    if (seals_.size() != logged_seals_.size()) broken("verify.seal", "a seal is missing");
    report.seals = static_cast<std::int64_t>(seals_.size());
}

void Verifier::check_responses(VerifyReport& report) {
    Query rows = connection_.query(entries_of_study, study_.value);
    std::optional<Chain> chain;
    while (rows.next()) {
        if (!chain || chain->row != rows.integer(0)) {
            if (chain) end_chain(*chain, report);
            chain = begin_chain(rows);
        }
        if (rows.is_null(7)) continue;  // it was begun and has no entry yet
        check_entry(*chain, rows);
        ++report.entries;
        if (progress_ && report.entries % limits::entries_between_progress == 0) {
            progress_(report.entries);
        }
    }
    if (chain) end_chain(*chain, report);
}

Chain Verifier::begin_chain(const Query& row) {
    Chain chain;
    chain.row = row.integer(0);
    chain.id = row.public_id(1);
    chain.status = stored_status(connection_, row.bytes(3));
    chain.sequence = row.integer(4);
    chain.head = row.digest(5);
    if (row.is_null(6)) {
        broken(
            "verify.response", fmt::format("response {}: its version is missing", chain.id.text())
        );
    }
    chain.version = row.digest(6);
    chain.link = chain_start(chain.id, name_, stored_origin(connection_, row.bytes(2)));
    return chain;
}

void Verifier::check_entry(Chain& chain, const Query& row) {
    ++chain.length;
    if (row.integer(8) != chain.length) broken_entry(chain, chain.length, "it is missing");
    const response::EntryKind kind = stored_kind(connection_, row.bytes(9));
    const Digest c = row.digest(12);
    chain.link = chain_link(chain.link, chain.id, chain.length, kind, chain.version, c);
    check_content(chain, row, kind, c);
    if (chain.link != row.digest(13)) {
        broken_entry(
            chain,
            chain.length,
            "its link does not fit its header, its commitment and the entry before it"
        );
    }
    if (row.integer(7) <= chain.last_entry) {
        broken_entry(chain, chain.length, "it was written before the entry that precedes it");
    }
    chain.last_entry = row.integer(7);
    chain.completed = chain.completed || kind == response::EntryKind::completion;
    chain.screened_out = chain.screened_out || kind == response::EntryKind::screen_out;
    if (!seals_.empty()) chain.heads.emplace_back(chain.last_entry, chain.link);
}

void Verifier::check_content(
    Chain& chain, const Query& row, response::EntryKind kind, const Digest& c
) {
    const bool has_salt = !row.is_null(14);
    const bool has_body = !row.is_null(15);
    if (has_salt != has_body) {
        broken_entry(chain, chain.length, "only one of its body and salt is there");
    }
    if (!has_body) {
        ++chain.erased;
    } else if (commitment(row.bytes(14), row.bytes(15)) != c) {
        broken_entry(chain, chain.length, "its body does not fit its commitment");
    }
    if (kind == response::EntryKind::withdrawal) {
        if (chain.erased != chain.length - 1) {
            broken_entry(chain, chain.length, "it withdraws answers that are still there");
        }
        chain.withdrawn = true;
        chain.erased = 0;
    }
    if (row.is_null(10)) return;
    if (!has_body) broken_entry(chain, chain.length, "it is withdrawn and still names its page");
    if (!chain.revisions.emplace(row.integer(10), row.integer(11)).second) {
        broken_entry(chain, chain.length, "its page and revision were accepted before");
    }
}

void Verifier::end_chain(const Chain& chain, VerifyReport& report) {
    const auto broken_response = [&](const std::string& what) {
        broken("verify.response", fmt::format("response {}: {}", chain.id.text(), what));
    };
    if (chain.erased != 0) {
        broken_response("a body is missing though the response is not withdrawn");
    }
    if (chain.sequence != chain.length || chain.head != chain.link) {
        broken_response(fmt::format(
            "its row ends at entry {}, its chain at entry {}, or their links differ",
            chain.sequence,
            chain.length
        ));
    }
    const bool is_withdrawn = chain.status == response::Status::withdrawn;
    const bool is_complete = chain.status == response::Status::complete;
    if (is_withdrawn != chain.withdrawn) broken_response("its status is not what its chain says");
    const bool is_screened_out = chain.status == response::Status::screened_out;
    if (!is_withdrawn &&
        (is_complete != chain.completed || is_screened_out != chain.screened_out)) {
        broken_response("its status is not what its chain says");
    }
    ++report.responses;
    if (is_withdrawn) ++report.withdrawn;
    for (std::size_t i = 0; i < seals_.size(); ++i) {
        // The last entry that the seal covers; entry ids grow along a chain.
        const auto after = std::ranges::upper_bound(
            chain.heads, seals_[i].through, {}, &std::pair<std::int64_t, Digest>::first
        );
        if (after != chain.heads.begin()) folds_[i].cover(chain.id, std::prev(after)->second);
    }
}

/// Entries are never deleted, so their ids have no gap, in the whole file.
void Verifier::check_strays() {
    if (const std::int64_t stray = connection_.number(first_orphan); stray != 0) {
        broken("verify.entry", fmt::format("the entry with id {} belongs to no response", stray));
    }
    if (connection_.number(entry_count) != connection_.number(last_entry_id)) {
        broken("verify.entry", "an entry with its response was deleted: the ids have a gap");
    }
}

void Verifier::check_seals() {
    for (std::size_t i = 0; i < seals_.size(); ++i) {
        const StoredSeal& seal = seals_[i];
        if (folds_[i].count() == seal.responses && folds_[i].end() == seal.seal) continue;
        broken(
            "verify.seal",
            fmt::format(
                "seal {} of {} does not fit: it covers {} responses, {} are there, or a chain "
                "changed since",
                seal.sequence,
                querist::to_text(Instant{std::chrono::microseconds{seal.at}}),
                seal.responses,
                folds_[i].count()
            )
        );
    }
}

}  // namespace

VerifyReport verify_study(
    Connection& connection, StudyId study, const std::function<void(std::int64_t)>& progress
) {
    VerifyReport report;
    try {
        Verifier(connection, study, progress).verify(report);
    } catch (Broken& broken) {
        report.broken = std::move(broken.problem);
    }
    return report;
}

}  // namespace querist::store
