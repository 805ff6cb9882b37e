// Reading the answers projection, by the hundred thousand: nothing is evaluated, containers keep
// their memory from one row to the next.

#include "response/first_bytes.hpp"
#include "response/gap_of.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace querist::response {

using expression::Cells;
using expression::CellSets;
using expression::Choice;
using expression::ChoiceSet;
using expression::Figures;
using expression::Unanswered;
using expression::Value;
using instrument::Item;
using instrument::Option;
using instrument::Study;
using simdjson::dom::element;
using simdjson::dom::element_type;

namespace {

/// Why a row cannot be read, thrown within this file only: a damaged row is rare, and checks at
/// every level would stand between the lines of what is hot.
struct Unreadable {
    Problem problem;
};

[[noreturn]] void damaged_part(std::string_view part) {
    throw Unreadable{failure(
                         "response.damaged-projection",
                         fmt::format("the projection's part {} cannot be read", part),
                         "run querist rebuild, which makes the projections again from the entries"
    )
                         .error()};
}

[[noreturn]] void unknown(const Item& item, std::string_view code) {
    throw Unreadable{failure(
                         "response.unknown-answer",
                         fmt::format("the study has no choice \"{}={}\"", item.id, code),
                         "read the projection with the study version that its response began with"
    )
                         .error()};
}

template <class T>
T get(const element& one, std::string_view part) {
    T value{};
    if (one.get(value) != simdjson::SUCCESS) damaged_part(part);
    return value;
}

/// The value as alternative `T`, emptied by the caller, keeping the memory it has.
template <class T>
T& reuse(Value& value) {
    if (auto* same = std::get_if<T>(&value)) return *same;
    return value.emplace<T>();
}

/// Where the codes of a list of options are found, for one item.
class CodeIndex {
public:
    CodeIndex(const Item& item, const std::vector<Option>& options)
        : item_(&item), places_(std::bit_ceil(2 * options.size() + 1), Place{}) {
        for (std::size_t i = 0; i < options.size(); ++i) {
            const std::uint64_t beginning = first_bytes(options[i].code);
            std::size_t place = first_place(beginning);
            while (places_[place].option >= 0) place = next(place);
            places_[place] = {beginning, options[i].code, static_cast<int>(i)};
        }
    }
    /// Throws when no option has the code.
    [[nodiscard]] int of(const element& stored) const {
        const auto code = get<std::string_view>(stored, "\"a\"");
        const std::uint64_t beginning = first_bytes(code);
        for (std::size_t at = first_place(beginning); places_[at].option >= 0; at = next(at)) {
            const Place& place = places_[at];
            if (place.beginning == beginning && place.code == code) return place.option;
        }
        unknown(*item_, code);
    }

private:
    struct Place {
        std::uint64_t beginning = 0;
        std::string_view code;  ///< The study's.
        int option = -1;        ///< -1: free.
    };

    /// Where a code is looked for first: at least half of the places are free.
    [[nodiscard]] std::size_t first_place(std::uint64_t beginning) const {
        constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15;  // Knuth's multiplicative hash
        return beginning * golden_ratio >> 32U & (places_.size() - 1);
    }
    [[nodiscard]] std::size_t next(std::size_t place) const {
        return (place + 1) & (places_.size() - 1);
    }

    const Item* item_;
    std::vector<Place> places_;
};

/// Reads one value into its place; `null` is handled before.
struct ValueInto {
    const CodeIndex& codes;
    const element& stored;
    Value& value;

