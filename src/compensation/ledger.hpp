#pragma once

#include "compensation/happening.hpp"

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace querist::compensation {

/// A study's whole ledger in memory: what is decided over it is posted at once, and what was stored
/// is checked entry by entry. A million entries take some 200 MB.
class Ledger final : public Book {
public:
    explicit Ledger(std::string_view study);

    /// Makes room for so many entries, which are about to come.
    void expect(std::int64_t entries);

    /// A budget that is there keeps its terms.
    void open_budget(const BudgetTerms& terms);

    /// Posts what an event moves, and gives the entries that it made. Problems: those of
    /// postings_of; then nothing was posted.
    Result<std::vector<Entry>> take(const Happening& happening);

    /// Takes the next stored entry over, when it is lawful and its link fits. compensation.broken
    /// names it and says why not; nothing was posted then.
    std::optional<Problem> replay(const Entry& entry);

    [[nodiscard]] std::int64_t entries() const { return static_cast<std::int64_t>(past_.size()); }
    [[nodiscard]] const Digest& head() const { return head_; }

    std::optional<BudgetState> budget(std::string_view id) override;
    std::optional<PastEntry> find(
        std::string_view budget, PostingKind kind, std::string_view subject
    ) override;
    std::optional<PastEntry> entry(std::int64_t sequence) override;

private:
    struct Past {
        std::int64_t sequence = 0;
        std::int64_t minor_units = 0;
        std::uint32_t budget = 0;  ///< Its position.
        PostingKind kind = PostingKind::funded;
        Account to = Account::budget;
    };
    using Index = std::pmr::unordered_map<std::pmr::string, Past>;  ///< By budget, kind, subject.

    [[nodiscard]] std::optional<std::size_t> position_of(std::string_view budget) const;
    [[nodiscard]] PastEntry told(const Index::value_type& one) const;
    void post(const Posting& posting);

    std::vector<BudgetState> budgets_;
    /// Entries only come, so their memory goes in one piece, in the order in which they came.
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;
    Index index_;
    std::pmr::string sought_;                     ///< The key that `find` looks for.
    std::vector<const Index::value_type*> past_;  ///< By sequence, from 1.
    Digest head_;
};

}  // namespace querist::compensation
