#include "actions/decode_projections.hpp"

#include "actions/at_once.hpp"
#include "actions/table_filler.hpp"

#include <exception>
#include <thread>

namespace querist::actions {

namespace {

using response::ResponseTable;
using response::Status;

/// Decodes rows into a table until one cannot be read or is of a version that it does not know.
class Decoder {
public:
    /// `expected`: for how many responses memory is worth finding.
    Decoder(const std::deque<instrument::Study>& studies, std::size_t expected)
        : table_(empty_table(studies)), expected_(expected) {
        table_.reserve(expected);
        for (std::size_t i = 0; i < studies.size(); ++i) {
            fillers_.emplace_back(studies[i], table_, static_cast<int>(i));
        }
    }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// On a thread of its own; what is thrown is kept for `end`.
    void take_all(const ProjectionRows& rows) noexcept {
        try {
            rows([this](const store::ProjectionRow& row) {
                if (!failed_ && !foreign_) take(row);
            });
        } catch (...) {
            thrown_ = std::current_exception();
        }
    }

    /// Throws what reading has thrown, once no thread is at work.
    void end() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

    [[nodiscard]] bool met_foreign_version() const { return foreign_; }
    [[nodiscard]] const std::optional<Problem>& problem() const { return failed_; }
    [[nodiscard]] ResponseTable& table() { return table_; }

private:
    void take(const store::ProjectionRow& row) {
        // A refusal is counted, not reported: nothing was asked.
        if (row.status == Status::refused) return;
        // Withdrawn, or to be: a response without entries since it began has no projection.
        if (row.data.empty() && row.status != Status::withdrawn) return;
        if (row.version_hash != last_version_ || last_ < 0) {
            last_version_ = row.version_hash;
            last_ = table_.version_of(row.version_hash);
        }
        if (last_ < 0) {
            foreign_ = true;
            return;
        }
        if (row.status == Status::withdrawn) {
            ResponseTable::Meta meta;
            meta.public_id = row.public_id;
            meta.version = last_;
            meta.completion = response::Completion::withdrawn;
            meta.excluded = row.excluded;
            table_.add_response(meta, response::Gap::withdrawn);
            return;
        }
        VersionFiller& filler = fillers_[static_cast<std::size_t>(last_)];
        if (const Result<void> read = filler.read(row.data); !read) {
            failed_ = read.error();
            return;
        }
        filler.add(table_, row.public_id, row.status);
        if (table_.size() == telling_responses && expected_ > telling_responses) {
            table_.reserve(expected_);
        }
    }

    /// So many say how much text the others bring.
    static constexpr std::size_t telling_responses = 1024;

    ResponseTable table_;
    std::size_t expected_;
    std::deque<VersionFiller> fillers_;
    Digest last_version_;
    int last_ = -1;
    bool foreign_ = false;
    std::optional<Problem> failed_;
    std::exception_ptr thrown_;
};

}  // namespace

ResponseTable empty_table(const std::deque<instrument::Study>& studies) {
    std::vector<const instrument::Study*> versions;
    versions.reserve(studies.size());
    for (const instrument::Study& study : studies) versions.push_back(&study);
    return ResponseTable(versions);
}

Result<std::optional<ResponseTable>> decode_projections(
    const std::deque<instrument::Study>& studies,
    std::span<const ProjectionRows> sources,
    std::size_t expected
) {
    std::deque<Decoder> working;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        // The first takes in what the others hold; those have about equal shares.
        working.emplace_back(studies, i == 0 ? expected : expected * 5 / 8);
    }
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < sources.size(); ++i) {
            threads.emplace_back([&, i] { working[i].take_all(sources[i]); });
        }
        working.front().take_all(sources.front());
    }
    for (const Decoder& decoder : working) decoder.end();
    for (const Decoder& decoder : working) {
        if (const std::optional<Problem>& problem = decoder.problem()) {
            return std::unexpected(*problem);
        }
    }
    for (const Decoder& decoder : working) {
        if (decoder.met_foreign_version()) return std::optional<ResponseTable>();
    }
    ResponseTable table = std::move(working.front().table());
    std::vector<ResponseTable> others;
    for (std::size_t i = 1; i < working.size(); ++i) {
        others.push_back(std::move(working[i].table()));
    }
    table.sort_by_public_id(others, {.parts = sources.size(), .run = at_once});
    return std::optional(std::move(table));
}

}  // namespace querist::actions
