#pragma once

// How a line of the tables of keys is written.

#include "instrument/study_keys.hpp"

namespace querist::instrument {

constexpr KeySpec plain(
    Section section, std::string_view key, ValueType type, Presence presence, std::string_view doc
) {
    return {key, doc, every_kind, section, type, presence, section};
}
constexpr KeySpec nested(
    Section section,
    std::string_view key,
    ValueType type,
    Presence presence,
    Section content,
    std::string_view doc
) {
    return {key, doc, every_kind, section, type, presence, content};
}
constexpr KeySpec of_kinds(
    Section section,
    std::string_view key,
    ValueType type,
    Presence presence,
    KindSet set,
    std::string_view doc
) {
    return {key, doc, set, section, type, presence, section};
}
constexpr KeySpec option_list(
    std::string_view key, Section content, KindSet set, std::string_view doc
) {
    return {key, doc, set, Section::item, ValueType::sections, Presence::required, content};
}

inline constexpr std::string_view added_doc =
    "Why this stands here although the protocol does not say it; leave out what the protocol says.";
inline constexpr std::string_view acknowledged_doc =
    "Lint findings that the researcher answers for.";

}  // namespace querist::instrument
