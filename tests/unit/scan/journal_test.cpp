// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/journal.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "model/records_json.hpp"
#include "support/scratch.hpp"
#include "zstd_text.hpp"

namespace {

using scan::Journal;
using scan::ResultFile;

const std::string kRun = "20261121T093000Z-0a1b2c3d";

std::string domain(int number, const std::string& run = kRun) {
  model::DomainRecord record;
  record.domain = record.input = "domain-" + std::to_string(number) + ".example";
  record.mx_lookup = "NOERROR";
  record.mx_status = number % 2 == 0 ? "has_mx" : "null_mx";
  return model::domain_line(record, run);
}

model::EndpointRecord endpoint_record(int number) {
  model::EndpointRecord record;
  record.endpoint = {"mx-" + std::to_string(number) + ".example",
                     *base::IpAddress::parse("192.0.2.1"), 25};
  model::Transcript transcript;
  transcript.probe = "starttls";
  transcript.end = model::End::refused;
  transcript.duration = base::Milliseconds(number);
  record.conversations.push_back({transcript, std::nullopt});
  return record;
}

std::string endpoint(int number) { return model::endpoint_line(endpoint_record(number), kRun); }

std::string interrupted(int number) {
  model::EndpointRecord record = endpoint_record(number);
  record.interrupted = true;
  return model::endpoint_line(record, kRun);
}

std::string certificate(int number) {
  return model::certificate_line({"DER " + std::to_string(number), "mx/192.0.2.1:25"}, kRun);
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> some_lines(int count) {
  std::vector<std::string> lines;
  for (int i = 0; i < count; ++i) {
    lines.push_back(certificate(i));
    lines.push_back(endpoint(i));
    lines.push_back(domain(i));
  }
  return lines;
}

Journal read(const std::string& name) {
  auto journal = Journal::read(name);
  REQUIRE_MESSAGE(journal.ok(), journal.error().message);
  return std::move(*journal);
}

// The file must be refused, so, and stay as it is.
void check_refused(const std::string& name, const std::string& octets,
                   const std::string& sentence) {
  Scratch::write(name, octets);
  const auto journal = Journal::read(name);
  REQUIRE_FALSE(journal.ok());
  CHECK_MESSAGE(journal.error().message.find(sentence) != std::string::npos,
                journal.error().message);
  CHECK(Scratch::read(name) == octets);
}

void write_on(const std::string& name, Journal& journal, const std::vector<std::string>& lines) {
  ResultFile::Options options;
  options.continuation = std::move(journal.end);
  auto file = ResultFile::open(name, std::move(options));
  REQUIRE_MESSAGE(file.ok(), file.error().message);
  for (const std::string& line : lines) (*file)->write(line);
  (*file)->close();
  REQUIRE((*file)->error() == 0);
}

// One frame for each text.
std::string frames_of(const std::vector<std::string>& texts,
                      std::vector<scan::ZstdFrame>* frames = nullptr) {
  scan::ZstdCompressor compressor;
  std::string octets;
  for (const std::string& text : texts) {
    const scan::ZstdFrame frame = compressor.compress(text, octets);
    if (frames != nullptr) frames->push_back(frame);
  }
  return octets;
}

// ---- What is done ------------------------------------------------------------------------------

TEST_CASE("journal: no file, or an empty one, is a fresh start") {
  const Scratch scratch;
  for (const std::string name : {"new.jsonl", "new.jsonl.zst"}) {
    for (const bool there : {false, true}) {
      CAPTURE(name);
      if (there) Scratch::write(scratch.path(name), "");
      Journal journal = read(scratch.path(name));
      CHECK(journal.run_id.empty());
      CHECK(journal.lines == 0);
      CHECK(journal.end.compressed == name.ends_with(".zst"));
      if (there) write_on(scratch.path(name), journal, {domain(1)});
    }
    CHECK(read(scratch.path(name)).domains.contains("domain-1.example"));
  }
}

TEST_CASE("journal: everything that stands there is done") {
  const Scratch scratch;
  for (const std::string name : {"results.jsonl", "results.jsonl.zst"}) {
    CAPTURE(name);
    const std::string path = scratch.path(name);
    Journal fresh = read(path);
    write_on(path, fresh, some_lines(20));

    const Journal journal = read(path);

    CHECK(journal.run_id == kRun);
    CHECK(journal.lines == 60);
    CHECK(journal.interrupted == 0);
    CHECK(journal.torn_octets == 0);
    CHECK(journal.domains.size() == 20);
    CHECK(journal.domains.contains("domain-7.example"));
    CHECK_FALSE(journal.domains.contains("domain-20.example"));
    CHECK(journal.endpoints.size() == 20);
    CHECK(journal.endpoints.contains("mx-7.example/192.0.2.1:25"));
    CHECK(journal.certificates.size() == 20);
    CHECK(journal.certificates.contains(base::hex(base::sha256("DER 7"))));
    CHECK(journal.counts.domains == 20);
    CHECK(journal.counts.endpoints == 20);
    CHECK(journal.counts.certificates == 20);
    CHECK(journal.counts.mx_statuses.at("null_mx") == 10);
    CHECK(journal.counts.ends.at("connect.refused") == 20);
    CHECK(journal.counts.stage_times.at("conversation").sum_ms() == 190);
  }
}

TEST_CASE("journal: a run goes on as often as it has to") {
  const Scratch scratch;
  for (const std::string name : {"results.jsonl", "results.jsonl.zst"}) {
    CAPTURE(name);
    const std::string path = scratch.path(name);
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) {
      Journal journal = read(path);
      CHECK(journal.lines == all.size());
      write_on(path, journal, {domain(i), endpoint(i)});
      all.insert(all.end(), {domain(i), endpoint(i)});
    }
    const std::string octets = Scratch::read(path);
    CHECK((name.ends_with(".zst") ? text_of_frames(octets) : octets) == text_of(all));
    // Frames of all parts, one table behind them.
    if (name.ends_with(".zst")) CHECK(read(path).end.frames.size() == 5);
  }
}

// ---- Torn ends ---------------------------------------------------------------------------------

TEST_CASE("journal: a plain file cut off anywhere is gone on with behind its last whole line") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  const std::string first = text_of({domain(1)});
  const std::string whole = text_of({domain(1), endpoint(2), domain(3)});
  for (std::size_t size = 1; size <= whole.size(); size += 13) {
    CAPTURE(size);
    const std::string octets = whole.substr(0, size);
    Scratch::write(path, octets);
    const std::size_t good = octets.rfind('\n') == std::string::npos ? 0 : octets.rfind('\n') + 1;

    Journal journal = read(path);

    CHECK(journal.torn_octets == size - good);
    CHECK(Scratch::read(path) == whole.substr(0, good));
    CHECK(journal.end.octets == good);
    write_on(path, journal, {domain(9)});
    CHECK(Scratch::read(path) == whole.substr(0, good) + domain(9) + "\n");
  }
}

