#pragma once

// The public header of report: columns of responses in, tables and pictures out, then documents.
// Pure: the same table and options give the same bytes; no clock, no locale.

#include "report/build.hpp"   // IWYU pragma: export
#include "report/files.hpp"   // IWYU pragma: export
#include "report/render.hpp"  // IWYU pragma: export
#include "report/values.hpp"  // IWYU pragma: export
