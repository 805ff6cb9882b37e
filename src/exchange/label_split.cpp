#include "exchange/label_split.hpp"

#include "core/core.hpp"

#include <limits>

namespace querist::exchange {

namespace {

/// Where a label or an unknown piece may begin, and how it is best read from there on.
struct Start {
    std::size_t offset = 0;
    std::size_t unknown = std::numeric_limits<std::size_t>::max();  ///< Bytes from here to the end.
    int label = -1;                                                 ///< -1: an unknown piece.
    std::size_t next = 0;  ///< Position of the start after it.
};

class Splitter {
public:
    Splitter(std::string_view cell, std::string_view separator, std::span<const std::string> labels)
        : cell_(cell), separator_(separator), labels_(labels) {
        starts_.push_back({});
        for (std::size_t at = cell.find(separator); at != cell.npos;
             at = cell.find(separator, at + separator.size())) {
            starts_.push_back({at + separator.size()});
        }
        starts_.push_back({cell.size() + separator.size(), 0});  // the end
    }

    SplitLabels split() {
        for (std::size_t i = starts_.size() - 1; i-- > 0;) read_best(i);
        SplitLabels result;
        std::size_t unknown_from = std::string_view::npos;
        for (std::size_t i = 0; i + 1 < starts_.size(); i = starts_[i].next) {
            if (starts_[i].label < 0) {
                if (unknown_from == std::string_view::npos) unknown_from = starts_[i].offset;
                continue;
            }
            keep_unknown(result, unknown_from, starts_[i].offset);
            unknown_from = std::string_view::npos;
            result.found.push_back(starts_[i].label);
        }
        keep_unknown(result, unknown_from, starts_.back().offset);
        return result;
    }

private:
    /// Spaces after a separator belong to it.
    [[nodiscard]] std::string_view rest(std::size_t offset) const {
        std::string_view text = cell_.substr(offset);
        while (text.starts_with(' ')) text.remove_prefix(1);
        return text;
    }

    void read_best(std::size_t i) {
        Start& start = starts_[i];
        const std::string_view text = rest(start.offset);
        const std::size_t skipped = cell_.size() - start.offset - text.size();
        std::size_t longest = 0;
        for (std::size_t label = 0; label < labels_.size(); ++label) {
            const std::string& words = labels_[label];
            if (words.empty() || !text.starts_with(words)) continue;
            const std::size_t next =
                start_at(i, start.offset + skipped + words.size() + separator_.size());
            if (next == 0) continue;
            const std::size_t unknown = starts_[next].unknown;
            if (unknown > start.unknown) continue;
            if (unknown == start.unknown && words.size() <= longest) continue;
            start.unknown = unknown;
            start.label = static_cast<int>(label);
            start.next = next;
            longest = words.size();
        }
        const std::size_t piece = starts_[i + 1].offset - start.offset;
        const std::size_t unknown = starts_[i + 1].unknown + (text.empty() ? 0 : piece);
        if (unknown >= start.unknown) return;
        start.unknown = unknown;
        start.label = -1;
        start.next = i + 1;
    }

    /// The start after position `i` that stands at `offset`; 0: none does.
    [[nodiscard]] std::size_t start_at(std::size_t i, std::size_t offset) const {
        for (std::size_t next = i + 1; next < starts_.size(); ++next) {
            if (starts_[next].offset == offset) return next;
            if (starts_[next].offset > offset) return 0;
        }
        return 0;
    }

    void keep_unknown(SplitLabels& result, std::size_t from, std::size_t to) const {
        if (from == std::string_view::npos) return;
        const std::string_view piece = trimmed(cell_.substr(from, to - separator_.size() - from));
        if (!piece.empty()) result.unknown.emplace_back(piece);
    }

    std::string_view cell_;
    std::string_view separator_;
    std::span<const std::string> labels_;
    std::vector<Start> starts_;
};

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    bool space = false;
    constexpr std::string_view no_break_space = "\xC2\xA0";
    text = trimmed(text);
    while (!text.empty()) {
        if (text.starts_with(no_break_space)) {
            space = true;
            text.remove_prefix(no_break_space.size());
            continue;
        }
        const char c = text.front();
        text.remove_prefix(1);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = true;
            continue;
        }
        if (space) out += ' ';
        space = false;
        out += c;
    }
    return out;
}

SplitLabels split_labels(
    std::string_view cell, std::string_view separator, std::span<const std::string> labels
) {
    if (cell.empty()) return {};
    return Splitter(cell, separator, labels).split();
}

}  // namespace querist::exchange