TEST_CASE("journal: a last line that ends but is no JSON is cut off") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  const std::string good = text_of({domain(1), domain(2)});
  for (const std::string& bad : {domain(3).substr(0, 40) + "\n", std::string("\n"),
                                 std::string(30, '\0') + "\n", std::string(5'000, '\0')}) {
    Scratch::write(path, good + bad);
    const Journal journal = read(path);
    CHECK(journal.torn_octets == bad.size());
    CHECK(journal.lines == 2);
    CHECK(Scratch::read(path) == good);
  }
}

TEST_CASE("journal: a zstd file cut off anywhere is gone on with behind its last whole frame") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl.zst");
  const std::string one = text_of({domain(1), endpoint(1)});
  const std::string two = text_of({domain(2), endpoint(2)});
  std::vector<scan::ZstdFrame> frames;
  std::string whole = frames_of({one, two}, &frames);
  const std::size_t table = whole.size();
  scan::append_seek_table(frames, whole);
  for (std::size_t size = frames[0].compressed; size <= whole.size(); ++size) {
    CAPTURE(size);
    Scratch::write(path, whole.substr(0, size));
    const std::size_t good = size < table ? frames[0].compressed : table;

    Journal journal = read(path);

    CHECK(journal.end.octets == good);
    CHECK(journal.torn_octets == (size == whole.size() ? 0 : size - good));
    CHECK(journal.lines == (size < table ? 2 : 4));
    CHECK(Scratch::read(path).size() == good);
    write_on(path, journal, {domain(9)});
    CHECK(text_of_frames(Scratch::read(path)) ==
          one + (size < table ? "" : two) + domain(9) + "\n");
  }
}

