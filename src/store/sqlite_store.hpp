#pragma once

#include "store/log_keeper.hpp"
#include "store/reader_pool.hpp"
#include "store/sqlite_writer.hpp"

namespace querist::store {

[[nodiscard]] std::unique_ptr<Store> make_reading_store(std::shared_ptr<ReaderPool> readers);

[[nodiscard]] std::unique_ptr<Store> make_writing_store(
    std::shared_ptr<ReaderPool> readers,
    Connection writer,
    const Connection::Options& keeper,
    WithdrawalList withdrawals,
    Overwriting overwriting
);

}  // namespace querist::store
