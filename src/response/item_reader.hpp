#pragma once

#include "response/field_table.hpp"
#include "response/walk.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace querist::response {

/// Reads and judges the fields of one item that applies, whose predecessors `walk` has decided.
/// Requirements and the study's own rule are not its business.
class ItemReader {
public:
    ItemReader(
        const instrument::Study& study,
        Walk& walk,
        int item,
        std::span<const Field> fields,
        std::vector<FieldFault>& faults
    );

    [[nodiscard]] Answer read();

    // One for each kind: a kind without one does not compile.
    [[nodiscard]] Answer read(const instrument::SingleChoice& kind);
    [[nodiscard]] Answer read(const instrument::SeveralChoices& kind);
    [[nodiscard]] Answer read(const instrument::YesNo& kind);
    [[nodiscard]] Answer read(const instrument::Grid& kind);
    [[nodiscard]] Answer read(const instrument::Matrix& kind);
    [[nodiscard]] Answer read(const instrument::SemanticDifferential& kind);
    [[nodiscard]] Answer read(const instrument::Ranking& kind);
    [[nodiscard]] Answer read(const instrument::ConstantSum& kind);
    [[nodiscard]] Answer read(const instrument::NetPromoter& kind);
    [[nodiscard]] Answer read(const instrument::Text& kind);
    [[nodiscard]] Answer read(const instrument::Email& kind);
    [[nodiscard]] Answer read(const instrument::Number& kind);
    [[nodiscard]] Answer read(const instrument::Date& kind);
    [[nodiscard]] Answer read(const instrument::Consent& kind);
    [[nodiscard]] Answer read(const instrument::Information& kind);

private:
    void fault(std::string field, Fault fault, std::string detail = {});
    [[nodiscard]] bool required() const;
    /// Position of the chosen code when it is known and offered; -1 and a fault otherwise.
    [[nodiscard]] int chosen(
        const std::vector<instrument::Option>& options, const Field& field, const std::string& name
    );
    /// Reads a typed text within `characters_max`; a fault names `name`.
    [[nodiscard]] std::string text(
        std::string_view typed,
        instrument::TextLength length,
        std::size_t characters_max,
        const std::string& name
    );
    [[nodiscard]] std::map<int, std::string> texts(const std::vector<instrument::Option>& options);
    /// Required: the chosen option that takes a text has one.
    void expect_text(
        const instrument::Option& option, int index, const std::map<int, std::string>& texts
    );
    /// The one text that was typed, cleaned; empty where there is none or a fault says why.
    [[nodiscard]] std::string one_line(std::size_t characters_max);
    /// Whether what stands alone does; false: there is a choice that does.
    [[nodiscard]] bool together(
        const std::vector<instrument::Option>& options,
        const std::vector<int>& indices,
        const std::string& name
    );
    /// One point of the same scale for each row.
    [[nodiscard]] Answer cells(
        const std::vector<instrument::Option>& rows, const std::vector<instrument::Option>& scale
    );
    /// One whole number from `least` to `greatest` a row; -1 where a row has none that fits.
    [[nodiscard]] expression::Figures figures(
        const std::vector<instrument::Option>& rows, std::int64_t least, std::int64_t greatest
    );
    void judge_ranks(const instrument::Ranking& kind, const std::vector<std::int64_t>& ranks);
    void judge_set(const instrument::SeveralChoices& kind, const std::vector<int>& indices);
    void judge_bounds(const instrument::Number& kind, double number);

    const instrument::Item& item_;
    Walk& walk_;
    int index_;
    std::span<const Field> fields_;
    std::vector<FieldFault>& faults_;
};

}  // namespace querist::response
