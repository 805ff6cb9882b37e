#pragma once

namespace querist {

/// One visitor of a std::variant from one callable for each alternative.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

}  // namespace querist
