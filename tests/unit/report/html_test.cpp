// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "report/formats.hpp"
#include "report/html_files.hpp"
#include "sample_audit.hpp"

namespace {

std::size_t count(std::string_view text, std::string_view wanted) {
  std::size_t found = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + wanted.size()))
    found += 1;
  return found;
}

bool has(std::string_view text, std::string_view wanted) { return count(text, wanted) > 0; }

// What stands between the first `from` and the next `to` behind it.
std::string between(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t start = text.find(from);
  REQUIRE(start != std::string_view::npos);
  const std::size_t end = text.find(to, start + from.size());
  REQUIRE(end != std::string_view::npos);
  return std::string(text.substr(start + from.size(), end - start - from.size()));
}

std::vector<report::Audit> samples() {
  return {sample::audit(), sample::audit_of(sample::safe_domain()),
          sample::audit_of(sample::not_yet_domain()), sample::audit_of(sample::unknown_domain()),
          report::Audit{}};
}

// Everything but style and script, which are files of ours.
std::string without_files(std::string page) {
  for (const std::string_view file : {report::page_style(), report::page_script()}) {
    const std::size_t start = page.find(file);
    REQUIRE(start != std::string::npos);
    page.erase(start, file.size());
  }
  return page;
}

// The names of elements that are open at the end, or closed where they were not opened.
std::vector<std::string> unbalanced(const std::string& page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    const std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find(' '));
    if (tag.empty() || tag[0] == '!' || tag.back() == '/' || name == "meta" || name == "input")
      continue;
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (!open.empty() && "/" + open.back() == name) {
      open.pop_back();
    } else {
      open.push_back(name);
      break;
    }
  }
  return open;
}

}  // namespace

TEST_CASE("every element that is opened is closed") {
  for (const report::Audit& audit : samples())
    CHECK(unbalanced(without_files(report::html_of(audit))) == std::vector<std::string>{});
}

TEST_CASE("what a stranger wrote is text, and all of it can be seen") {
  const std::string page = without_files(report::html_of(sample::audit()));
  CHECK(has(page,
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &#39; &amp; \\x1b[31m \\x07 "
            "\\xff ]]&gt;"));
  CHECK(has(page, "&lt;b&gt;&quot;x&quot;&lt;/b&gt;"));
  CHECK(count(page, "<script") == 1);
  CHECK(std::none_of(page.begin(), page.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f';
  }));
}

TEST_CASE("strings everywhere are escaped") {
  const std::string evil = "\"'><i>&";
  report::Domain domain = sample::not_yet_domain();
  domain.domain = evil;
  domain.headline = evil;
  domain.reasons = {evil};
  for (report::Enforcement& way : domain.enforcement) {
    way.name = way.why = evil;
    way.failing = way.unknown = {evil};
  }
  for (report::Host& host : domain.hosts) {
    host.name = host.problem = evil;
    host.aliases = {evil};
    for (report::Server& server : host.servers) {
      server.endpoint_id = server.address = server.outcome = server.meaning = evil;
      server.software = server.greeting = server.certificate = server.issuer = evil;
      server.trust = server.dane = server.mta_sts = server.cut_short = evil;
      server.versions = server.keys = {evil};
    }
  }
  for (report::Finding& finding : domain.findings) {
    finding.id = finding.title = finding.level = evil;
    finding.places = {{evil, evil}};
    finding.senders = {evil};
    finding.remedies = {{evil, evil}};
    finding.sources = {{evil, evil, evil}};
  }
  for (report::SenderRow& sender : domain.senders) {
    sender.name = sender.verdict.sender = sender.verdict.reason = evil;
    sender.verdict.endpoint_id = sender.verdict.tlsrpt_reason = evil;
  }
  domain.dane.why = domain.mta_sts.why = domain.mta_sts.record_id = evil;
  domain.mta_sts.policy->mx = domain.tlsrpt.uris = {evil};
  domain.tlsrpt.why = domain.requiretls.why = evil;
  domain.caa = {{evil, model::Answer::yes, evil, {evil}}};
  policy::Suggestions& suggestions = domain.suggestions;
  suggestions.tlsa = suggestions.tlsa_to_remove = {{evil, evil, evil, evil, false}};
  suggestions.tlsa_why_not = suggestions.mta_sts_why_not_enforce = evil;
  suggestions.mta_sts_url = suggestions.mta_sts_policy = evil;
  suggestions.mta_sts_record = suggestions.tlsrpt_record = {evil, evil, evil, evil, true};
  domain.watch = {{evil, evil}};
  report::Audit audit = sample::audit_of(domain);
  audit.version = audit.run_id = audit.client_name = audit.resolver = evil;
  const std::string page = without_files(report::html_of(audit));
  CHECK_FALSE(has(page, evil));
  CHECK_FALSE(has(page, "><i>&"));
  CHECK_FALSE(has(page, "'>"));
  CHECK(count(page, "&quot;&#39;&gt;&lt;i&gt;&amp;") > 60);
  CHECK(unbalanced(page) == std::vector<std::string>{});
}

