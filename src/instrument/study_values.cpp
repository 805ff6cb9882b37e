// What single values of a study file may be.

#include "core/core.hpp"
#include "instrument/study_shape.hpp"
#include "instrument/yaml_scalars.hpp"

#include <algorithm>

namespace querist::instrument {

namespace {

bool is_plain_scalar(const YamlNode* node) {
    return node != nullptr && node->kind == YamlNode::Kind::scalar &&
           node->style == YamlNode::Style::plain;
}

}  // namespace

bool is_item_id(std::string_view text) {
    return !text.empty() && text.size() <= limits::id_characters_max && is_lower(text[0]) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower(c) || is_digit(c) || c == '_';
           });
}

bool is_study_id(std::string_view text) {
    return !text.empty() && text.size() <= limits::id_characters_max && is_lower(text[0]) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower(c) || is_digit(c) || c == '-';
           });
}

bool is_option_code(std::string_view text) {
    return !text.empty() && text.size() <= limits::id_characters_max &&
           (is_lower(text[0]) || is_digit(text[0])) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_lower(c) || is_digit(c) ||
                      std::string_view("_.+-").find(c) != std::string_view::npos;
           });
}

bool is_condition_word(std::string_view text) { return !expression::is_identifier(text); }

std::string text_of(const YamlNode* node) {
    return node != nullptr && node->kind == YamlNode::Kind::scalar ? node->text : std::string();
}

std::optional<long long> whole_of(const YamlNode* node) {
    return is_plain_scalar(node) ? parse_whole(node->text) : std::nullopt;
}

std::optional<double> number_of(const YamlNode* node) {
    return is_plain_scalar(node) ? parse_decimal(node->text) : std::nullopt;
}

bool truth_of(const YamlNode* node) { return is_plain_scalar(node) && node->text == "true"; }

std::optional<double> share_of(const YamlNode* node) {
    std::string_view text = node == nullptr ? std::string_view() : std::string_view(node->text);
    if (!text.ends_with('%')) return std::nullopt;
    text.remove_suffix(1);
    const std::optional<double> percent = parse_decimal(trimmed(text));
    if (!percent || *percent < 0 || *percent > 100) return std::nullopt;
    return *percent / 100;
}

std::optional<Money> money_of(const YamlNode* node) {
    const std::string_view text = node == nullptr ? std::string_view() : node->text;
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    return parse_money(text.substr(0, space), trimmed(text.substr(space)));
}

}  // namespace querist::instrument
