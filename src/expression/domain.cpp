#include "expression/domain.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace querist::expression {

namespace {

constexpr std::size_t sums_max = 64;     // constants combined for numbers that are reckoned with
constexpr std::size_t shared_max = 256;  // constants that entangled numbers share

bool is_constant(const Node& node) {
    return node.op == Op::integer_constant || node.op == Op::number_constant;
}

double constant(const Node& node) {
    return node.op == Op::integer_constant ? static_cast<double>(node.integer) : node.number;
}

bool is_number_subject(const Node& node) {
    return node.op == Op::integer_subject || node.op == Op::number_subject;
}

/// Codes that no condition tells apart share a group.
struct Groups {
    std::vector<int> group;

    template <class Label>
    void refine(const Label& label) {
        std::map<std::pair<int, int>, int> numbered;
        for (std::size_t code = 0; code < group.size(); ++code) {
            const std::pair key(group[code], label(code));
            group[code] =
                numbered.try_emplace(key, static_cast<int>(numbered.size())).first->second;
        }
    }
    void separate() {
        for (std::size_t code = 0; code < group.size(); ++code)
            group[code] = static_cast<int>(code);
    }
    [[nodiscard]] std::vector<int> representatives() const {
        std::vector<int> out;
        for (std::size_t code = 0; code < group.size(); ++code) {
            const auto before = group.begin() + static_cast<std::ptrdiff_t>(code);
            if (std::find(group.begin(), before, group[code]) == before) {
                out.push_back(static_cast<int>(code));
            }
        }
        return out;
    }
};

/// What conditions look at in one subject.
struct Attention {
    Groups codes;
    Comparisons comparisons;
    std::vector<char> options;  ///< choices: looked at one by one.
    std::vector<char> rows;
    bool counted = false;
};

class Survey {
public:
    Survey(std::span<const Subject> subjects, std::span<const int> positions)
        : subjects_(subjects), slots_(subjects.size(), -1), attention_(positions.size()) {
        for (std::size_t slot = 0; slot < positions.size(); ++slot) {
            const Subject& subject = subjects[at(positions[slot])];
            slots_[at(positions[slot])] = static_cast<int>(slot);
            attention_[slot].codes.group.assign(subject.codes.size(), 0);
            attention_[slot].options.assign(subject.codes.size(), 0);
            attention_[slot].rows.assign(subject.rows.size(), 0);
        }
    }

    Attention& of(int subject) { return attention_[at(slots_[at(subject)])]; }

    void look(const Node& condition) {
        for_each_node(condition, [this](const Node& node) { note(node); });
    }

    /// What hangs together is tried with each other's constants and their neighbours.
    void share_constants() {
        std::set<double> numbers = {-1'000, 0, 1'000};
        std::set<std::string> texts;
        for (const Attention& one : attention_) {
            if (!one.comparisons.entangled) continue;
            numbers.insert(one.comparisons.numbers.begin(), one.comparisons.numbers.end());
            texts.insert(one.comparisons.texts.begin(), one.comparisons.texts.end());
        }
        std::vector<double> near;
        for (const double value : numbers) {
            if (near.size() < shared_max) near.insert(near.end(), {value - 1, value, value + 1});
        }
        for (Attention& one : attention_) {
            Comparisons& comparisons = one.comparisons;
            if (!comparisons.entangled) continue;
            comparisons.numbers.insert(comparisons.numbers.end(), near.begin(), near.end());
            comparisons.texts.assign(texts.begin(), texts.end());
        }
    }

private:
    void note(const Node& node) {
        switch (node.op) {
            case Op::code_is:
                tell_apart(node.children[0], [&](std::size_t code) {
                    return static_cast<int>(code) == node.index ? 1 : 0;
                });
                break;
            case Op::code_in:
                tell_apart(node.children[0], [&](std::size_t code) { return node.table[code]; });
                break;
            case Op::same_code:
                for (const Node& side : node.children) {
                    if (side.op != Op::variable) of(side.subject).codes.separate();
                }
                break;
            case Op::code_chosen:
                if (node.children[0].op != Op::variable) {
                    of(node.children[0].subject).codes.separate();
                }
                for (const int index : node.table) {
                    if (index >= 0) of(node.subject).options[at(index)] = 1;
                }
                break;
            case Op::chosen:
                of(node.subject).options[at(node.index)] = 1;
                break;
            case Op::cell:
                of(node.subject).rows[at(node.index)] = 1;
                break;
            case Op::cell_at:
            case Op::size_of_grid:
                look_at_all(node.subject);
                break;
            case Op::size_of_choices:
                of(node.subject).counted = true;
                break;
            case Op::answered:
                if (subjects_[at(node.subject)].kind == SubjectKind::grid)
                    look_at_all(node.subject);
                break;
            case Op::for_some:
            case Op::for_all:
            case Op::for_one:
                if (!node.over_rows) std::ranges::fill(of(node.subject).options, char{1});
                break;
            default:
                note_comparison(node);
        }
    }

