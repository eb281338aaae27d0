// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace mxlab {

// Something that keeps the lab from starting: the table, the certificates, an address in use.
// The text names the file, the place in it, and what to do. Thrown only before the loops run.
struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace mxlab
