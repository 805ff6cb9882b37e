#pragma once

#include "report/laid_table.hpp"
#include "report/numbered.hpp"
#include "report/values.hpp"

#include <string>
#include <vector>

namespace querist::report {

/// The parts that a report read from top to bottom is printed with. Texts come as they are: each
/// kind of document escapes what would be its markup.
class Printer {
public:
    Printer() = default;
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;
    virtual ~Printer() = default;

    virtual void heading(int level, const std::string& text) = 0;  ///< 1 is a section.
    virtual void paragraph(const std::string& text) = 0;
    virtual void question(const std::string& text) = 0;  ///< A research question's words.
    virtual void warning(const std::string& text) = 0;
    /// What stands under the heading of a result: "Planned", "years", "single choice".
    virtual void result_line(
        const std::string& standing, const std::string& id, const std::string& kind
    ) = 0;
    virtual void list(const std::vector<std::string>& lines) = 0;
    virtual void table(const LaidTable& table) = 0;
    virtual void figure(const std::string& name, const Plot& plot) = 0;
};

/// The report in reading order: answers first, then the evidence, then how it was made.
void tell(const Report& report, Printer& printer);

}  // namespace querist::report
