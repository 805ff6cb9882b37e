// Saying a phrase: ICU's message format knows the plurals of each language.

#include "language/language.hpp"
#include "language/phrase_table.hpp"

#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <memory>
#include <vector>

namespace querist::language {

namespace {

const PhraseTable& table_of(Tongue tongue) {
    switch (tongue) {
        case Tongue::english:
            return english_phrases;
        case Tongue::german:
            return german_phrases;
        case Tongue::spanish:
            return spanish_phrases;
        case Tongue::french:
            return french_phrases;
        case Tongue::chinese:
            return chinese_phrases;
        case Tongue::arabic:
            return arabic_phrases;
    }
    return english_phrases;
}

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::unique_ptr<icu::MessageFormat> make_format(Tongue tongue, Phrase phrase) {
    UErrorCode error = U_ZERO_ERROR;
    // Answers are typed with the digits 0 to 9, so that is how numbers are said.
    const std::string locale = std::string(tag(tongue)) + "-u-nu-latn";
    auto format = std::make_unique<icu::MessageFormat>(
        unicode(pattern(tongue, phrase)), icu::Locale::forLanguageTag(locale, error), error
    );
    return U_SUCCESS(error) ? std::move(format) : nullptr;
}

/// Reading a pattern takes far longer than filling it in, so each thread keeps what it has read.
const icu::MessageFormat* format_of(Tongue tongue, Phrase phrase) {
    thread_local std::
        array<std::array<std::unique_ptr<icu::MessageFormat>, phrase_count>, tongues.size()>
            known;
    auto& format = known.at(static_cast<std::size_t>(tongue)).at(static_cast<std::size_t>(phrase));
    if (!format) format = make_format(tongue, phrase);
    return format.get();
}

}  // namespace

std::string_view tag(Tongue tongue) {
    switch (tongue) {
        case Tongue::english:
            return "en";
        case Tongue::german:
            return "de";
        case Tongue::spanish:
            return "es";
        case Tongue::french:
            return "fr";
        case Tongue::chinese:
            return "zh-Hans";
        case Tongue::arabic:
            return "ar";
    }
    return "en";
}

std::string_view pattern(Tongue tongue, Phrase phrase) {
    return table_of(tongue).at(static_cast<std::size_t>(phrase));
}

std::string Words::operator()(Phrase phrase, std::initializer_list<Argument> arguments) const {
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const Argument& argument : arguments) {
        names.push_back(unicode(argument.name));
        if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
            values.emplace_back(*number);
        } else {
            values.emplace_back(unicode(std::get<std::string>(argument.value)));
        }
    }
    const icu::MessageFormat* format = format_of(tongue_, phrase);
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString said;
    if (format != nullptr) {
        format->format(
            names.data(), values.data(), static_cast<std::int32_t>(names.size()), said, error
        );
    }
    // A pattern that ICU cannot read fails a test; what is left here is a want of memory.
    if (format == nullptr || U_FAILURE(error)) return std::string(pattern(tongue_, phrase));
    std::string text;
    said.toUTF8String(text);
    return text;
}

}  // namespace querist::language
