// SPDX-License-Identifier: GPL-3.0-or-later
//
// The names of states, as programs read them; words.hpp has what people do.
#include "report/audit.hpp"

namespace report {

std::string_view to_string(Readiness readiness) {
  switch (readiness) {
    case Readiness::safe:
      return "safe";
    case Readiness::not_yet:
      return "not_yet";
    case Readiness::unknown:
      return "unknown";
  }
  return "";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::fail:
      return "fail";
    case Severity::warn:
      return "warn";
    case Severity::doubt:
      return "doubt";
    case Severity::info:
      return "info";
  }
  return "";
}

}  // namespace report
