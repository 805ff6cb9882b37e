#include "actions/actions.hpp"

namespace querist::actions {

bool admits_unknown(const instrument::Study& study, Life life) {
    const instrument::SignIn* sign_in = instrument::sign_in_of(study);
    if (sign_in != nullptr && sign_in->required) return false;
    return instrument::has_open_link(study) || life == Life::draft;
}

}  // namespace querist::actions
