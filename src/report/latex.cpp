#include "report/latex_text.hpp"
#include "report/numbers.hpp"
#include "report/render.hpp"
#include "report/telling.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace querist::report {

namespace {

/// How much of the width a column takes, in proportion to the others.
double weight_of(const LaidColumn& column, bool first) {
    switch (column.holds) {
        case LaidColumn::Holds::numbers:
            return 1.5;
        case LaidColumn::Holds::words:
            return first ? 3.5 : 2;
        case LaidColumn::Holds::text:
            return 7;
    }
    return 1;
}

/// Tables with more columns are set smaller.
constexpr std::size_t columns_of_usual_size = 7;

class LatexPrinter : public Printer {
public:
    explicit LatexPrinter(const Report& report) { preamble(report); }

    void heading(int level, const std::string& text) override {
        out_ += fmt::format("\n\\{}section{{{}}}\n\n", level == 1 ? "" : "sub", latex_text(text));
    }
    void paragraph(const std::string& text) override { line(latex_text(text)); }
    void question(const std::string& text) override { line("\\emph{" + latex_text(text) + "}"); }
    void warning(const std::string& text) override {
        line("\\begin{center}\\fbox{\\textbf{" + latex_text(text) + "}}\\end{center}");
    }
    void result_line(const std::string& standing, const std::string& id, const std::string& kind)
        override {
        const std::string begin =
            standing.empty() ? "" : "\\textbf{" + latex_text(standing) + "}, ";
        line("{\\small " + begin + latex_text(kind) + ", \\texttt{" + latex_text(id) + "}}");
    }
    void list(const std::vector<std::string>& lines) override {
        if (lines.empty()) return;
        out_ += "\\begin{itemize}\n";
        for (const std::string& one : lines) out_ += "\\item " + latex_text(one) + "\n";
        out_ += "\\end{itemize}\n\n";
    }
    void table(const LaidTable& table) override;
    void figure(const std::string& name, const Plot& plot) override {
        out_ += fmt::format(
            "\\begin{{figure}}[htbp]\n\\centering\n\\plotfile{{figures/{}.pdf}}\n"
            "\\caption{{{}\\\\{{\\footnotesize {} {}.}}}}\n\\raggedright\\small "
            "{}\n\\end{{figure}}\n\n",
            name,
            latex_text(plot.title),
            latex_text(reading_of(plot)),
            latex_text(stamp_of(plot)),
            latex_text(plot.description)
        );
    }

    std::string take() {
        out_ += "\\end{document}\n";
        return std::move(out_);
    }

private:
    void preamble(const Report& report);
    void line(const std::string& text) { out_ += text + "\n\n"; }
    void head(const LaidTable& table);
    void rows(const LaidTable& table);

    std::string out_;
};

void LatexPrinter::preamble(const Report& report) {
    out_ +=
        "% Compile with: xelatex report.tex (twice, for the numbers of pages). Debian:\n"
        "% texlive-xetex, texlive-latex-recommended, fonts-dejavu-core, fonts-droid-fallback,\n"
        "% fonts-symbola.\n"
        "\\documentclass[a4paper,10pt]{article}\n"
        "\\usepackage{fontspec}\n\\usepackage{etoolbox}\n\\usepackage[margin=22mm]{geometry}\n"
        "\\usepackage{array,booktabs,longtable,graphicx}\n"
        "\\usepackage[font=small,labelfont=bf,justification=raggedright,singlelinecheck=false]"
        "{caption}\n";
    out_ += latex_fonts();
    out_ +=
        "% Figures are PDF files beside this one; without them their words remain.\n"
        "\\newcommand{\\plotfile}[1]{\\IfFileExists{#1}{\\includegraphics[width=.8\\linewidth]{#1}}"
        "{}}\n"
        "\\newcolumntype{L}[1]{>{\\raggedright\\arraybackslash\\hspace{0pt}}p{#1}}\n"
        "\\newcolumntype{R}[1]{>{\\raggedleft\\arraybackslash\\hspace{0pt}}p{#1}}\n"
        "\\setcounter{secnumdepth}{0}\n\\setlength{\\parindent}{0pt}\n"
        "\\setlength{\\parskip}{.5\\baselineskip}\n\\emergencystretch=3em\n";
    out_ += "\\title{Report: " + latex_text(report.title) + "}\n\\author{}\n\\date{}\n";
    out_ += "\\begin{document}\n\\maketitle\n\n";
}

void LatexPrinter::head(const LaidTable& table) {
    if (!table.over.empty()) {
        out_ += fmt::format(
            " & \\multicolumn{{{}}}{{l}}{{\\emph{{{}}}}} \\\\\n",
            table.columns.size() - 1,
            latex_text(table.over)
        );
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const LaidColumn& column = table.columns[i];
        if (i > 0) out_ += " & ";
        out_ += "\\textbf{" + latex_text(column.head) + "}";
        if (!column.small.empty()) out_ += "\\lineend{}" + latex_text(column.small);
    }
    out_ += " \\\\\n\\midrule\n";
}

void LatexPrinter::rows(const LaidTable& table) {
    for (const LaidRow& row : table.rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const LaidCell& cell = row.cells[i];
            if (i > 0) out_ += " & ";
            if (i == 0 && row.rank == LaidRow::Rank::part) out_ += "\\quad ";
            out_ += latex_text(cell.text);
            if (!cell.small.empty())
                out_ += "\\lineend{}{\\scriptsize " + latex_text(cell.small) + "}";
        }
        out_ += " \\\\\n";
    }
    if (!table.empty.empty()) out_ += latex_text(table.empty) + " \\\\\n";
    if (table.foot.empty()) return;
    out_ += "\\midrule\n";
    for (const CountLine& line : table.foot) {
        out_ += latex_text(line.label) + " & " + count_text(line.count) + " \\\\\n";
    }
}

void LatexPrinter::table(const LaidTable& table) {
    const std::size_t count = table.columns.size();
    double all = 0;
    for (std::size_t i = 0; i < count; ++i) all += weight_of(table.columns[i], i == 0);
    // Few narrow columns do not fill the page.
    const double width = std::min(1.0, all / 8);
    std::string columns;
    for (std::size_t i = 0; i < count; ++i) {
        columns += fmt::format(
            "{}{{\\dimexpr {:.4f}\\linewidth-2\\tabcolsep\\relax}}",
            table.columns[i].holds == LaidColumn::Holds::numbers ? "R" : "L",
            width * weight_of(table.columns[i], i == 0) / all
        );
    }
    const bool wide = count > columns_of_usual_size;
    out_ += fmt::format(
        "{{\\{}\\setlength{{\\tabcolsep}}{{{}}}\n\\begin{{longtable}}[l]{{{}}}\n"
        "\\caption{{{}\\\\{{\\footnotesize {}}}}}\\\\\n\\toprule\n",
        wide ? "scriptsize" : "footnotesize",
        wide ? "2pt" : "4pt",
        columns,
        latex_text(table.title),
        latex_text(table.stamp)
    );
    head(table);
    out_ += "\\endfirsthead\n\\toprule\n";
    head(table);
    out_ += "\\endhead\n\\bottomrule\n\\endlastfoot\n";
    rows(table);
    out_ += "\\end{longtable}}\n";
    for (const std::string& note : table.notes) line("{\\footnotesize " + latex_text(note) + "}");
}

}  // namespace

std::string render_latex(const Report& report) {
    LatexPrinter printer(report);
    tell(report, printer);
    return printer.take();
}

}  // namespace querist::report
