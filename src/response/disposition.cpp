#include "response/disposition.hpp"

#include "response/response.hpp"

namespace querist::response {

Disposition disposition_of(const ResponseTable::Meta& meta) {
    // Before all others: a withdrawal of what does not count must not make it count again.
    if (meta.excluded) return Disposition::excluded;
    switch (meta.completion) {
        case Completion::complete:
            return Disposition::completed;
        case Completion::partial:
            return Disposition::partial;
        case Completion::broken_off:
            return Disposition::broken_off;
        case Completion::refused:
            return Disposition::refused;
        case Completion::withdrawn:
            return Disposition::withdrawn;
        case Completion::screened_out:
            return Disposition::screened_out;
        case Completion::quota_full:
            return Disposition::quota_full;
    }
    return Disposition::excluded;
}

bool is_reported(Disposition disposition) {
    switch (disposition) {
        case Disposition::withdrawn:
        case Disposition::completed:
        case Disposition::partial:
        case Disposition::broken_off:
            return true;
        case Disposition::excluded:
        case Disposition::refused:
        case Disposition::screened_out:
        case Disposition::quota_full:
            return false;
    }
    return false;
}

bool has_started(Disposition disposition) {
    return disposition == Disposition::screened_out || disposition == Disposition::quota_full ||
           is_reported(disposition);
}

// Who is eligible and started is in the tables, and the other way round.
bool is_eligible(Disposition disposition) { return is_reported(disposition); }

DispositionCounts::DispositionCounts(
    std::initializer_list<std::pair<Disposition, std::int64_t>> counts
) {
    for (const auto& [disposition, count] : counts) add(disposition, count);
}

void DispositionCounts::add(Disposition disposition, std::int64_t count) {
    counts_[static_cast<std::size_t>(disposition)] += count;
}

std::int64_t DispositionCounts::of(Disposition disposition) const {
    return counts_[static_cast<std::size_t>(disposition)];
}

std::int64_t DispositionCounts::where(bool (*rule)(Disposition)) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        if (rule(static_cast<Disposition>(i))) sum += counts_[i];
    }
    return sum;
}

}  // namespace querist::response
