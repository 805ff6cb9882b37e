#include "instrument/value_check.hpp"

#include "instrument/analysis_words.hpp"
#include "instrument/currency.hpp"
#include "instrument/locale_names.hpp"
#include "instrument/looks.hpp"
#include "instrument/yaml_scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace querist::instrument {

namespace {

template <class Spec>
std::vector<std::string> names_of(std::span<const Spec> specs) {
    std::vector<std::string> names;
    for (const Spec& spec : specs) names.emplace_back(spec.name);
    return names;
}

/// The cure for a word that is none of a closed list.
std::string nearest_or_all(const std::string& word, const std::vector<std::string>& known) {
    return nearest_or(word, known, fmt::format("write one of: {}", fmt::join(known, ", ")));
}

class ValueCheck {
public:
    ValueCheck(const YamlEntry& entry, ProblemList& list)
        : key_(entry.key), node_(entry.value), list_(list) {}

    void check(ValueType type) {
        if (node_.reported || !node_.whole) return;
        if (type == ValueType::study_ids) return check_ids();
        if (type == ValueType::option_shares) return check_option_shares();
        if (type == ValueType::variables && node_.kind == YamlNode::Kind::sequence) {
            return check_variables();
        }
        if (node_.kind == YamlNode::Kind::nothing) return check_nothing(type);
        if (node_.kind != YamlNode::Kind::scalar) {
            wrong_type(type, "write it on one line after the colon");
            return;
        }
        check_scalar(type);
    }

private:
    void check_language() {
        check_known(
            is_language(node_.text),
            ValueType::language,
            "study.unknown-language",
            "write a BCP 47 tag, as in en, de or pt-BR"
        );
    }
    void check_time_zone() {
        check_known(
            is_time_zone(node_.text),
            ValueType::time_zone,
            "study.unknown-time-zone",
            "write an IANA name, as in Europe/Berlin or UTC"
        );
    }
    void check_appearance() {
        check_known(
            std::ranges::find(appearance_specs(), node_.text, &AppearanceSpec::name) !=
                appearance_specs().end(),
            ValueType::appearance,
            "study.unknown-appearance",
            nearest_or_all(node_.text, names_of(appearance_specs()))
        );
    }
    void check_date() {
        check_known(
            is_calendar_date(node_.text),
            ValueType::date,
            "study.bad-date",
            "write year-month-day, as in 2031-12-31"
        );
    }
    void check_colour() {
        check_known(
            parse_colour(node_.text).has_value(),
            ValueType::colour,
            "study.bad-colour",
            "write # and 6 hexadecimal digits in quotes, as in \"#1a5fb4\""
        );
    }
    void check_fonts() {
        check_known(
            font_family(node_.text).has_value(),
            ValueType::fonts,
            "study.bad-fonts",
            "write names with commas between them, the last one serif, sans-serif, monospace or "
            "system-ui, as in Georgia, serif"
        );
    }
    void check_share() {
        check_known(
            share_of(&node_).has_value(),
            ValueType::share,
            "study.bad-percentage",
            "write a number from 0 to 100 and a percent sign, as in 50 %"
        );
    }
    void check_mailbox() {
        const Result<Mailbox> mailbox = Mailbox::parse(node_.text);
        if (mailbox) return;
        list_.report(
            "study.bad-address", node_.start, mailbox.error().message, mailbox.error().cure
        );
    }
    void check_hours() {
        check_known(
            parse_quiet_hours(node_.text).has_value(),
            ValueType::hours,
            "study.bad-hours",
            "write two times of the day with a hyphen between them, as in 21:00-08:00"
        );
    }
    void check_word_of(ValueType type) {
        if (type == ValueType::mode) {
            check_word("study.unknown-mode", names_of(mode_specs()));
        } else if (type == ValueType::kind) {
            check_word("study.unknown-kind", names_of(kind_specs()));
        } else if (type == ValueType::planned_test) {
            check_word("study.unknown-test", names_of(test_specs()));
        } else if (type == ValueType::sampling_design) {
            check_word("study.unknown-design", names_of(design_specs()));
        } else if (type == ValueType::reminder_audience) {
            check_word("study.unknown-audience", names_of(audience_specs()));
        } else if (type == ValueType::payment) {
            check_word("study.unknown-payment", names_of(payment_specs()));
        } else if (type == ValueType::eligibility) {
            check_word("study.unknown-eligibility", names_of(eligibility_specs()));
        } else if (type == ValueType::budget_end) {
            check_word("study.unknown-budget-end", names_of(budget_end_specs()));
        } else if (type == ValueType::p_adjustment) {
            check_choice("study.unknown-adjustment", names_of(adjustment_specs()));
        } else if (type == ValueType::missing_answers) {
            check_choice("study.unknown-missing", names_of(missing_specs()));
        } else {
            check_choice("study.unknown-row-order", names_of(row_order_specs()));
        }
    }
    void check_id(ValueType type) {
        if (type == ValueType::item_id) {
            check_item_id();
        } else {
            check_study_id(node_);
        }
    }
    void check_look(ValueType type) {
        if (type == ValueType::colour) {
            check_colour();
        } else {
            check_fonts();
        }
    }
    void check_scalar(ValueType type) {
        switch (type) {
            case ValueType::text:
            case ValueType::markdown:
                check_text();
                break;
            case ValueType::item_id:
            case ValueType::study_id:
                check_id(type);
                break;
            case ValueType::whole:
            case ValueType::number:
                check_number(type);
                break;
            case ValueType::truth:
                check_truth();
                break;
            case ValueType::language:
                check_language();
                break;
            case ValueType::time_zone:
                check_time_zone();
                break;
            case ValueType::appearance:
                check_appearance();
                break;
            case ValueType::money:
                check_money();
                break;
            case ValueType::date:
                check_date();
                break;
            case ValueType::colour:
            case ValueType::fonts:
                check_look(type);
                break;
            case ValueType::share:
                check_share();
                break;
            case ValueType::mailbox:
                check_mailbox();
                break;
            case ValueType::hours:
                check_hours();
                break;
            case ValueType::variable:
            case ValueType::variables:
                check_surprise(list_, node_);
                break;
            case ValueType::planned_test:
            case ValueType::p_adjustment:
            case ValueType::missing_answers:
            case ValueType::row_order:
            case ValueType::sampling_design:
            case ValueType::reminder_audience:
            case ValueType::payment:
            case ValueType::eligibility:
            case ValueType::budget_end:
            case ValueType::mode:
            case ValueType::kind:
                check_word_of(type);
                break;
            case ValueType::condition:
            case ValueType::calculation:  // study_conditions.cpp reads both
            case ValueType::study_ids:
            case ValueType::option_shares:
            case ValueType::section:
            case ValueType::sections:
                break;
        }
    }