    void look_at_all(int grid) { std::ranges::fill(of(grid).rows, char{1}); }

    template <class Label>
    void tell_apart(const Node& code, const Label& label) {
        if (code.op != Op::variable) of(code.subject).codes.refine(label);
    }

    void note_comparison(const Node& node) {
        switch (node.op) {
            case Op::compare_numbers:
                note_numbers(node);
                break;
            case Op::number_in:
                if (is_number_subject(node.children[0]) ||
                    node.children[0].op == Op::size_of_text) {
                    for (std::size_t i = 1; i < node.children.size(); ++i) {
                        note_constant(node.children[0], constant(node.children[i]));
                    }
                } else {
                    entangle(node);
                }
                break;
            case Op::same_text:
            case Op::text_in:
            case Op::starts_with:
            case Op::ends_with:
            case Op::contains:
                note_texts(node);
                break;
            default:
                break;
        }
    }

    void note_constant(const Node& side, double value) {
        if (is_number_subject(side)) return of(side.subject).comparisons.numbers.push_back(value);
        const Node& text = side.children[0];
        if (text.op == Op::text_subject) {
            of(text.subject).comparisons.lengths.push_back(value);
        } else {
            entangle(side);
        }
    }

    void note_numbers(const Node& node) {
        const Node* left = &node.children[0];
        const Node* right = &node.children[1];
        if (is_constant(*left)) std::swap(left, right);
        const bool plain = is_number_subject(*left) || left->op == Op::size_of_text;
        if (plain && is_constant(*right)) return note_constant(*left, constant(*right));
        entangle(node);
    }

    void note_texts(const Node& node) {
        const Node& text = node.children[0];
        const bool constants =
            std::all_of(node.children.begin() + 1, node.children.end(), [](auto& c) {
                return c.op == Op::text_constant;
            });
        if (text.op == Op::text_subject && constants) {
            for (std::size_t i = 1; i < node.children.size(); ++i) {
                note_text(node.op, of(text.subject).comparisons, node.children[i].text);
            }
            return;
        }
        const bool reversed = node.op == Op::same_text && text.op == Op::text_constant &&
                              node.children[1].op == Op::text_subject;
        if (reversed) {
            return note_text(node.op, of(node.children[1].subject).comparisons, text.text);
        }
        entangle(node);
    }

    static void note_text(Op op, Comparisons& comparisons, const std::string& text) {
        if (op == Op::starts_with) return comparisons.prefixes.push_back(text);
        if (op == Op::ends_with) return comparisons.suffixes.push_back(text);
        if (op == Op::contains) return comparisons.parts.push_back(text);
        comparisons.texts.push_back(text);
    }

