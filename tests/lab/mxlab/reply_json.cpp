// SPDX-License-Identifier: GPL-3.0-or-later
#include "reply_json.hpp"

#include <algorithm>

namespace mxlab {
namespace {

constexpr std::int64_t day_ms = 24L * 3600 * 1000;
constexpr std::size_t endless_block = 16U << 10U;

std::string with_hostname(std::string line, const std::string& hostname) {
  constexpr std::string_view mark = "{hostname}";
  for (std::size_t at = line.find(mark); at != std::string::npos;
       at = line.find(mark, at + hostname.size())) {
    line.replace(at, mark.size(), hostname);
  }
  return line;
}

std::string joined(const std::vector<std::string>& lines, const ReplyStyle& style,
                   const std::string& line_end, std::size_t pad_to) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string line = with_hostname(lines[i], style.hostname);
    if (i + 1 == lines.size() && line.size() < pad_to) line.resize(pad_to, 'x');
    out += line + line_end;
  }
  return out;
}

std::string from_hex(const JsonAt& at) {
  std::string digits = at.text();
  digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
  const bool sound = digits.size() % 2 == 0 &&
                     digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!sound) at.refuse("pairs of hexadecimal digits are wanted here");
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return out;
}

// The keys that say what a part says: lines (line_end, pad_to), text or hex.
Part read_part(JsonObject& object, const ReplyStyle& style, const Pace& pace) {
  Part part;
  const std::string line_end = object.text("line_end", style.line_end);
  const auto pad_to = static_cast<std::size_t>(object.number("pad_to", 0, 0, 1 << 20));
  const std::optional<JsonAt> lines = object.find("lines");
  const std::optional<JsonAt> text = object.find("text");
  const std::optional<JsonAt> hex = object.find("hex");
  if (int{lines.has_value()} + int{text.has_value()} + int{hex.has_value()} > 1) {
    object.at().refuse("only one of lines, text and hex can be here");
  }
  if (lines) part.bytes = joined(lines->texts(), style, line_end, pad_to);
  if (text) part.bytes = text->text();
  if (hex) part.bytes = from_hex(*hex);
  part.pace = read_pace(object, pace);
  return part;
}

void read_endless(const JsonAt& at, const ReplyStyle& style, Reply& reply) {
  JsonObject object(at);
  const std::string line = object.need("line").text() + style.line_end;
  reply.endless_interval_ms =
      static_cast<std::uint32_t>(object.number("interval_ms", 0, 0, day_ms));
  object.finish();
  reply.endless = line;
  // Without an interval the point is the flood: send it in blocks.
  while (reply.endless_interval_ms == 0 && reply.endless.size() < endless_block) {
    reply.endless += line;
  }
}

Then usual_then(const Reply& reply, ReplyUse use) {
  const std::string_view bytes =
      reply.parts.empty() ? std::string_view{} : std::string_view(reply.parts.front().bytes);
  if (use == ReplyUse::farewell || bytes.substr(0, 3) == "421") return Then::close;
  if (use == ReplyUse::starttls && bytes.substr(0, 3) == "220") return Then::tls;
  return Then::go_on;
}

}  // namespace

Pace read_pace(JsonObject& object, const Pace& otherwise) {
  const auto ms = [&](std::string_view key, std::uint32_t value) {
    return static_cast<std::uint32_t>(object.number(key, value, 0, day_ms));
  };
  return {ms("delay_ms", otherwise.delay_ms),
          static_cast<std::uint32_t>(object.number("split", otherwise.split, 0, 1 << 20)),
          ms("split_delay_ms", otherwise.split_delay_ms)};
}

Then read_then(JsonObject& object, std::string_view key, Then otherwise) {
  return object.word<Then>(key, otherwise,
                           {{"continue", Then::go_on},
                            {"close", Then::close},
                            {"reset", Then::reset},
                            {"silence", Then::silence},
                            {"tls", Then::tls}});
}

Reply make_reply(const std::vector<std::string>& lines, const ReplyStyle& style, ReplyUse use) {
  Reply reply;
  reply.parts.push_back({joined(lines, style, style.line_end, 0), style.pace});
  reply.then = usual_then(reply, use);
  return reply;
}

Reply read_reply(const JsonAt& at, const ReplyStyle& style, ReplyUse use) {
  if ((*at).is_string()) return make_reply({at.text()}, style, use);
  if ((*at).is_array()) return make_reply(at.texts(), style, use);
  if (!(*at).is_object()) at.refuse("a reply is wanted here: a text, a list of lines or an object");
  Reply reply;
  JsonObject object(at);
  if (const std::optional<JsonAt> parts = object.find("parts")) {
    for (const JsonAt& item : parts->items()) {
      JsonObject part(item);
      // The behaviour's delay is for the first part; later ones say their own.
      Pace pace = style.pace;
      if (!reply.parts.empty()) pace.delay_ms = 0;
      reply.parts.push_back(read_part(part, style, pace));
      part.finish();
    }
  } else {
    reply.parts.push_back(read_part(object, style, style.pace));
  }
  if (const std::optional<JsonAt> endless = object.find("endless")) {
    read_endless(*endless, style, reply);
  }
  reply.then = read_then(object, "then", usual_then(reply, use));
  object.finish();
  return reply;
}

}  // namespace mxlab