TEST_CASE("its policy allows this style and this script and nothing else") {
  const std::string page = report::html_of(sample::audit());
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\">");
  const auto source = [](const std::string& file) {
    return "&#39;sha256-" + base::base64(base::sha256(file)) + "&#39;";
  };
  const std::string style = between(page, "<style>", "</style>");
  const std::string script = between(page, "<script>", "</script>");
  CHECK(style == report::page_style());
  CHECK(script == report::page_script());
  CHECK(policy == "default-src &#39;none&#39;; style-src " + source(style) + "; script-src " +
                      source(script) + "; base-uri &#39;none&#39;; form-action &#39;none&#39;");
}

TEST_CASE("it loads nothing") {
  for (const report::Audit& audit : samples()) {
    const std::string page = without_files(report::html_of(audit));
    for (const std::string_view loads : {"src=", " style=", "srcset=", "<link", "<img", "<iframe",
                                         "<object", "http-equiv=\"refresh"})
      CHECK_MESSAGE(count(page, loads) == 0, loads);
    CHECK(count(page, "href=\"") == count(page, "href=\"#"));
  }
  for (const std::string_view loads : {"url(", "@import", "http:", "https:", "fetch(", "</s"}) {
    CHECK_MESSAGE(!has(report::page_style(), loads), loads);
    CHECK_MESSAGE(!has(report::page_script(), loads), loads);
  }
}

TEST_CASE("the verdict comes first, in words") {
  const auto verdict = [](const report::Domain& domain) {
    const std::string page = report::html_of(sample::audit_of(domain));
    CHECK(page.find("<h2") < page.find("<h3"));
    return between(page, "<h2", "</h2>");
  };
  CHECK(has(verdict(sample::safe_domain()), "Safe to enforce TLS"));
  CHECK(has(verdict(sample::not_yet_domain()), "Not yet safe to enforce TLS"));
  CHECK(has(verdict(sample::unknown_domain()), "Could not tell"));
}

TEST_CASE("several domains have an overview that leads to them, one has none") {
  const std::string three = report::html_of(sample::audit());
  const std::string overview = between(three, "id=\"overview\"", "</section>");
  for (const std::string_view link : {"href=\"#d1\"", "href=\"#d2\"", "href=\"#d3\""})
    CHECK(has(overview, link));
  CHECK(three.find("id=\"overview\"") < three.find("id=\"d1\""));
  CHECK_FALSE(has(report::html_of(sample::audit_of(sample::safe_domain())), "id=\"overview\""));
}

TEST_CASE("an audit of nothing says so") {
  CHECK(has(report::html_of(report::Audit{}), "No domain was looked at."));
}

TEST_CASE("a domain without servers is shown without a tree") {
  report::Domain domain;
  domain.domain = "no-mx.example";
  domain.mx_status = "null_mx";
  const std::string page = report::html_of(sample::audit_of(domain));
  CHECK(has(page, "There is no mail server to look at."));
  CHECK(has(page, "null MX: the domain takes no mail"));
  CHECK_FALSE(has(page, "class=\"picture\""));
  CHECK(unbalanced(without_files(page)) == std::vector<std::string>{});
}

TEST_CASE("a host without servers says why, in the picture and in the list") {
  report::Domain domain;
  domain.domain = "example.org";
  domain.hosts = {{"mx.example.org", 10, {}, false, "its name has no address", {}}};
  const std::string page = report::html_of(sample::audit_of(domain));
  const std::string picture = between(page, "class=\"picture\"", "</svg>\n<ul");
  const std::string tree = between(page, "class=\"tree\"", "</section>");
  for (const std::string& part : {picture, tree}) {
    CHECK(has(part, "mx.example.org"));
    CHECK(has(part, "no server"));
    CHECK(has(part, "its name has no address"));
  }
}

