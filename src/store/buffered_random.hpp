#pragma once

#include "core/core.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace querist::store {

/// Chance by the page: the system is asked once for what a hundred nonces need. No byte is handed
/// out twice.
class BufferedRandom final : public RandomSource {
public:
    explicit BufferedRandom(RandomSource& source) : source_(&source) {}

    void fill(std::span<std::uint8_t> bytes) override {
        while (!bytes.empty()) {
            if (used_ == buffer_.size()) {
                source_->fill(buffer_);
                used_ = 0;
            }
            const std::size_t count = std::min(bytes.size(), buffer_.size() - used_);
            std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(used_), count, bytes.begin());
            used_ += count;
            bytes = bytes.subspan(count);
        }
    }

private:
    RandomSource* source_;
    std::array<std::uint8_t, 4'096> buffer_{};
    std::size_t used_ = buffer_.size();
};

}  // namespace querist::store
