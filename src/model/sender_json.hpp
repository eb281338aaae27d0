// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/result.hpp"
#include "model/builtin_senders.hpp"
#include "model/sender.hpp"

namespace model {

// Reads sender files (results-schema/sender.schema.json), in their order. One may extend another of
// them, wherever that stands. Fails with "file:line:column: what; what to do" for the first file
// that is no sender: a key that is not known, an id that is not the file's name or that another has
// already, something that neither the file nor any that it extends says.
base::Result<std::vector<Sender>> read_senders(const std::vector<SenderFile>& files);

// The senders that are built in, and behind them those of further files, which may extend them.
base::Result<std::vector<Sender>> read_builtin_senders(const std::vector<SenderFile>& further = {});

}  // namespace model
