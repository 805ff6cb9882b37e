#pragma once

// The public header of recruitment: how many are to be asked and of whom, who can be, who is drawn,
// what became of each sampled person, and how many answered. Pure: what a study plans, rows of a
// frame, seeds and events come in; people, numbers, counts and rates go out; no clock, no chance,
// no store, no mail.

#include "recruitment/allocation.hpp"          // IWYU pragma: export
#include "recruitment/case_counts.hpp"         // IWYU pragma: export
#include "recruitment/case_event.hpp"          // IWYU pragma: export
#include "recruitment/compared_values.hpp"     // IWYU pragma: export
#include "recruitment/disposition_codes.hpp"   // IWYU pragma: export
#include "recruitment/disposition_rules.hpp"   // IWYU pragma: export
#include "recruitment/document.hpp"            // IWYU pragma: export
#include "recruitment/eligibility.hpp"         // IWYU pragma: export
#include "recruitment/fraction.hpp"            // IWYU pragma: export
#include "recruitment/frame_columns.hpp"       // IWYU pragma: export
#include "recruitment/frame_row.hpp"           // IWYU pragma: export
#include "recruitment/frozen_sample.hpp"       // IWYU pragma: export
#include "recruitment/letter.hpp"              // IWYU pragma: export
#include "recruitment/mail_schedule.hpp"       // IWYU pragma: export
#include "recruitment/outcome_rates.hpp"       // IWYU pragma: export
#include "recruitment/participation_flow.hpp"  // IWYU pragma: export
#include "recruitment/planned_power.hpp"       // IWYU pragma: export
#include "recruitment/sample_draw.hpp"         // IWYU pragma: export
#include "recruitment/sample_planning.hpp"     // IWYU pragma: export
#include "recruitment/sample_rates.hpp"        // IWYU pragma: export
#include "recruitment/wave_release.hpp"        // IWYU pragma: export
#include "recruitment/web_rates.hpp"           // IWYU pragma: export
