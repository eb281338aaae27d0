// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of the states, as they stand in lines and tables.
#include "policy/dane.hpp"
#include "policy/mta_sts.hpp"
#include "policy/records.hpp"

namespace policy {

std::string_view to_string(DaneState state) {
  switch (state) {
    case DaneState::invalid:
      return "invalid";
    case DaneState::lookup_failed:
      return "lookup_failed";
    case DaneState::unknown:
      return "unknown";
    case DaneState::unusable:
      return "unusable";
    case DaneState::half:
      return "half";
    case DaneState::rollover:
      return "rollover";
    case DaneState::valid:
      return "valid";
    case DaneState::none:
      return "none";
  }
  return "";
}

std::string_view to_string(RecordUse use) {
  switch (use) {
    case RecordUse::matches:
      return "matches";
    case RecordUse::matches_nothing:
      return "matches_nothing";
    case RecordUse::outweighed:
      return "outweighed";
    case RecordUse::unusable:
      return "unusable";
    case RecordUse::unknown:
      return "unknown";
  }
  return "";
}

std::string_view to_string(Coverage coverage) {
  switch (coverage) {
    case Coverage::all:
      return "all";
    case Coverage::some:
      return "some";
    case Coverage::none:
      return "none";
  }
  return "";
}

std::string_view to_string(MtaStsState state) {
  switch (state) {
    case MtaStsState::none:
      return "none";
    case MtaStsState::record_invalid:
      return "record_invalid";
    case MtaStsState::fetch_failed:
      return "fetch_failed";
    case MtaStsState::certificate_invalid:
      return "certificate_invalid";
    case MtaStsState::policy_invalid:
      return "policy_invalid";
    case MtaStsState::mode_none:
      return "mode_none";
    case MtaStsState::testing:
      return "testing";
    case MtaStsState::enforce:
      return "enforce";
    case MtaStsState::not_fetched:
      return "not_fetched";
    case MtaStsState::unknown:
      return "unknown";
  }
  return "";
}

std::string_view to_string(TlsrptState state) {
  switch (state) {
    case TlsrptState::none:
      return "none";
    case TlsrptState::invalid:
      return "invalid";
    case TlsrptState::valid:
      return "valid";
    case TlsrptState::unknown:
      return "unknown";
  }
  return "";
}

}  // namespace policy
