#pragma once

#include "report/laid_table.hpp"
#include "report/markup.hpp"
#include "report/supplements.hpp"
#include "report/values.hpp"

#include <string>
#include <string_view>

namespace querist::report {

/// Writes one report as a page. Tables and figures are numbered in their order.
class Page {
public:
    explicit Page(const Report& report) : report_(report) {}
    std::string document();

private:
    void head();
    void running_header();
    void opening();
    void contents();
    void flow();
    void section(const Section& section);
    void item(const Section& section, const ItemReport& item);
    void picture(const Plot& plot);
    void method();

    // What the plan adds: src/report/html_analysis.cpp.
    void found();
    void analysis(const Section& section, const Analysis& one, std::string_view kind);
    void weights();
    void plan();
    void checklists();
    void supplement(const Supplement& part);
    void standing(Standing standing);
    /// Where the evidence of a finding stands.
    [[nodiscard]] std::string anchor_of(std::string_view evidence) const;

    // Tables: src/report/html_table.cpp.
    void table(const Table& table);
    void laid(const LaidTable& table);
    void table_head(const LaidTable& table);
    void table_rows(const LaidTable& table);
    void table_foot(const LaidTable& table);

    const Report& report_;
    Markup out_;
    int tables_ = 0;
    int figures_ = 0;
};

/// Research questions are named by the study: the prefix keeps them apart from the page's own ids.
[[nodiscard]] std::string anchor(const Section& section);
[[nodiscard]] std::string anchor(const Section& section, const ItemReport& item);
[[nodiscard]] std::string anchor(
    const Section& section, const Analysis& analysis, std::string_view kind
);

}  // namespace querist::report