    void operator()(const instrument::SingleChoice&) const {
        reuse<Choice>(value).index = codes.of(stored);
    }
    void operator()(const instrument::SeveralChoices&) const {
        std::vector<int>& indices = reuse<ChoiceSet>(value).indices;
        indices.clear();
        for (const element one : get<simdjson::dom::array>(stored, "\"a\"")) {
            indices.push_back(codes.of(one));
        }
        if (indices.empty()) damaged_part("\"a\"");
    }
    void operator()(const instrument::Grid& kind) const { cells(kind.rows); }
    void operator()(const instrument::SemanticDifferential& kind) const { cells(kind.rows); }
    void cells(const std::vector<Option>& rows) const {
        std::vector<int>& indices = reuse<Cells>(value).indices;
        indices.clear();
        for (const element one : get<simdjson::dom::array>(stored, "\"a\"")) {
            indices.push_back(one.is_null() ? -1 : codes.of(one));
        }
        if (indices.size() != rows.size()) damaged_part("\"a\"");
    }
    void operator()(const instrument::Ranking& kind) const { figures(kind.choices); }
    void operator()(const instrument::ConstantSum& kind) const { figures(kind.rows); }
    void figures(const std::vector<Option>& rows) const {
        std::vector<std::int64_t>& numbers = reuse<Figures>(value).numbers;
        numbers.clear();
        for (const element one : get<simdjson::dom::array>(stored, "\"a\"")) {
            numbers.push_back(one.is_null() ? -1 : get<std::int64_t>(one, "\"a\""));
            if (numbers.back() < -1) damaged_part("\"a\"");
        }
        if (numbers.size() != rows.size()) damaged_part("\"a\"");
    }
    void operator()(const instrument::NetPromoter&) const {
        const auto number = get<std::int64_t>(stored, "\"a\"");
        if (number < 0 || number > instrument::NetPromoter::greatest) damaged_part("\"a\"");
        value = number;
    }
    void operator()(const instrument::Matrix& kind) const {
        std::vector<std::vector<int>>& cells = reuse<CellSets>(value).indices;
        const auto rows = get<simdjson::dom::array>(stored, "\"a\"");
        if (rows.size() != kind.rows.size()) damaged_part("\"a\"");
        cells.resize(kind.rows.size());
        std::size_t row = 0;
        for (const element chosen : rows) {
            std::vector<int>& indices = cells[row++];
            indices.clear();
            if (chosen.is_null()) continue;
            for (const element one : get<simdjson::dom::array>(chosen, "\"a\"")) {
                indices.push_back(codes.of(one));
            }
            if (indices.empty()) damaged_part("\"a\"");
        }
    }
    void operator()(const instrument::YesNo&) const { value = get<bool>(stored, "\"a\""); }
    void operator()(const instrument::Consent&) const { value = get<bool>(stored, "\"a\""); }
    void operator()(const instrument::Text&) const { text(); }
    void operator()(const instrument::Email&) const { text(); }
    void operator()(const instrument::Date&) const {
        if (!instrument::is_calendar_date(get<std::string_view>(stored, "\"a\"")))
            damaged_part("\"a\"");
        text();
    }
    void text() const { reuse<std::string>(value).assign(get<std::string_view>(stored, "\"a\"")); }
    void operator()(const instrument::Number& kind) const {
        if (kind.number == instrument::NumberKind::decimal)
            value = get<double>(stored, "\"a\"");
        else
            value = get<std::int64_t>(stored, "\"a\"");
    }
    void operator()(const instrument::Information&) const { damaged_part("\"a\""); }
};

void read_value(const Item& item, const CodeIndex& codes, const element& stored, Value& value) {
    if (stored.is_null())
        value.emplace<Unanswered>();
    else
        std::visit(ValueInto{codes, stored, value}, item.kind);
}

constexpr std::array<signed char, 256> gaps_by_letter = [] {
    std::array<signed char, 256> table{};
    table.fill(-1);
    table['a'] = static_cast<signed char>(Gap::none);
    table['n'] = static_cast<signed char>(Gap::not_shown);
    table['s'] = static_cast<signed char>(Gap::skipped);
    table['d'] = static_cast<signed char>(Gap::declined);
    table['b'] = static_cast<signed char>(Gap::broken_off);
    table['w'] = static_cast<signed char>(Gap::withdrawn);
    return table;
}();

std::optional<Instant> read_instant(const element& stored, std::string_view part) {
    if (stored.is_null()) return std::nullopt;
    return Instant(std::chrono::microseconds(get<std::int64_t>(stored, part)));
}

/// A stored count that fits an int and is none below zero.
int read_count(const element& stored, std::string_view part) {
    const auto count = get<std::int64_t>(stored, part);
    if (count < 0 || count > std::numeric_limits<int>::max()) damaged_part(part);
    return static_cast<int>(count);
}

}  // namespace

struct ProjectionReader::Parts {
    Parts(const Study& one, ProjectionParts what) : study(&one), wanted(what) {
        answers.resize(one.items.size());
        gaps.resize(one.items.size());
        codes.reserve(one.items.size());
        for (const Item& item : one.items) {
            codes.emplace_back(item, instrument::options_of(item.kind));
        }
    }

    /// An answer that is stored but does not count.
    struct Sleeping {
        int item = 0;
        Answer answer;
    };

    const Study* study;
    ProjectionParts wanted;
    std::vector<CodeIndex> codes;  ///< One per item.
    simdjson::dom::parser parser;
    std::vector<Answer> answers;
    std::vector<Gap> gaps;
    std::vector<int> texted;  ///< Items whose `answers` have texts.
    std::vector<Sleeping> sleeping;
    std::vector<std::string> flags;
    std::vector<bool> presented;
    std::vector<int> page_revisions;
    Times times;
    Status status = Status::in_progress;
    int consent_version = 0;
    bool excluded = false;
    int language = -1;

