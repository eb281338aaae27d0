// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people read for the states of policies.
#include "report/words.hpp"

namespace report {

Word word_of(policy::DaneState state) {
  switch (state) {
    case policy::DaneState::invalid:
      return {Tone::bad, "does not match"};
    case policy::DaneState::lookup_failed:
      return {Tone::bad, "lookup failed"};
    case policy::DaneState::unknown:
      return {Tone::doubt, "not known"};
    case policy::DaneState::unusable:
      return {Tone::warn, "no usable record"};
    case policy::DaneState::half:
      return {Tone::warn, "matches, MX not signed"};
    case policy::DaneState::rollover:
      return {Tone::good, "matches, with a spare record"};
    case policy::DaneState::valid:
      return {Tone::good, "matches"};
    case policy::DaneState::none:
      return {Tone::plain, "not used"};
  }
  return {};
}

Word word_of(policy::RecordUse use) {
  switch (use) {
    case policy::RecordUse::matches:
      return {Tone::good, "matches"};
    case policy::RecordUse::matches_nothing:
      return {Tone::bad, "matches nothing"};
    case policy::RecordUse::outweighed:
      return {Tone::plain, "outweighed"};
    case policy::RecordUse::unusable:
      return {Tone::warn, "unusable"};
    case policy::RecordUse::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Word word_of(policy::MtaStsState state) {
  switch (state) {
    case policy::MtaStsState::none:
      return {Tone::plain, "not used"};
    case policy::MtaStsState::record_invalid:
      return {Tone::bad, "record not valid"};
    case policy::MtaStsState::fetch_failed:
      return {Tone::bad, "policy not fetched"};
    case policy::MtaStsState::certificate_invalid:
      return {Tone::bad, "policy host's certificate not valid"};
    case policy::MtaStsState::policy_invalid:
      return {Tone::bad, "policy not valid"};
    case policy::MtaStsState::mode_none:
      return {Tone::plain, "mode none"};
    case policy::MtaStsState::testing:
      return {Tone::plain, "mode testing"};
    case policy::MtaStsState::enforce:
      return {Tone::plain, "mode enforce"};
    case policy::MtaStsState::not_fetched:
      return {Tone::doubt, "policy not asked for"};
    case policy::MtaStsState::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Word word_of(policy::TlsrptState state) {
  switch (state) {
    case policy::TlsrptState::none:
      return {Tone::plain, "not used"};
    case policy::TlsrptState::invalid:
      return {Tone::bad, "record not valid"};
    case policy::TlsrptState::valid:
      return {Tone::good, "valid"};
    case policy::TlsrptState::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Word dane_word(std::string_view word) {
  if (word == "matches") return {Tone::good, "matches"};
  if (word == "fails") return {Tone::bad, "fails"};
  if (word == "lookup_failed") return {Tone::bad, "lookup failed"};
  if (word == "unusable") return {Tone::warn, "unusable"};
  if (word == "none" || word.empty()) return {Tone::plain, "not used"};
  return {Tone::doubt, "not known"};
}

Word mta_sts_word(std::string_view word) {
  if (word == "fits") return {Tone::good, "fits"};
  if (word == "does not fit") return {Tone::bad, "does not fit"};
  if (word == "not covered") return {Tone::bad, "not covered by the policy"};
  return {Tone::doubt, "not known"};
}

}  // namespace report
