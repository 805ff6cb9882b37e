#include "actions/life.hpp"

#include <utility>

namespace querist::actions {

std::string_view to_text(Life life) {
    switch (life) {
        case Life::draft:
            return "draft";
        case Life::pilot:
            return "pilot";
        case Life::open:
            return "open";
        case Life::paused:
            return "paused";
        case Life::closed:
            return "closed";
    }
    std::unreachable();
}

Life life_of(store::Life life) {
    switch (life) {
        case store::Life::draft:
            return Life::draft;
        case store::Life::pilot:
            return Life::pilot;
        case store::Life::open:
            return Life::open;
        case store::Life::paused:
            return Life::paused;
        case store::Life::closed:
            return Life::closed;
    }
    std::unreachable();
}

store::Life stored_life(Life life) {
    switch (life) {
        case Life::draft:
            return store::Life::draft;
        case Life::pilot:
            return store::Life::pilot;
        case Life::open:
            return store::Life::open;
        case Life::paused:
            return store::Life::paused;
        case Life::closed:
            return store::Life::closed;
    }
    std::unreachable();
}

std::optional<response::Origin> origin_in(Life life) {
    switch (life) {
        case Life::draft:
            return response::Origin::test;
        case Life::pilot:
            return response::Origin::pilot;
        case Life::open:
            return response::Origin::real;
        case Life::paused:
        case Life::closed:
            return std::nullopt;
    }
    std::unreachable();
}

bool may_become(Life from, Life to) {
    switch (from) {
        case Life::draft:
            return to == Life::pilot || to == Life::open;
        case Life::pilot:
            return to == Life::open;
        case Life::open:
            return to == Life::paused || to == Life::closed;
        case Life::paused:
            return to == Life::open || to == Life::closed;
        case Life::closed:
            return false;
    }
    std::unreachable();
}

}  // namespace querist::actions
