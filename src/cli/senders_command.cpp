// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "cli/options.hpp"
#include "cli/senders_text.hpp"
#include "cli/set_up.hpp"
#include "model/sender_catalogue_json.hpp"

namespace cli {

int senders_command(const SendersOptions& options) {
  ExitCode code = kSuccess;
  const auto senders = all_senders(options.files, code);
  if (!senders) return code;
  if (options.id.empty())
    return print(options.json ? model::senders_document(*senders) : senders_text(*senders));
  const model::Sender* sender = model::find_sender(*senders, options.id);
  if (sender == nullptr) {
    return fail(kUsage,
                fmt::format("there is no sender \"{}\"; waxseal senders lists all", options.id));
  }
  return print(options.json ? model::senders_document({*sender}) : sender_text(*sender));
}

}  // namespace cli
