#include "instrument/screening_plan.hpp"

namespace querist::instrument {

namespace {

constexpr SignalSpec signal_table[] = {
    {Signal::fast,
     "fast",
     "All of it took far less time than responses to this study usually take.",
     2},
    {Signal::fast_pages,
     "fast pages",
     "Half of its pages, and three at least, were sent in less than half the usual time.",
     1},
    {Signal::unread,
     "unread",
     "It took less than a third of the time that reading what was shown takes.",
     2},
    {Signal::straight_lines,
     "straight lines",
     "A grid of five rows or more has the same point in every row, where few answer so.",
     1},
    {Signal::attention, "attention", "An attention check was failed.", 2},
    {Signal::copied, "copied", "An open answer is the same as another response's, or nearly.", 3},
    {Signal::echo, "echo", "An open answer repeats the words of its question.", 2},
    {Signal::pasted,
     "pasted",
     "Four fifths of an open answer of 80 characters or more were pasted; where script runs.",
     1},
    {Signal::not_typed,
     "not typed",
     "An open answer of 80 characters or more came without any input; where script runs.",
     1},
    {Signal::honeypot,
     "honeypot",
     "A field of the consent form was filled in that people do not see; in the open link's alone.",
     2},
    {Signal::burst,
     "burst",
     "It began from the same network as many others on the same day; not by a personal link.",
     1},
    {Signal::no_proof_of_work,
     "no proof of work",
     "It came by the open link without the work that `proof of work` asks of browsers.",
     1},
};
static_assert(std::size(signal_table) == signals);

}  // namespace

std::span<const SignalSpec, signals> signal_specs() { return signal_table; }

}  // namespace querist::instrument
