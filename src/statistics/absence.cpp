#include "statistics/absence.hpp"

#include <stdexcept>

namespace querist::statistics {

std::string_view absence_sentence(Absence reason) {
    switch (reason) {
        case Absence::no_values:
            return "There are no values.";
        case Absence::too_few_values:
            return "There are too few values.";
        case Absence::no_variation:
            return "All values are the same.";
        case Absence::no_differences:
            return "No pair differs.";
        case Absence::one_category:
            return "There is only one category to compare.";
        case Absence::empty_margin:
            return "A row or a column of the table is empty.";
        case Absence::empty_group:
            return "A group has no values.";
        case Absence::zero_cell:
            return "A cell of the table is zero.";
        case Absence::one_sided_resamples:
            return "All resamples lie on one side of the estimate.";
        case Absence::undefined_statistic:
            return "The statistic does not exist for these data.";
        case Absence::beyond_bounds:
            return "Not computed: the data are larger than the stated bound.";
    }
    throw std::domain_error("not a reason for an absence");
}

}  // namespace querist::statistics
