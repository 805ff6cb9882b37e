#include "actions/response_table.hpp"
#include "exchange/exchange.hpp"

namespace querist::actions {

Result<std::vector<ExportedFile>> export_responses(
    const std::filesystem::path& study_folder,
    const std::filesystem::path& data,
    ExportFormat format,
    std::optional<response::Origin> origin,
    const ExportOptions& options
) {
    const Result<StoredResponses> stored = read_responses(study_folder, data, origin, Wanted::all);
    if (!stored) return std::unexpected(stored.error());
    const std::string& name = stored->versions.front().id;
    const exchange::CsvOptions csv{
        .byte_order_mark = options.byte_order_mark ? exchange::ByteOrderMark::present
                                                   : exchange::ByteOrderMark::absent,
        .formulas =
            options.guard_formulas ? exchange::Formulas::guarded : exchange::Formulas::as_typed,
    };
    std::vector<ExportedFile> files;
    if (format == ExportFormat::csv) {
        files.push_back({name + ".csv", exchange::responses_csv(stored->table, stored->origin, csv)}
        );
    } else {
        files.push_back(
            {name + ".jsonl", exchange::responses_json_lines(stored->table, stored->origin)}
        );
    }
    files.push_back({name + ".labels.csv", exchange::labels_csv(stored->table, csv)});
    if (options.starters && format == ExportFormat::csv) {
        for (const exchange::StarterFile& file : exchange::starter_files()) {
            files.push_back({std::string(file.name), std::string(file.text)});
        }
    }
    return files;
}

}  // namespace querist::actions
