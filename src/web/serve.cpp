#include "web/connection.hpp"
#include "web/open_files.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

namespace querist::web {

Result<void> serve(
    actions::Fieldwork& fieldwork,
    Listener listener,
    const ServeOptions& options,
    Clock& clock,
    RandomSource& random,
    const std::function<void(std::uint16_t port)>& ready
) {
    // What is no connection: the database, its log, the listening socket; and of each thread its
    // poll, its timer, its wake-up and its own view of the database.
    constexpr std::size_t shared_files = 64;
    constexpr std::size_t thread_files = 8;
    const std::size_t other_files = shared_files + thread_files * lane_count(options);
    ServeOptions bounded = options;
    const std::size_t files = raise_open_files(options.limits.connections + other_files);
    if (files < options.limits.connections + other_files) {
        bounded.limits.connections = std::max(files, 2 * other_files) - other_files;
        spdlog::warn(
            "only {} files may be open: {} connections are taken at once (ulimit -n)",
            files,
            bounded.limits.connections
        );
    }
    FrontPages fronts;
    const Assets assets;
    // Made before anyone asks: the first visitor should not wait for the compressors, nor should
    // everyone else while a network thread compresses. The start waits for each study's own
    // language only; compressing takes some 20 ms a language, so a thread of its own makes the
    // others as soon as connections are taken.
    prepare_front_pages(fieldwork, fronts);
    std::jthread others;  // ends before what it works with
    const auto ready_for_all = [&](std::uint16_t port) {
        if (ready) ready(port);
        others = std::jthread([&fieldwork, &fronts](const std::stop_token& stop) {
            prepare_translated_front_pages(fieldwork, fronts, stop);
            // What translations and compressors took is not asked for again.
            (void)::malloc_trim(0);
        });
    };
    return serve_connections(
        fieldwork, std::move(listener), bounded, clock, random, fronts, assets, ready_for_all
    );
}

std::string http_date(Instant instant) {
    using namespace std::chrono;
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    const auto day = floor<std::chrono::days>(instant);
    const year_month_day date{day};
    const hh_mm_ss time{floor<seconds>(instant - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        days[weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

}  // namespace querist::web
