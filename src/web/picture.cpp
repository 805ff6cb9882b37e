#include "web/picture.hpp"

#include "web/route.hpp"

#include <fmt/format.h>

namespace querist::web {

namespace {

constexpr std::size_t picture_hash_digits = 16;

std::string picture_name(const instrument::Picture& picture) {
    return fmt::format(
        "{}.{}",
        picture.hash.hex().substr(0, picture_hash_digits),
        instrument::file_ending(picture.format)
    );
}

}  // namespace

std::string picture_path(std::string_view study, const instrument::Picture& picture) {
    return study_path(study, "image/" + picture_name(picture));
}

const instrument::Picture* picture_named(const instrument::Study& study, std::string_view name) {
    if (study.looks) {
        const std::optional<instrument::Picture>& logo = study.looks->logo;
        if (logo && picture_name(*logo) == name) return &*logo;
    }
    for (const instrument::Item& item : study.items) {
        for (const instrument::Option& option : instrument::options_of(item.kind)) {
            if (option.picture && picture_name(*option.picture) == name) return &*option.picture;
        }
    }
    return nullptr;
}

}  // namespace querist::web
