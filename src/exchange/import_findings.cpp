#include "exchange/import_findings.hpp"

#include <algorithm>

namespace querist::exchange {

namespace {

/// The first code points of valid UTF-8, with "…" where something is cut.
std::string shortened(const std::string& text) {
    std::size_t bytes = 0;
    for (std::size_t characters = 0; bytes < text.size(); ++bytes) {
        const bool begins = (static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U;
        if (begins && ++characters > finding_value_characters_max) break;
    }
    return bytes == text.size() ? text : text.substr(0, bytes) + "…";
}

}  // namespace

void ImportFindings::add(ImportFinding finding, std::int64_t line) {
    lost_ = lost_ || finding.loss == Loss::lost;
    finding.value = shortened(finding.value);
    const auto place = places_.find({finding.code, finding.column, finding.value});
    if (place == places_.end()) {
        if (findings_.size() == limits::import_findings_max) {
            ++unlisted_;
            return;
        }
        places_.emplace(std::tuple(finding.code, finding.column, finding.value), findings_.size());
        finding.count = 1;
        finding.lines = {line};
        findings_.push_back(std::move(finding));
        return;
    }
    ImportFinding& known = findings_[place->second];
    ++known.count;
    if (known.lines.size() < finding_lines_max && known.lines.back() != line) {
        known.lines.push_back(line);
    }
}

std::vector<ImportFinding> ImportFindings::listed() const {
    std::vector<ImportFinding> sorted = findings_;
    std::ranges::sort(sorted, {}, [](const ImportFinding& one) {
        return std::tuple(one.lines.front(), one.column, one.code, one.value);
    });
    return sorted;
}

}  // namespace querist::exchange
