#pragma once

// The study that Querist was made for, read from its folder.

#include "instrument/instrument.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace querist::response::fixture {

[[nodiscard]] inline instrument::Study first_study(const std::filesystem::path& source) {
    const std::filesystem::path folder = source / "studies" / "onnx-interop";
    instrument::StudyFiles files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files[std::filesystem::relative(entry.path(), folder).generic_string()] =
            std::string(std::istreambuf_iterator<char>(in), {});
    }
    instrument::LoadedStudy loaded = instrument::load_study(files, folder.string());
    if (!loaded.study) throw std::logic_error(describe(loaded.problems.at(0)));
    return *std::move(loaded.study);
}

}  // namespace querist::response::fixture