    // Numbers and texts in `node` hang together: their constants and sums of them are worth a
    // try, but exhausting these proves nothing.
    void entangle(const Node& node) {
        std::vector<double> numbers;
        std::vector<std::string> texts;
        for_each_node(node, [&](const Node& one) {
            if (is_constant(one) && numbers.size() < sums_max) numbers.push_back(constant(one));
            if (one.op == Op::text_constant) texts.push_back(one.text);
        });
        const std::size_t plain = numbers.size();
        for (std::size_t i = 0; i < plain && numbers.size() < sums_max; ++i) {
            for (std::size_t j = 0; j < plain; ++j) {
                numbers.push_back(numbers[i] + numbers[j]);
                numbers.push_back(numbers[i] - numbers[j]);
            }
        }
        for_each_node(node, [&](const Node& one) {
            if (!is_number_subject(one) && one.op != Op::text_subject) return;
            Comparisons& comparisons = of(one.subject).comparisons;
            comparisons.entangled = true;
            for (const double value : numbers) comparisons.numbers.push_back(value);
            for (const std::string& text : texts) comparisons.texts.push_back(text);
        });
    }

    std::span<const Subject> subjects_;
    std::vector<int> slots_;
    std::vector<Attention> attention_;
};

std::vector<int> marked(const std::vector<char>& marks) {
    std::vector<int> out;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i] != 0) out.push_back(static_cast<int>(i));
    }
    return out;
}

void fill_choices(Domain& domain, const Attention& attention, const Answerable& rules) {
    domain.options = marked(attention.options);
    domain.counted = attention.counted;
    for (std::size_t i = 0; i < attention.options.size(); ++i) {
        if (attention.options[i] != 0) continue;
        const int option = static_cast<int>(i);
        if (std::ranges::find(rules.exclusive, option) == rules.exclusive.end()) {
            domain.others.push_back(option);
        } else if (domain.lone_other < 0) {
            domain.lone_other = option;
        }
    }
}

Domain domain_of(const Subject& subject, const Answerable& rules, const Attention& attention) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Domain domain;
    const double minimum = rules.minimum.value_or(-infinity);
    const double maximum = rules.maximum.value_or(infinity);
    switch (subject.kind) {
        case SubjectKind::nothing:
            break;
        case SubjectKind::boolean:
            domain.values.emplace_back(true);
            if (!rules.must_agree) domain.values.emplace_back(false);
            break;
        case SubjectKind::integer:
            fill_whole_numbers(domain, attention.comparisons, minimum, maximum);
            break;
        case SubjectKind::number:
            fill_decimals(domain, attention.comparisons, minimum, maximum);
            break;
        case SubjectKind::text:
            fill_texts(
                domain,
                attention.comparisons,
                rules.characters_max.value_or(static_cast<int>(limits::long_text_characters_max))
            );
            break;
        case SubjectKind::choice:
            domain.codes = attention.codes.representatives();
            break;
        case SubjectKind::choices:
            fill_choices(domain, attention, rules);
            break;
        case SubjectKind::grid:
            domain.codes = attention.codes.representatives();
            domain.rows = marked(attention.rows);
            break;
        case SubjectKind::presence:
            domain.values.emplace_back(true);
            break;
    }
    return domain;
}

}  // namespace

std::vector<Domain> domains_of(
    std::span<const Subject> subjects,
    std::span<const Answerable> answerable,
    std::span<const int> positions,
    std::span<const Node* const> conditions
) {
    Survey survey(subjects, positions);
    for (const Node* condition : conditions) survey.look(*condition);
    survey.share_constants();
    std::vector<Domain> domains;
    domains.reserve(positions.size());
    for (const int position : positions) {
        const Answerable& rules = answerable[at(position)];
        Attention& attention = survey.of(position);
        // Codes offered under different conditions are different answers.
        const auto conditional = [&](std::size_t code) {
            return code < rules.offered_when.size() && rules.offered_when[code].has_value();
        };
        attention.codes.refine([&](std::size_t code) {
            return conditional(code) ? static_cast<int>(code) + 1 : 0;
        });
        for (std::size_t code = 0; code < attention.options.size(); ++code) {
            if (conditional(code)) attention.options[code] = 1;
        }
        domains.push_back(domain_of(subjects[at(position)], rules, attention));
    }
    return domains;
}

}  // namespace querist::expression
