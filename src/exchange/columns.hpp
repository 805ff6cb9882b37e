#pragma once

#include "response/response.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace querist::exchange {

/// One column of the CSV that holds answers.
struct Field {
    enum class Holds {
        code,    ///< A choice's code, yes or no, a scale's code, a number, or a text.
        member,  ///< 1 or 0: whether one of several choices was chosen.
        beside,  ///< What was typed beside an option or row; empty when nothing was.
        order,   ///< Codes of the choices or rows as they stood, separated by spaces.
        place,   ///< Where the question stood on its page, from 1.
        gap      ///< The gap code, where `code` could be mistaken for one; else empty.
    };
    std::string name;
    Holds holds = Holds::code;
    int column = 0;   ///< Position in the table's columns.
    int option = -1;  ///< member, beside.
};

/// The columns before those of the answers: what a response is known by and what became of it.
inline constexpr std::array<std::string_view, 9> response_columns = {
    "response",
    "origin",
    "version",
    "language",
    "completion",
    "excluded",
    "reported",
    "started",
    "finished"
};

/// The columns of a table in the order of its items. Names: "item"; "item__code" for several
/// choices; "item__row" for what is answered row by row, and "item__row__code" for a matrix;
/// "…__text" for what was typed beside; "…__gap";
/// "item__order" and "item__place" where something was shuffled. A name that two columns would
/// share gets "_" appended.
[[nodiscard]] std::vector<Field> fields_of(const response::ResponseTable& table);

}  // namespace querist::exchange
