#pragma once

#include "core/core.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The store's own bounds.
namespace querist::limits {

/// How long a statement waits for another program's lock.
inline constexpr std::chrono::milliseconds lock_wait{5'000};
/// Frames (pages) in the write-ahead log that are worth copying into the database.
inline constexpr int log_frames_worth_copying = 1'000;
/// Frames after which the writer itself makes the log begin again: 64 MiB.
inline constexpr int log_frames_max = 16'384;
/// How long a log's restart or truncation waits for readers before it is put off.
inline constexpr std::chrono::milliseconds log_restart_wait{20};
/// Read connections that are kept open for the next snapshot.
inline constexpr std::size_t idle_readers_max = 8;
/// Entries between two calls of a verification's progress.
inline constexpr std::int64_t entries_between_progress = 1'000;

}  // namespace querist::limits