TEST_CASE("journal: a first frame that is torn is ours when its text begins like ours") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl.zst");
  const std::string ours = frames_of({text_of(some_lines(2'000))});
  Scratch::write(path, ours.substr(0, ours.size() - 1));
  const Journal journal = read(path);
  CHECK(journal.lines == 0);
  CHECK(journal.torn_octets == ours.size() - 1);
  CHECK(journal.end.compressed);
  CHECK(Scratch::read(path).empty());

  check_refused(path, ours.substr(0, 5), "begins like none of ours");
  check_refused(path, "\x28\xb5", "begins like none of ours");
}

// ---- Interrupted visits ------------------------------------------------------------------------

TEST_CASE("journal: lines of interrupted visits are taken out") {
  const Scratch scratch;
  for (const std::string name : {"results.jsonl", "results.jsonl.zst"}) {
    for (const std::string torn : {"", "{\"type\":\"dom", "{\"type\":\"dom\n"}) {
      CAPTURE(name);
      CAPTURE(torn);
      const std::string path = scratch.path(name);
      const std::string text = text_of({domain(1), interrupted(2), endpoint(3), interrupted(4)});
      const bool compressed = name.ends_with(".zst");
      Scratch::write(path, compressed ? frames_of({text, text_of({domain(5)})}) + "\x28"
                                      : text + domain(5) + "\n" + torn);

      Journal journal = read(path);

      CHECK(journal.interrupted == 2);
      CHECK(journal.lines == 3);
      CHECK(journal.endpoints.size() == 1);
      CHECK_FALSE(journal.endpoints.contains("mx-2.example/192.0.2.1:25"));
      CHECK(journal.counts.endpoints == 1);
      CHECK(journal.end.octets == std::filesystem::file_size(path));
      CHECK(scratch.files() == (compressed ? 2 : 1));
      write_on(path, journal, {endpoint(2)});
      const std::string octets = Scratch::read(path);
      CHECK((compressed ? text_of_frames(octets) : octets) ==
            text_of({domain(1), endpoint(3), domain(5), endpoint(2)}));
      CHECK(read(path).interrupted == 0);
    }
  }
}

TEST_CASE("journal: a symbolic link leads to the file that is written anew") {
  const Scratch scratch;
  Scratch::write(scratch.path("results.jsonl"), text_of({domain(1), interrupted(2)}));
  std::filesystem::permissions(scratch.path("results.jsonl"), std::filesystem::perms::owner_all);
  std::filesystem::create_symlink(scratch.path("results.jsonl"), scratch.path("link"));
  read(scratch.path("link"));
  CHECK(std::filesystem::is_symlink(scratch.path("link")));
  CHECK(Scratch::read(scratch.path("results.jsonl")) == text_of({domain(1)}));
  CHECK(std::filesystem::status(scratch.path("results.jsonl")).permissions() ==
        std::filesystem::perms::owner_all);
}

TEST_CASE("journal: when there is no place for the new file, the old one stays") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  const std::string beside = path + ".resume-" + std::to_string(getpid());
  std::filesystem::create_directory(beside);
  check_refused(path, text_of({domain(1), interrupted(2)}), beside + ": Is a directory");
}

// ---- What is no journal ------------------------------------------------------------------------

TEST_CASE("journal: a file that is something else is refused and stays as it is") {
  const Scratch scratch;
  const std::string path = scratch.path("file");
  check_refused(path, "my notes\n", ":1: this is not JSON;");
  check_refused(path, "my notes", ":1: there is no whole line");
  check_refused(path, "{\"name\":\"a list\"}\n", ":1: its \"type\" and \"schema\" name no line");
  check_refused(path, "{\"name\":\"a list\"}", ":1: there is no whole line");
  check_refused(path, "example.org\nexample.com\n", ":1: this is not JSON;");
  check_refused(path, "\n\n", ":1: this is not JSON;");
  check_refused(path, frames_of({"my notes\n"}), ":1: this is not JSON;");
  check_refused(path, frames_of({text_of({domain(1)}) + "no line"}), "ends within a line");
  check_refused(path, frames_of({text_of({domain(1)})}) + "behind it", "there is no zstd frame");
  std::string other_major = domain(1);
  other_major.replace(other_major.find("/1."), 3, "/2.");
  check_refused(path, other_major + "\n", ":1: it follows version 2.");
}

TEST_CASE("journal: lines of two runs are refused") {
  const Scratch scratch;
  const std::string text = text_of({domain(1), domain(2), domain(3, "another-run")});
  for (const std::string& octets : {text, frames_of({text})}) {
    check_refused(scratch.path("file"), octets,
                  ":3: a line of run another-run among those of run " + kRun);
  }
}

TEST_CASE("journal: a bad line that is not the last is refused, with its place") {
  const Scratch scratch;
  const std::string path = scratch.path("file");
  const std::string torn = domain(2).substr(0, 30);
  check_refused(path, text_of({domain(1), torn, domain(3)}), ":2: not JSON, and not the last line");
  check_refused(path, text_of({domain(1), torn}) + "x", ":2: not JSON, and not the last line");
  check_refused(path, text_of({domain(1), torn, torn}), ":2: not JSON, and not the last line");
  check_refused(path, text_of({torn, domain(1)}), ":1: not JSON, and not the last line");
  // Frames have checksums: there is no torn line in one.
  check_refused(path, frames_of({text_of({domain(1), torn})}), ":2: not JSON");
}

TEST_CASE("journal: what is no regular file is refused") {
  const Scratch scratch;
  const auto message = [](const std::string& name) {
    const auto journal = Journal::read(name);
    REQUIRE_FALSE(journal.ok());
    return journal.error().message;
  };
  CHECK(message("-") == "standard output cannot be read back: to go on with a run, name its file");
  CHECK(message("/dev/null") == "/dev/null: no regular file, so no run can go on with it");
  CHECK(message(scratch.path("")).find("Is a directory") != std::string::npos);
}

TEST_CASE("journal: a file that another run is writing to is refused") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  auto file = ResultFile::open(path);
  REQUIRE(file.ok());
  (*file)->write(domain(1));
  (*file)->flush(base::Instant());
  const auto journal = Journal::read(path);
  REQUIRE_FALSE(journal.ok());
  CHECK(journal.error().message == path + ": another process is writing to it");
}

TEST_CASE("journal: lines that are longer than a block are read whole") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  std::string long_line = domain(1);
  long_line.insert(long_line.size() - 1,
                   ",\"added_later\":\"" + std::string(3'000'000, 'x') + "\"");
  for (const std::string& octets :
       {text_of({long_line, domain(2), long_line}), frames_of({text_of({long_line, domain(2)})})}) {
    Scratch::write(path, octets);
    CHECK(read(path).domains.size() == 2);
    CHECK(Scratch::read(path) == octets);
  }
}

}  // namespace
