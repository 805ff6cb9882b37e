#include "instrument/shown_words.hpp"

#include "instrument/reading_grade.hpp"

namespace querist::instrument {

namespace {

int option_words(const std::vector<Option>& options) {
    int words = 0;
    for (const Option& option : options) {
        words += text_counts(row_words(option)).words + text_counts(option.description).words;
    }
    return words;
}

/// Choices, rows and points are what `options_of` and `rows_of` say, once each where both are the
/// same list.
int kind_words(const Kind& kind) {
    const auto* single = std::get_if<SingleChoice>(&kind);
    if (single != nullptr && single->appearance == Appearance::dropdown) return 0;
    if (const auto* consent = std::get_if<Consent>(&kind)) {
        return text_counts(consent->statement).words;
    }
    const std::vector<Option>& options = options_of(kind);
    const std::vector<Option>& rows = rows_of(kind);
    return option_words(options) + (&rows == &options ? 0 : option_words(rows));
}

}  // namespace

int shown_words(const Item& item) {
    return text_counts(item.ask).words + text_counts(item.hint).words + kind_words(item.kind);
}

int shown_words(const Page& page) {
    return text_counts(page.title).words + text_counts(page.text).words;
}

}  // namespace querist::instrument