TEST_CASE("very many addresses are listed and not drawn") {
  report::Domain domain;
  domain.domain = "example.org";
  report::Host host{"mx.example.org", 10, {}, false, "", {}};
  for (int i = 0; i < 41; ++i) {
    host.servers.emplace_back();
    host.servers.back().address = "192.0.2." + std::to_string(i);
  }
  domain.hosts = {host};
  const std::string page = report::html_of(sample::audit_of(domain));
  CHECK_FALSE(has(page, "class=\"picture\""));
  CHECK(has(page, "192.0.2.40"));
}

TEST_CASE("long lists of places and senders are folded, and nothing is left out") {
  report::Finding finding;
  finding.id = "dane.invalid";
  finding.title = "It does not match.";
  finding.blocks = true;
  for (int i = 0; i < 10; ++i) {
    finding.places.push_back({"place-" + std::to_string(i), "seen"});
    finding.senders.push_back("sender-" + std::to_string(i));
  }
  report::Domain domain;
  domain.domain = "example.org";
  domain.findings = {finding};
  const std::string page = report::html_of(sample::audit_of(domain));
  const std::string changes = between(page, "id=\"d1-changes\"", "id=\"d1-findings\"");
  CHECK(has(changes, "<summary>10 kinds of sender</summary>"));
  CHECK(has(changes, "sender-9"));
  const std::string table = between(page, "id=\"d1-findings\"", "</section>");
  CHECK(has(table, "<summary>and 6 more</summary>"));
  CHECK(has(table, "place-9"));
}

TEST_CASE("what casts doubt on everything stands above the verdicts") {
  report::Audit audit = sample::audit_of(sample::safe_domain());
  CHECK_FALSE(has(report::html_of(audit), "class=\"warnings\""));
  audit.interrupted = true;
  audit.resolver_trusted = false;
  const std::string page = report::html_of(audit);
  const std::string warnings = between(page, "class=\"warnings\"", "</div>");
  CHECK(has(warnings, "interrupted"));
  CHECK(has(warnings, "resolver not trusted"));
  CHECK(page.find("class=\"warnings\"") < page.find("<h2"));
}

TEST_CASE("senders stand the worst first, with what would change") {
  const std::string page = report::html_of(sample::audit_of(sample::not_yet_domain()));
  const std::string senders = between(page, "id=\"d1-senders\"", "</section>");
  CHECK(senders.find("postfix-dane-debian12") < senders.find("exim-debian12"));
  CHECK(senders.find("exim-debian12") < senders.find("java17-james"));
  const std::string gmail = senders.substr(senders.find("<code>gmail</code>"));
  CHECK(has(between(gmail, "data-label=\"MTA-STS enforced\"", "</td>"), "class=\"mark bad\""));
  CHECK(has(between(gmail, "data-label=\"TLSA published\"", "</td>"), "class=\"same\""));
  CHECK(has(senders, "partly assumed"));
}

TEST_CASE("a note of a record cannot leave its comment") {
  report::Domain domain;
  domain.domain = "example.org";
  domain.suggestions.tlsa = {{"_25._tcp.mx.example.org.", "TLSA", "3 1 1 00",
                              "a key\nevil.example. IN A 192.0.2.1", false}};
  const std::string page = report::html_of(sample::audit_of(domain));
  CHECK(between(page, "<pre>", "</pre>") ==
        "; a key evil.example. IN A 192.0.2.1\n_25._tcp.mx.example.org. IN TLSA 3 1 1 00");
}

TEST_CASE("records that are published and those that are not stand apart") {
  report::Domain domain = sample::safe_domain();
  domain.suggestions.tlsa.front().published = false;
  const std::string page = report::html_of(sample::audit_of(domain));
  const std::string tlsa = between(page, "id=\"d1-records-tlsa\"", "</section>");
  CHECK(count(tlsa, "<pre>") == 2);
  CHECK(has(tlsa, "not published yet"));
  CHECK(has(tlsa, "published already"));
}
