#include "actions/actions.hpp"
#include "cli/command.hpp"
#include "cli/rewards_telling.hpp"
#include "exchange/exchange.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

namespace querist::cli {

namespace {

constexpr std::int64_t year_min = 2000;
constexpr std::int64_t year_max = 9999;

struct RewardsExportFlags {
    std::string study;
    std::int64_t year = 0;
    bool ledger = false;
    std::string output;
    std::string data = "data";
    bool json = false;
};

/// "10.00" of 10.00 USD.
std::string number_of(const Money& money) {
    const std::string text = to_text(money);
    return text.substr(0, text.find(' '));
}

bool is_over(const actions::RewardsPaid& paid, const actions::RewardsPaid::Payment& payment) {
    for (const auto& over : paid.over) {
        const bool same = over.year == payment.year && over.payee == payment.payee &&
                          over.sum.currency == payment.amount.currency;
        if (same && !payment.payee.empty()) return true;
    }
    return false;
}

std::string paid_csv(const actions::RewardsPaid& paid) {
    exchange::CsvText csv({.formulas = exchange::Formulas::guarded});
    for (const char* header :
         {"entry",
          "year",
          "date",
          "compensation",
          "payee",
          "amount",
          "currency",
          "evidence",
          "taken_back",
          "over_tax_threshold"}) {
        csv.cell(header);
    }
    csv.end_line();
    for (const auto& payment : paid.payments) {
        csv.cell(std::to_string(payment.entry));
        csv.cell(std::to_string(payment.year));
        csv.cell(payment.date);
        csv.cell(payment.compensation);
        csv.typed(payment.payee);
        csv.cell(number_of(payment.amount));
        csv.cell(payment.amount.currency);
        csv.typed(payment.evidence);
        csv.typed(payment.taken_back);
        // Of cards nobody knows who has them, so nobody can add theirs up.
        csv.cell(payment.payee.empty() ? "" : is_over(paid, payment) ? "yes" : "no");
        csv.end_line();
    }
    return csv.take();
}

nlohmann::ordered_json paid_json(const actions::RewardsPaid& paid) {
    nlohmann::ordered_json payments = nlohmann::ordered_json::array();
    for (const auto& payment : paid.payments) {
        payments.push_back(
            {{"entry", payment.entry},
             {"year", payment.year},
             {"date", payment.date},
             {"compensation", payment.compensation},
             {"payee", payment.payee},
             {"amount", money_json(payment.amount)},
             {"evidence", payment.evidence},
             {"taken_back", payment.taken_back}}
        );
    }
    nlohmann::ordered_json over = nlohmann::ordered_json::array();
    for (const auto& one : paid.over) {
        over.push_back(
            {{"compensations", one.compensations},
             {"payee", one.payee},
             {"year", one.year},
             {"sum", money_json(one.sum)},
             {"threshold", money_json(one.threshold)}}
        );
    }
    return {
        {"study", paid.study},
        {"payments", std::move(payments)},
        {"over_tax_threshold", std::move(over)}
    };
}

/// "3" of a number that is there.
std::string number_or_nothing(std::int64_t number) {
    return number == 0 ? "" : std::to_string(number);
}

std::string ledger_csv(const std::vector<actions::LedgerLine>& lines) {
    exchange::CsvText csv({.formulas = exchange::Formulas::guarded});
    for (const char* header :
         {"entry",
          "date",
          "kind",
          "compensation",
          "amount",
          "currency",
          "number",
          "of_entry",
          "reason"}) {
        csv.cell(header);
    }
    csv.end_line();
    for (const actions::LedgerLine& line : lines) {
        csv.cell(std::to_string(line.entry));
        csv.cell(compensation::day_text(line.day));
        csv.cell(compensation::to_text(line.kind));
        csv.cell(line.compensation);
        csv.cell(number_of(line.amount));
        csv.cell(line.amount.currency);
        csv.cell(number_or_nothing(line.item));
        csv.cell(number_or_nothing(line.of_entry));
        csv.typed(line.reason);
        csv.end_line();
    }
    return csv.take();
}

nlohmann::ordered_json ledger_json(const std::vector<actions::LedgerLine>& lines) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const actions::LedgerLine& line : lines) {
        nlohmann::ordered_json one = {
            {"entry", line.entry},
            {"date", compensation::day_text(line.day)},
            {"kind", compensation::to_text(line.kind)},
            {"compensation", line.compensation},
            {"amount", money_json(line.amount)},
        };
        if (line.item != 0) one["number"] = line.item;
        if (line.of_entry != 0) one["of_entry"] = line.of_entry;
        if (!line.reason.empty()) one["reason"] = line.reason;
        all.push_back(std::move(one));
    }
    return all;
}

