// Rules about answers that say who gave them.

#include "instrument/lint_rule.hpp"

#include "instrument/folded_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace querist::instrument {

namespace {

/// Words in the id of a field that tell whose answers they are.
constexpr std::string_view personal_ids[] = {
    "email",    "mail",       "e mail",      "name",       "firstname", "lastname", "surname",
    "username", "user",       "login",       "phone",      "tel",       "mobile",   "address",
    "birthday", "birth",      "student",     "student id", "employee",  "staff",    "member",
    "person",   "respondent", "participant", "token",      "uid",       "user id"
};
/// The same in its title.
constexpr std::string_view personal_titles[] = {
    "email",
    "e-mail",
    "mail address",
    "first name",
    "last name",
    "full name",
    "surname",
    "user name",
    "telephone",
    "phone number",
    "date of birth"
};

/// The word of a field that names a person's own data, or none.
std::string_view personal_word(const Item& item) {
    std::string id = folded(item.id);
    std::ranges::replace(id, '_', ' ');
    const std::string_view found = first_phrase(id, personal_ids);
    return found.empty() ? first_phrase(folded(item.ask), personal_titles) : found;
}

}  // namespace

Hits find_identifying_items(const Examination& examination) {
    return hits_of_items(examination, [&](const Item& item) -> std::optional<Fault> {
        if (!std::holds_alternative<Email>(item.kind)) return std::nullopt;
        const bool anonymous = examination.study.mode == Mode::anonymous;
        return Fault{
            .message = fmt::format(
                "\"{}\" asks for an e-mail address, which is stored beside the other answers and "
                "says whose they are{}",
                item.id,
                anonymous ? ", although the study promises to be anonymous" : ""
            ),
            .cure = {},
        };
    });
}

Hits find_identifying_links(const Examination& examination) {
    return hits_of_items(examination, [&](const Item& item) -> std::optional<Fault> {
        if (item.source != Source::link || !options_of(item.kind).empty()) return std::nullopt;
        const std::string_view word = personal_word(item);
        if (word.empty() && examination.study.mode != Mode::anonymous) return std::nullopt;
        return Fault{
            .message =
                word.empty()
                    ? fmt::format(
                          "\"{}\" takes any value from the link, although the study promises to be "
                          "anonymous",
                          item.id
                      )
                    : fmt::format(
                          "\"{}\" sounds like a person's own data (\"{}\"), and is stored beside "
                          "the answers",
                          item.id,
                          word
                      ),
            .cure = {},
        };
    });
}

}  // namespace querist::instrument
