// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which mail server answers, by what it says of itself. A hint for the choice of remedies, and
// nothing else: a greeting can say anything.
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "report/subject.hpp"

namespace report {
namespace {

struct Mark {
  std::string_view words;  // lower case
  std::string_view software;
};
// "Microsoft ESMTP MAIL Service" is Exchange's transport as well as that of IIS.
constexpr std::array<Mark, 12> kMarks{{
    {"postfix", "Postfix"},
    {"exim", "Exim"},
    {"opensmtpd", "OpenSMTPD"},
    {"sendmail", "Sendmail"},
    {"microsoft esmtp mail service", "Exchange"},
    {"cisco", "Cisco Secure Email Gateway"},
    {"haraka", "Haraka"},
    {"chasquid", "chasquid"},
    {"stalwart", "Stalwart"},
    {"mailenable", "MailEnable"},
    {"qmail", "qmail"},
    {"halon", "Halon"},
}};

std::string_view recognized(const wire::SmtpReply* reply) {
  if (reply == nullptr) return {};
  for (const std::string& line : reply->lines) {
    const std::string words = base::to_lower(line);
    for (const Mark& mark : kMarks) {
      if (words.find(mark.words) != std::string::npos) return mark.software;
    }
  }
  return {};
}

}  // namespace

std::string software_of(const model::EndpointRecord& record) {
  for (const model::Conversation& conversation : record.conversations) {
    for (const std::string_view step : {"greeting", "quit"}) {
      const std::string_view software = recognized(conversation.transcript.reply(step));
      if (!software.empty()) return std::string(software);
    }
  }
  return {};
}

}  // namespace report
