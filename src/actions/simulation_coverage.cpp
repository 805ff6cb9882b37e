#include "actions/simulated_walk.hpp"

namespace querist::actions {

namespace {

/// How many different answers of an item are counted: its options, or no and yes.
std::size_t answers_counted(const instrument::Kind& kind) {
    constexpr std::size_t no_and_yes = 2;
    if (std::holds_alternative<instrument::YesNo>(kind)) return no_and_yes;
    return instrument::options_of(kind).size();
}

struct Mark {
    std::vector<bool>& chosen;

    void operator()(const expression::Choice& value) const { mark(value.index); }
    void operator()(const expression::ChoiceSet& value) const {
        for (const int index : value.indices) mark(index);
    }
    void operator()(const expression::Cells& value) const {
        for (const int index : value.indices) {
            if (index >= 0) mark(index);
        }
    }
    void operator()(const expression::CellSets& value) const {
        for (const std::vector<int>& row : value.indices) {
            for (const int index : row) mark(index);
        }
    }
    void operator()(bool value) const {
        if (!chosen.empty()) mark(value ? 1 : 0);
    }
    template <class Other>
    void operator()(const Other&) const {}  // unanswered, numbers and texts choose nothing

private:
    void mark(int index) const { chosen[static_cast<std::size_t>(index)] = true; }
};

std::string answer_name(const instrument::Item& item, std::size_t index) {
    if (std::holds_alternative<instrument::YesNo>(item.kind)) {
        return item.id + (index == 1 ? "=yes" : "=no");
    }
    return item.id + "=" + instrument::options_of(item.kind)[index].code;
}

}  // namespace

Coverage::Coverage(const instrument::Study& study)
    : shown_(study.items.size(), false), answered_(study.items.size(), false) {
    chosen_.reserve(study.items.size());
    for (const instrument::Item& item : study.items) {
        chosen_.emplace_back(answers_counted(item.kind), false);
    }
}

void Coverage::add(const instrument::Study& study, const response::State& state) {
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (state.presented[i]) shown_[i] = true;
        const auto& value = state.answers[i].value;
        if (!std::holds_alternative<expression::Unanswered>(value)) answered_[i] = true;
        std::visit(Mark{chosen_[i]}, state.answers[i].value);
    }
}

std::vector<std::string> Coverage::never_shown(const instrument::Study& study) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (!shown_[i]) names.push_back(study.items[i].id);
    }
    return names;
}

std::vector<std::string> Coverage::never_answered(const instrument::Study& study) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        if (std::holds_alternative<instrument::Information>(study.items[i].kind)) continue;
        if (shown_[i] && !answered_[i]) names.push_back(study.items[i].id);
    }
    return names;
}

std::vector<std::string> Coverage::never_chosen(const instrument::Study& study) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < study.items.size(); ++i) {
        for (std::size_t k = 0; k < chosen_[i].size(); ++k) {
            if (!chosen_[i][k]) names.push_back(answer_name(study.items[i], k));
        }
    }
    return names;
}

}  // namespace querist::actions
