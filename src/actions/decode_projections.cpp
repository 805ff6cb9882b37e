#include "actions/decode_projections.hpp"

#include "actions/table_filler.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace querist::actions {

namespace {

using response::ResponseTable;
using response::Status;

/// Projections as read, on their way from the thread that reads to those that decode.
struct Batch {
    struct Row {
        PublicId public_id;
        Digest version;
        Status status = Status::in_progress;
        std::size_t begin = 0;
        std::size_t length = 0;
        bool excluded = false;
    };
    std::vector<Row> rows;
    std::string bytes;
};
constexpr std::size_t batch_bytes = 512 * 1024;
constexpr std::size_t batch_rows = 4096;
constexpr std::size_t batches_waiting_max = 8;
/// The reader is busy for about a third of the time that one decoder is.
constexpr std::size_t decoders = 2;

class BatchQueue {
public:
    void push(Batch batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return batches_.size() < batches_waiting_max; });
        batches_.push_back(std::move(batch));
        changed_.notify_all();
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }
    /// Empty: closed and nothing left.
    std::optional<Batch> pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !batches_.empty() || closed_; });
        if (batches_.empty()) return std::nullopt;
        Batch batch = std::move(batches_.front());
        batches_.pop_front();
        changed_.notify_all();
        return batch;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> batches_;
    bool closed_ = false;
};

/// Decodes rows into a table until one cannot be read or is of a version that it does not know.
class Decoder {
public:
    explicit Decoder(const std::deque<instrument::Study>& studies) : table_(empty_table(studies)) {
        for (std::size_t i = 0; i < studies.size(); ++i) {
            fillers_.emplace_back(studies[i], table_, static_cast<int>(i));
        }
    }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    void take(BatchQueue& queue) {
        while (const std::optional<Batch> batch = queue.pop()) {
            for (const Batch::Row& row : batch->rows) {
                if (failed_ || foreign_) break;  // the rest is only drained
                take(row, std::string_view(batch->bytes).substr(row.begin, row.length));
            }
        }
    }

    [[nodiscard]] bool met_foreign_version() const { return foreign_; }
    [[nodiscard]] const std::optional<Problem>& problem() const { return failed_; }
    [[nodiscard]] ResponseTable& table() { return table_; }

private:
    void take(const Batch::Row& row, std::string_view projection) {
        if (row.version != last_version_ || last_ < 0) {
            last_version_ = row.version;
            last_ = table_.version_of(row.version);
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
        if (const Result<void> read = filler.read(projection); !read) {
            failed_ = read.error();
            return;
        }
        filler.add(table_, row.public_id, row.status);
    }

    ResponseTable table_;
    std::deque<VersionFiller> fillers_;
    Digest last_version_;
    int last_ = -1;
    bool foreign_ = false;
    std::optional<Problem> failed_;
};

void read_rows(const ProjectionRows& rows, BatchQueue& queue) {
    Batch batch;
    rows([&](const store::ProjectionRow& row) {
        // A refusal is counted, not reported: nothing was asked.
        if (row.status == Status::refused) return;
        // Withdrawn, or to be: a response without entries since it began has no projection.
        if (row.data.empty() && row.status != Status::withdrawn) return;
        batch.rows.push_back(
            {row.public_id,
             row.version_hash,
             row.status,
             batch.bytes.size(),
             row.data.size(),
             row.excluded}
        );
        batch.bytes += row.data;
        if (batch.bytes.size() < batch_bytes && batch.rows.size() < batch_rows) return;
        queue.push(std::move(batch));
        batch = {};
    });
    queue.push(std::move(batch));
}

}  // namespace

ResponseTable empty_table(const std::deque<instrument::Study>& studies) {
    std::vector<const instrument::Study*> versions;
    versions.reserve(studies.size());
    for (const instrument::Study& study : studies) versions.push_back(&study);
    return ResponseTable(versions);
}

Result<std::optional<ResponseTable>> decode_projections(
    const std::deque<instrument::Study>& studies, const ProjectionRows& rows
) {
    std::deque<Decoder> working;
    for (std::size_t i = 0; i < decoders; ++i) working.emplace_back(studies);
    BatchQueue queue;
    {
        std::vector<std::jthread> threads;
        // Closed before the threads are waited for, also when reading throws.
        struct Closing {
            BatchQueue& queue;
            ~Closing() { queue.close(); }
        };
        threads.reserve(decoders);
        for (Decoder& decoder : working) {
            threads.emplace_back([&queue, &decoder] { decoder.take(queue); });
        }
        const Closing closing{queue};
        read_rows(rows, queue);
    }
    for (const Decoder& decoder : working) {
        if (const std::optional<Problem>& problem = decoder.problem()) {
            return std::unexpected(*problem);
        }
    }
    for (const Decoder& decoder : working) {
        if (decoder.met_foreign_version()) return std::optional<ResponseTable>();
    }
    ResponseTable table = std::move(working.front().table());
    for (std::size_t i = 1; i < working.size(); ++i) table.append(std::move(working[i].table()));
    return std::optional(std::move(table));
}

}  // namespace querist::actions