    void read(std::string_view projection);
    void clear();
    void read_line(std::string_view line, std::string_view needed);
    void read_member(std::string_view key, const element& member);
    void read_answers(const element& member);
    void read_gaps(const element& member);
    void read_language(const element& member);
    void read_texts(const element& member);
    void read_sleeping(const element& member);
    void read_page_times(const element& member);
    void read_typing(const element& member);
    void read_presented(const element& member);
    void read_revisions(const element& member);
    [[nodiscard]] int item_at(const element& position, std::string_view part) const;
    [[nodiscard]] int option_at(int item, std::string_view code) const;
};

void ProjectionReader::Parts::read(std::string_view projection) {
    clear();
    // No line break stands within JSON that is written without spaces.
    const std::size_t line = projection.find('\n');
    read_line(projection.substr(0, line), "ags");
    if (wanted == ProjectionParts::answers) return;
    read_line(line == projection.npos ? std::string_view() : projection.substr(line + 1), "cpr");
}

void ProjectionReader::Parts::clear() {
    sleeping.clear();
    flags.clear();
    presented.clear();
    page_revisions.clear();
    for (const int item : texted) answers[at(item)].texts.clear();
    texted.clear();
    times.started.reset();
    times.ended.reset();
    times.pages.clear();
    times.typing.clear();
    status = Status::in_progress;
    consent_version = 0;
    excluded = false;
    language = -1;
}

void ProjectionReader::Parts::read_line(std::string_view line, std::string_view needed) {
    simdjson::dom::object object;
    if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) {
        damaged_part("as a whole");
    }
    unsigned seen = 0;  // which of the parts that must be there are
    for (const auto& [key, member] : object) {
        if (key.size() != 1) continue;
        read_member(key, member);
        if (const std::size_t bit = needed.find(key.front()); bit != needed.npos) seen |= 1U << bit;
    }
    if (seen != (1U << needed.size()) - 1) damaged_part("as a whole");
}

void ProjectionReader::Parts::read_member(std::string_view key, const element& member) {
    switch (key.front()) {
        case 'a':
            read_answers(member);
            break;
        case 'b':
            times.started = read_instant(member, "\"b\"");
            break;
        case 'c':
            consent_version = read_count(member, "\"c\"");
            break;
        case 'd':
            read_sleeping(member);
            break;
        case 'e':
            times.ended = read_instant(member, "\"e\"");
            break;
        case 'f':
            for (const element flag : get<simdjson::dom::array>(member, "\"f\"")) {
                flags.emplace_back(get<std::string_view>(flag, "\"f\""));
            }
            break;
        case 'g':
            read_gaps(member);
            break;
        case 'k':
            read_typing(member);
            break;
        case 'l':
            read_language(member);
            break;
        case 'm':
            read_page_times(member);
            break;
        case 'p':
            read_presented(member);
            break;
        case 'r':
            read_revisions(member);
            break;
        case 's': {
            const std::optional<Status> parsed =
                parse_status(get<std::string_view>(member, "\"s\""));
            if (!parsed) damaged_part("\"s\"");
            status = *parsed;
            break;
        }
        case 't':
            read_texts(member);
            break;
        case 'x':
            excluded = get<bool>(member, "\"x\"");
            break;
        default:
            break;
    }
}

void ProjectionReader::Parts::read_answers(const element& member) {
    std::size_t item = 0;
    for (const element stored : get<simdjson::dom::array>(member, "\"a\"")) {
        if (item == answers.size()) damaged_part("\"a\"");
        read_value(study->items[item], codes[item], stored, answers[item].value);
        ++item;
    }
    if (item != answers.size()) damaged_part("\"a\"");
}

void ProjectionReader::Parts::read_gaps(const element& member) {
    const auto letters = get<std::string_view>(member, "\"g\"");
    if (letters.size() != gaps.size()) damaged_part("\"g\"");
    for (std::size_t item = 0; item < letters.size(); ++item) {
        const signed char gap = gaps_by_letter[static_cast<unsigned char>(letters[item])];
        if (gap < 0) damaged_part("\"g\"");
        gaps[item] = static_cast<Gap>(gap);
    }
}

void ProjectionReader::Parts::read_language(const element& member) {
    language = language_position(*study, get<std::string_view>(member, "\"l\""));
    if (language < 0) damaged_part("\"l\"");
}

int ProjectionReader::Parts::item_at(const element& position, std::string_view part) const {
    const int item = read_count(position, part);
    if (at(item) >= answers.size()) damaged_part(part);
    return item;
}

int ProjectionReader::Parts::option_at(int item, std::string_view code) const {
    const Item& one = study->items[at(item)];
    const int option = option_index(texted_options(one.kind), code);
    if (option < 0) unknown(one, code);
    return option;
}