    void wrong_type(ValueType type, std::string cure) {
        list_.report(
            "study.wrong-type",
            node_.start,
            fmt::format("\"{}\" takes {}, not {}", key_.text, type_words(type), node_words(node_)),
            std::move(cure)
        );
    }

    void check_nothing(ValueType type) {
        if (!node_.text.empty()) {  // null or ~
            check_surprise(list_, node_);
            return;
        }
        list_.report(
            "study.empty-value",
            key_.start,
            fmt::format("nothing stands after \"{}\"", key_.text),
            type == ValueType::colour
                ? std::string(
                      "write it in quotes, as in \"#1a5fb4\": YAML takes a bare # as a comment"
                  )
                : fmt::format("write {} after the colon, or remove the key", type_words(type))
        );
    }

    void check_text() {
        if (trimmed(node_.text).empty()) return check_blank();
        check_surprise(list_, node_);
        if (const auto lost = lost_comment(node_, list_.source)) {
            list_.report(
                "study.yaml-surprise",
                node_.start,
                fmt::format("YAML takes \"{}\" as a comment: it is not part of the text", *lost),
                "put the whole text in double quotes, or a space after the # of a comment"
            );
        }
    }

    void check_blank() {
        list_.report(
            "study.empty-value",
            node_.start,
            fmt::format("\"{}\" has an empty text", key_.text),
            "write the text, or remove the key"
        );
    }

    void check_item_id() {
        check_surprise(list_, node_);
        if (is_item_id(node_.text) && is_condition_word(node_.text)) {
            list_.report(
                "study.bad-id",
                node_.start,
                fmt::format("\"{}\" is a word of the condition language", node_.text),
                fmt::format("choose another id, such as {}_item", node_.text)
            );
        } else if (!is_item_id(node_.text)) {
            list_.report(
                "study.bad-id",
                node_.start,
                fmt::format("\"{}\" cannot be an id here", node_.text),
                fmt::format(
                    "use 1 to {} lower-case letters, digits and _, beginning with "
                    "a letter",
                    limits::id_characters_max
                )
            );
        }
    }

    void check_study_id(const YamlNode& node) {
        check_surprise(list_, node);
        if (is_study_id(node.text)) return;
        list_.report(
            "study.bad-id",
            node.start,
            fmt::format("\"{}\" cannot be an id here", node.text),
            fmt::format(
                "use 1 to {} lower-case letters, digits and -, beginning with a "
                "letter",
                limits::id_characters_max
            )
        );
    }

    void check_ids() {
        if (node_.kind != YamlNode::Kind::sequence) {
            wrong_type(
                ValueType::study_ids,
                fmt::format("write [{}]", node_.text.empty() ? "id" : node_.text)
            );
            return;
        }
        for (const YamlNode& one : node_.items) {
            if (one.reported) continue;
            if (one.kind == YamlNode::Kind::scalar) {
                check_study_id(one);
            } else {
                list_.report(
                    "study.wrong-type",
                    one.start,
                    "an id is a single word",
                    "write a list such as [how-and-why]"
                );
            }
        }
    }

