#pragma once

// Which kinds of item the keys of an item belong to.

#include "instrument/study_keys.hpp"

#include <initializer_list>

namespace querist::instrument {

constexpr KindSet bits(std::initializer_list<KindName> names) {
    KindSet set = 0;
    for (const KindName name : names) set = static_cast<KindSet>(set | kind_set(name));
    return set;
}
inline constexpr KindSet choosing =
    bits({KindName::single_choice, KindName::several_choices, KindName::matrix});
inline constexpr KindSet with_choices = choosing | bits({KindName::ranking});
inline constexpr KindSet counted = bits({KindName::several_choices, KindName::ranking});
inline constexpr KindSet sums = bits({KindName::constant_sum});
inline constexpr KindSet with_unit = bits({KindName::number, KindName::constant_sum});
inline constexpr KindSet differentials = bits({KindName::semantic_differential});
inline constexpr KindSet promoting = bits({KindName::net_promoter});
inline constexpr KindSet with_other = bits({KindName::single_choice, KindName::several_choices});
inline constexpr KindSet single = bits({KindName::single_choice});
inline constexpr KindSet exclusive = bits({KindName::several_choices, KindName::matrix});
inline constexpr KindSet tables = bits({KindName::grid, KindName::matrix});
inline constexpr KindSet open_rows = tables | differentials;
inline constexpr KindSet by_row = open_rows | sums;
inline constexpr KindSet dates = bits({KindName::date});
inline constexpr KindSet texts = bits({KindName::short_text, KindName::long_text});
inline constexpr KindSet numbers = bits({KindName::number});
inline constexpr KindSet with_ends = promoting | numbers;
inline constexpr KindSet grids = bits({KindName::grid});
inline constexpr KindSet listed = with_choices | open_rows | sums;
inline constexpr KindSet answered = static_cast<KindSet>(~kind_set(KindName::information));

}  // namespace querist::instrument