/// Writes the list where it is wanted: a file is readable by its owner only.
int put_list(
    Console& console, const std::string& output, const std::string& list, std::string_view told
) {
    if (output.empty()) {
        console.out(list);
        return exit_fine;
    }
    std::ofstream file(output, std::ios::binary | std::ios::trunc);
    std::error_code ignored;
    std::filesystem::permissions(
        output, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored
    );
    file << list;
    file.close();
    if (!file) {
        return fail(
            console,
            failure(
                "cli.unwritable",
                "the list cannot be written",
                "name a file in a folder that you may write, on a disk with room",
                {.file = output}
            )
                .error()
        );
    }
    console.out(fmt::format("{}: {}\n", output, told));
    return exit_fine;
}

int export_ledger(Console& console, const RewardsExportFlags& flags) {
    const Result<std::vector<actions::LedgerLine>> lines =
        actions::rewards_ledger(flags.study, flags.data, static_cast<int>(flags.year));
    if (!lines) return fail(console, lines.error());
    const std::string list = flags.json ? json_text(ledger_json(*lines)) : ledger_csv(*lines);
    return put_list(console, flags.output, list, fmt::format("{} entries", lines->size()));
}

int rewards_export(Console& console, const RewardsExportFlags& flags) {
    if (flags.ledger) return export_ledger(console, flags);
    const Result<actions::RewardsPaid> paid =
        actions::rewards_paid(flags.study, flags.data, static_cast<int>(flags.year));
    if (!paid) return fail(console, paid.error());
    for (const auto& over : paid->over) {
        console.error(terminal_safe(fmt::format(
            "{}: {} got {} in {}, and the threshold is {}: a tax office may have to be told\n",
            fmt::join(over.compensations, ", "),
            over.payee,
            to_text(over.sum),
            over.year,
            to_text(over.threshold)
        )));
    }
    const std::string list = flags.json ? json_text(paid_json(*paid)) : paid_csv(*paid);
    return put_list(console, flags.output, list, fmt::format("{} payments", paid->payments.size()));
}

}  // namespace

Command rewards_export_command() {
    auto flags = std::make_shared<RewardsExportFlags>();
    return {
        "rewards export",
        "Lists what was paid, for a finance office: CSV with nothing of the answers",
        "A line a payment, with the number of its entry in the ledger. Of gift cards nobody knows "
        "who has them: their lines have a year and no day and no payee. Payees of compensations by "
        "hand stand in the clear: the file is readable by its owner only. Text that a spreadsheet "
        "would take for a formula gets an apostrophe. Who got more in a year than the study file's "
        "tax threshold is named. With --ledger every entry of the ledger is listed instead, in its "
        "order: it is where querist rewards reverse and resend find their entries, and not for an "
        "office, since the order tells when claims were made.",
        {
            {"STUDY", "", "Folder of the study", &flags->study, Option::Need::required},
            {"--year", "N", "Of one year", WholeNumber{&flags->year, year_min, year_max}},
            {"--ledger", "", "Every entry of the ledger instead", &flags->ledger},
            {"-o,--output", "FILE", "Write here instead of the output stream", &flags->output},
            data_option(flags->data),
            {"--json", "", "Print it as JSON", &flags->json},
        },
        {"querist rewards export studies/onnx-interop --year 2026 -o paid-2026.csv",
         "querist rewards export studies/onnx-interop --ledger"},
        [flags](Console& console) { return rewards_export(console, *flags); },
    };
}

}  // namespace querist::cli