    void check_number(ValueType type) {
        const bool is_whole = type == ValueType::whole;
        if (is_whole ? whole_of(&node_).has_value() : number_of(&node_).has_value()) return;
        const std::string_view example = is_whole ? "7" : "10";
        const bool plain = node_.style == YamlNode::Style::plain;
        const auto surprise = yaml_surprise(node_.text);
        if (plain && surprise && !parse_decimal(node_.text)) {
            list_.report(
                "study.yaml-surprise",
                node_.start,
                fmt::format("YAML tools read {} as {}", node_.text, *surprise),
                fmt::format("write plain digits, as in {}", example)
            );
            return;
        }
        const bool in_quotes = !plain && parse_decimal(node_.text);
        list_.report(
            "study.wrong-type",
            node_.start,
            fmt::format(
                "\"{}\" takes {}, and {}",
                key_.text,
                type_words(type),
                in_quotes ? "quotes make it a text" : "this is none"
            ),
            fmt::format("write plain digits without quotes, as in {}", example)
        );
    }

    void check_truth() {
        const bool plain = node_.style == YamlNode::Style::plain;
        if (plain && (node_.text == "true" || node_.text == "false")) return;
        list_.report(
            "study.wrong-type",
            node_.start,
            fmt::format("\"{}\" takes true or false", key_.text),
            "write true or false in lower case without quotes, or remove the key"
        );
    }

    void check_known(bool good, ValueType type, std::string code, std::string cure) {
        if (good) return;
        list_.report(
            std::move(code),
            node_.start,
            fmt::format("\"{}\" is not {}", node_.text, type_words(type)),
            std::move(cure)
        );
    }

    void check_word(std::string code, const std::vector<std::string>& known) {
        if (std::find(known.begin(), known.end(), node_.text) != known.end()) return;
        list_.report(
            std::move(code),
            node_.start,
            fmt::format("there is no {} \"{}\"", key_.text, node_.text),
            nearest_or_all(node_.text, known)
        );
    }

    /// Like `check_word`, for keys that do not name what stands after them.
    void check_choice(std::string code, const std::vector<std::string>& known) {
        if (std::find(known.begin(), known.end(), node_.text) != known.end()) return;
        list_.report(
            std::move(code),
            node_.start,
            fmt::format("\"{}\" does not take \"{}\"", key_.text, node_.text),
            nearest_or_all(node_.text, known)
        );
    }

    /// What a name stands for is the reader's to find out.
    void check_variables() {
        if (node_.items.empty()) {
            list_.report(
                "study.empty-list",
                key_.start,
                fmt::format("\"{}\" is empty", key_.text),
                "name at least one item in brackets, or remove the key"
            );
        }
        for (const YamlNode& one : node_.items) {
            if (one.reported) continue;
            if (one.kind == YamlNode::Kind::scalar && !one.text.empty()) {
                check_surprise(list_, one);
                continue;
            }
            list_.report(
                "study.wrong-type",
                one.start,
                fmt::format("\"{}\" lists names of items, not {}", key_.text, node_words(one)),
                "write a list such as [ml_years, problems.crashes]"
            );
        }
    }

    void check_option_shares() {
        if (node_.kind != YamlNode::Kind::mapping) {
            wrong_type(ValueType::option_shares, "write {small: 40 %, large: 60 %}");
            return;
        }
        for (const YamlEntry& one : node_.entries) {
            check_surprise(list_, one.key);
            if (one.value.reported) continue;
            if (one.value.kind == YamlNode::Kind::scalar && share_of(&one.value)) continue;
            list_.report(
                "study.bad-percentage",
                one.value.kind == YamlNode::Kind::nothing ? one.key.start : one.value.start,
                fmt::format("the share of \"{}\" is no percentage", one.key.text),
                "write a number from 0 to 100 and a percent sign, as in 50 %"
            );
        }
    }

    void check_money() {
        const std::string_view text = node_.text;
        const std::size_t space = text.find(' ');
        const bool has_currency = space != std::string_view::npos;
        if (has_currency && !is_currency(trimmed(text.substr(space)))) {
            list_.report(
                "study.unknown-currency",
                node_.start,
                fmt::format("\"{}\" is no currency", trimmed(text.substr(space))),
                "write its ISO 4217 code, as in 10.00 USD"
            );
            return;
        }
        check_known(
            money_of(&node_).has_value(),
            ValueType::money,
            "study.bad-amount",
            "write the amount, a space and the currency's ISO 4217 code, as in 10.00 USD"
        );
    }

    const YamlNode& key_;
    const YamlNode& node_;
    ProblemList& list_;
};

}  // namespace

std::string_view node_words(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::nothing:
            return "nothing";
        case YamlNode::Kind::scalar:
            return "a single text";
        case YamlNode::Kind::sequence:
            return "a list";
        case YamlNode::Kind::mapping:
            return "a section with keys";
    }
    return "";
}

void check_surprise(ProblemList& list, const YamlNode& scalar) {
    if (scalar.style != YamlNode::Style::plain) return;
    const auto surprise = yaml_surprise(scalar.text);
    if (!surprise) return;
    list.report(
        "study.yaml-surprise",
        scalar.start,
        fmt::format("YAML tools read {} as {}, not as a text", scalar.text, *surprise),
        fmt::format("put it in quotes: \"{}\"", scalar.text)
    );
}

void check_value(const YamlEntry& entry, ValueType type, ProblemList& list) {
    ValueCheck(entry, list).check(type);
}

}  // namespace querist::instrument
