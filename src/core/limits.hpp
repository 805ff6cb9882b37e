#pragma once

#include <chrono>
#include <cstddef>

/// Everything has a limit, with its unit in its name. README's table of limits is checked
/// against this file by a test.
namespace querist::limits {

using namespace std::chrono_literals;

// Study files
inline constexpr std::size_t study_file_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t study_image_bytes_max = 512 * 1024;
inline constexpr std::size_t study_images_max = 1'000;
inline constexpr std::size_t study_messages_max = 1'000;
inline constexpr std::size_t study_folder_depth_max = 8;
inline constexpr std::size_t study_nesting_depth_max = 32;
inline constexpr std::size_t study_problems_max = 500;
inline constexpr std::size_t study_items_max = 2'000;
inline constexpr std::size_t choices_per_item_max = 500;
inline constexpr std::size_t rounds_per_block_max = 50;
inline constexpr std::size_t id_characters_max = 64;
inline constexpr std::size_t condition_bytes_max = 4'096;
inline constexpr std::size_t condition_depth_max = 64;
inline constexpr std::size_t decision_steps_max = 200'000;

// Answers
inline constexpr std::size_t short_text_characters_max = 500;
inline constexpr std::size_t long_text_characters_max = 10'000;
inline constexpr std::size_t link_value_characters_max = 64;
// 2^53 - 1, on either side of 0: up to here a JSON number keeps every whole number exact.
inline constexpr std::size_t number_size_max = 9'007'199'254'740'991;

// Imported files
inline constexpr std::size_t import_rows_max = 10'000'000;
inline constexpr std::size_t import_columns_max = 10'000;
inline constexpr std::size_t import_row_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t import_findings_max = 1'000;

// Requests
inline constexpr std::size_t request_header_bytes_max = 16 * 1024;
inline constexpr std::size_t request_header_count_max = 64;
inline constexpr std::size_t request_body_bytes_max = 256 * 1024;
inline constexpr std::size_t request_bodies_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t form_fields_max = 4'000;
inline constexpr auto request_time_max = 15s;
inline constexpr auto idle_connection_time_max = 60s;
inline constexpr std::size_t connections_max = 4'096;

// Writing
inline constexpr std::size_t write_queue_length_max = 4'096;
inline constexpr std::size_t write_group_length_max = 512;
inline constexpr auto shutdown_time_max = 20s;

static_assert(long_text_characters_max * 4 < request_body_bytes_max);

}  // namespace querist::limits