void ProjectionReader::Parts::read_texts(const element& member) {
    for (const element one : get<simdjson::dom::array>(member, "\"t\"")) {
        const auto text = get<simdjson::dom::array>(one, "\"t\"");
        if (text.size() != 3) damaged_part("\"t\"");
        auto part = text.begin();
        const int item = item_at(*part, "\"t\"");
        const int option = option_at(item, get<std::string_view>(*++part, "\"t\""));
        if (texted.empty() || texted.back() != item) texted.push_back(item);
        answers[at(item)].texts[option] = get<std::string_view>(*++part, "\"t\"");
    }
}

void ProjectionReader::Parts::read_sleeping(const element& member) {
    for (const element one : get<simdjson::dom::array>(member, "\"d\"")) {
        const auto stored = get<simdjson::dom::array>(one, "\"d\"");
        if (stored.size() != 3) damaged_part("\"d\"");
        auto part = stored.begin();
        const int item = item_at(*part, "\"d\"");
        Answer answer;
        read_value(study->items[at(item)], codes[at(item)], *++part, answer.value);
        for (const auto& [code, text] : get<simdjson::dom::object>(*++part, "\"d\"")) {
            answer.texts[option_at(item, code)] = get<std::string_view>(text, "\"d\"");
        }
        sleeping.push_back({item, std::move(answer)});
    }
}

void ProjectionReader::Parts::read_page_times(const element& member) {
    for (const element one : get<simdjson::dom::array>(member, "\"m\"")) {
        const auto pair = get<simdjson::dom::array>(one, "\"m\"");
        if (pair.size() != 2) damaged_part("\"m\"");
        auto part = pair.begin();
        PageTimes page;
        page.shown_at = read_instant(*part, "\"m\"");
        page.at = read_instant(*++part, "\"m\"");
        times.pages.push_back(page);
    }
    if (times.pages.size() != study->pages.size()) damaged_part("\"m\"");
}

void ProjectionReader::Parts::read_typing(const element& member) {
    for (const element one : get<simdjson::dom::array>(member, "\"k\"")) {
        const auto counts = get<simdjson::dom::array>(one, "\"k\"");
        if (counts.size() != 3) damaged_part("\"k\"");
        auto part = counts.begin();
        const int item = item_at(*part, "\"k\"");
        const int inputs = read_count(*++part, "\"k\"");
        times.typing.push_back({item, inputs, read_count(*++part, "\"k\"")});
    }
}

void ProjectionReader::Parts::read_presented(const element& member) {
    const auto bits = get<std::string_view>(member, "\"p\"");
    if (bits.size() != answers.size()) damaged_part("\"p\"");
    for (const char bit : bits) {
        if (bit != '0' && bit != '1') damaged_part("\"p\"");
        presented.push_back(bit == '1');
    }
}

void ProjectionReader::Parts::read_revisions(const element& member) {
    for (const element revision : get<simdjson::dom::array>(member, "\"r\"")) {
        page_revisions.push_back(read_count(revision, "\"r\""));
    }
    if (page_revisions.size() != study->pages.size()) damaged_part("\"r\"");
}

ProjectionReader::ProjectionReader(const Study& study, ProjectionParts parts)
    : parts_(std::make_unique<Parts>(study, parts)) {}
ProjectionReader::ProjectionReader(ProjectionReader&&) noexcept = default;
ProjectionReader::~ProjectionReader() = default;

Result<void> ProjectionReader::read(std::string_view projection) {
    try {
        parts_->read(projection);
        return {};
    } catch (Unreadable& unreadable) {
        return std::unexpected(std::move(unreadable.problem));
    }
}

std::span<const Answer> ProjectionReader::answers() const { return parts_->answers; }
std::span<const Gap> ProjectionReader::gaps() const { return parts_->gaps; }
Status ProjectionReader::status() const { return parts_->status; }
bool ProjectionReader::excluded() const { return parts_->excluded; }
std::span<const std::string> ProjectionReader::flags() const { return parts_->flags; }
const Times& ProjectionReader::times() const { return parts_->times; }
int ProjectionReader::language() const { return parts_->language; }

State ProjectionReader::state() const {
    State state{
        parts_->status,
        parts_->consent_version,
        parts_->answers,
        parts_->presented,
        parts_->page_revisions,
        parts_->flags,
        parts_->excluded,
        parts_->language,
    };
    for (const Parts::Sleeping& one : parts_->sleeping) state.answers[at(one.item)] = one.answer;
    return state;
}

Result<State> state_from_projection(const Study& study, std::string_view projection) {
    ProjectionReader reader(study);
    if (Result<void> done = reader.read(projection); !done) return std::unexpected(done.error());
    return reader.state();
}

}  // namespace querist::response
