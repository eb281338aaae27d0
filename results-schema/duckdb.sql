-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The lines of a run, or of all shards of one, as tables for DuckDB 1.3 or later (tried with 1.5). First say where the lines are (a
-- file, a pattern such as 'results/*.jsonl.zst', .gz and .zst included), then read this file:
--
--   SET VARIABLE waxseal_lines = 'results.jsonl';
--   .read results-schema/duckdb.sql
--
-- The columns are spelt out because DuckDB guesses them from the first lines: a file in which nobody spoke TLS gives
-- `tls` another type than a file in which somebody did, and two such files do not union. A field that a later minor
-- version adds is passed over until it is added here. Texts are escaped as README.md says; the macro `unescaped` gives
-- the octets back.

CREATE OR REPLACE TYPE waxseal_number_name AS STRUCT("name" VARCHAR, "value" INTEGER);
CREATE OR REPLACE TYPE waxseal_cipher_suite AS STRUCT(hex VARCHAR, "name" VARCHAR, "value" INTEGER);
CREATE OR REPLACE TYPE waxseal_group AS STRUCT("name" VARCHAR, id INTEGER);
CREATE OR REPLACE TYPE waxseal_reference AS STRUCT(fingerprint_sha256 VARCHAR);
CREATE OR REPLACE TYPE waxseal_server_hello AS STRUCT(
  "version" waxseal_number_name,
  random VARCHAR,
  session_id VARCHAR,
  cipher_suite waxseal_cipher_suite,
  compression_method INTEGER,
  ocsp_stapling BOOLEAN,
  ticket BOOLEAN,
  secure_renegotiation BOOLEAN,
  extended_master_secret BOOLEAN,
  alpn_protocol VARCHAR,
  supported_versions STRUCT(selected_version waxseal_number_name),
  key_share STRUCT("group" waxseal_group),
  extension_identifiers INTEGER[],
  malformed BOOLEAN
);
CREATE OR REPLACE TYPE waxseal_client_hello AS STRUCT(
  "version" waxseal_number_name,
  length INTEGER,
  cipher_suite_identifiers INTEGER[],
  compression_methods INTEGER[],
  extension_identifiers INTEGER[],
  supported_versions INTEGER[],
  supported_group_identifiers INTEGER[],
  key_share_group_identifiers INTEGER[],
  signature_scheme_identifiers INTEGER[],
  server_name VARCHAR,
  alpn_protocols VARCHAR[],
  malformed BOOLEAN
);
CREATE OR REPLACE TYPE waxseal_tls AS STRUCT(
  handshake_completed_successfully BOOLEAN,
  "version" waxseal_number_name,
  cipher_suite waxseal_cipher_suite,
  wolfssl STRUCT("error" INTEGER, message VARCHAR, certificate_error INTEGER),
  handshake_log STRUCT(
    client_hello waxseal_client_hello,
    hello_retry_request waxseal_server_hello,
    server_hello waxseal_server_hello,
    session_id_echoed BOOLEAN,
    server_certificates STRUCT(
      certificate waxseal_reference,
      "chain" waxseal_reference[],
      "validation" STRUCT(browser_trusted BOOLEAN, browser_error VARCHAR, matches_domain BOOLEAN)
    ),
    ocsp_staple STRUCT(length INTEGER),
    server_key_exchange STRUCT(
      dh_params STRUCT(prime STRUCT("value" VARCHAR, length INTEGER)),
      ecdh_params STRUCT(curve_id waxseal_group),
      signature_scheme waxseal_number_name,
      malformed BOOLEAN
    ),
    certificate_request STRUCT(
      length INTEGER,
      authorities INTEGER,
      certificate_types INTEGER[],
      signature_scheme_identifiers INTEGER[],
      malformed BOOLEAN
    ),
    session_ticket BOOLEAN,
    alpn_protocol VARCHAR,
    alerts STRUCT("from" VARCHAR, "level" INTEGER, description INTEGER, "name" VARCHAR)[]
  )
);
CREATE OR REPLACE TYPE waxseal_fact AS STRUCT(
  "value" VARCHAR,
  because STRUCT(doubt VARCHAR, probe VARCHAR, seen VARCHAR),
  number BIGINT,
  list VARCHAR[]
);
CREATE OR REPLACE TYPE waxseal_tlsa AS STRUCT(
  status VARCHAR,
  skipped VARCHAR,
  authenticated BOOLEAN,
  "name" VARCHAR,
  records STRUCT(cert_usage INTEGER, selector INTEGER, matching_type INTEGER, certificate VARCHAR)[]
);
CREATE OR REPLACE TYPE waxseal_caa AS STRUCT(
  status VARCHAR,
  authenticated BOOLEAN,
  "name" VARCHAR,
  records STRUCT(critical BOOLEAN, tag VARCHAR, "value" VARCHAR)[]
);
CREATE OR REPLACE TYPE waxseal_policy_fetch AS STRUCT(
  "end" VARCHAR,
  host VARCHAR,
  address VARCHAR,
  http_status INTEGER,
  content_type VARCHAR,
  "location" VARCHAR,
  words VARCHAR,
  body VARCHAR,
  "validation" STRUCT(browser_trusted BOOLEAN, browser_error VARCHAR, matches_domain BOOLEAN),
  fingerprints_sha256 VARCHAR[],
  duration_ms BIGINT
);
CREATE OR REPLACE TYPE waxseal_policy AS STRUCT(status VARCHAR, authenticated BOOLEAN, records VARCHAR[]);
CREATE OR REPLACE TYPE waxseal_merged_outcome AS STRUCT(
  code VARCHAR, measurability VARCHAR, attribution VARCHAR, attempts INTEGER, agreeing INTEGER
);
CREATE OR REPLACE TYPE waxseal_outcome AS STRUCT(
  code VARCHAR,
  measurability VARCHAR,
  attribution VARCHAR,
  tlsrpt_result_type VARCHAR,
  tlsrpt_failure_reason_code VARCHAR,
  smtp_code INTEGER,
  enhanced_code VARCHAR,
  words VARCHAR,
  wording VARCHAR,
  alert STRUCT("from" VARCHAR, "level" INTEGER, description INTEGER, "name" VARCHAR),
  also VARCHAR[]
);
CREATE OR REPLACE TYPE waxseal_transcript AS STRUCT(
  probe VARCHAR,
  status VARCHAR,
  "end" VARCHAR,
  stage VARCHAR,
  last_step VARCHAR,
  protocol VARCHAR,
  port INTEGER,
  "timestamp" TIMESTAMP,
  duration_ms BIGINT,
  connect_ms BIGINT,
  bytes_sent BIGINT,
  bytes_received BIGINT,
  dirty_close BOOLEAN,
  os_error STRUCT(number INTEGER, "name" VARCHAR),
  outcome waxseal_outcome,
  "error" VARCHAR,
  result STRUCT(
    banner VARCHAR,
    ehlo VARCHAR,
    helo VARCHAR,
    starttls VARCHAR,
    ehlo_tls VARCHAR,
    "quit" VARCHAR,
    capabilities STRUCT(before_tls VARCHAR[], after_tls VARCHAR[]),
    tls waxseal_tls,
    "events" STRUCT(
      at_ms BIGINT, step VARCHAR, "type" VARCHAR, code INTEGER, "text" VARCHAR, flaws VARCHAR[], inside_tls BOOLEAN
    )[]
  )
);

CREATE OR REPLACE TYPE waxseal_level_counts AS STRUCT(fail INTEGER, warn INTEGER, inconclusive INTEGER, info INTEGER, pass INTEGER, not_applicable INTEGER);
CREATE OR REPLACE TYPE waxseal_verdict_counts AS STRUCT(must waxseal_level_counts, should waxseal_level_counts, may waxseal_level_counts, community waxseal_level_counts);
CREATE OR REPLACE TYPE waxseal_verdict AS STRUCT("check" VARCHAR, "level" VARCHAR, "result" VARCHAR, fact VARCHAR, doubt VARCHAR, seen VARCHAR, number UBIGINT);
CREATE OR REPLACE TYPE waxseal_what_if AS STRUCT(
  mta_sts_enforce VARCHAR, tlsa VARCHAR, sender_enforces VARCHAR, tls1_2_off VARCHAR, expires_tomorrow VARCHAR
);
CREATE OR REPLACE TYPE waxseal_sender_verdict AS STRUCT(
  sender VARCHAR,
  delivery VARCHAR,
  reason VARCHAR,
  property VARCHAR,
  clear_after_minutes DOUBLE,
  bounce_after_hours DOUBLE,
  tlsrpt_result VARCHAR,
  tlsrpt_reason VARCHAR,
  endpoint_id VARCHAR,
  what_if waxseal_what_if
);

-- One row a domain.
CREATE OR REPLACE VIEW "domain" AS
SELECT * FROM read_json(getvariable('waxseal_lines'), format = 'newline_delimited', columns = {
  "type": 'VARCHAR',
  "schema": 'VARCHAR',
  run_id: 'VARCHAR',
  "domain": 'VARCHAR',
  input: 'VARCHAR',
  input_line: 'BIGINT',
  "timestamp": 'TIMESTAMP',
  duration_ms: 'BIGINT',
  skipped: 'VARCHAR',
  mx_status: 'VARCHAR',
  mx_lookup: 'VARCHAR',
  outcome: 'waxseal_merged_outcome',
  authenticated: 'BOOLEAN',
  ttl: 'BIGINT',
  aliases: 'VARCHAR[]',
  resolver: 'VARCHAR',
  extended_error: 'VARCHAR',
  null_mx_preferences: 'INTEGER[]',
  exchanges: 'STRUCT("name" VARCHAR, preference INTEGER, aliases VARCHAR[], ipv4_status VARCHAR, ipv4_addresses VARCHAR[], ipv6_status VARCHAR, ipv6_addresses VARCHAR[], authenticated BOOLEAN, ttl BIGINT, problem VARCHAR, tlsa waxseal_tlsa, caa waxseal_caa, endpoint_ids VARCHAR[])[]',
  mta_sts: 'waxseal_policy',
  mta_sts_policy: 'waxseal_policy_fetch',
  tlsrpt: 'waxseal_policy',
  facts: 'MAP(VARCHAR, waxseal_fact)',
  verdict_counts: 'waxseal_verdict_counts',
  verdicts: 'waxseal_verdict[]'
}) WHERE "type" = 'domain';

-- One row an endpoint.
CREATE OR REPLACE VIEW endpoint AS
SELECT * FROM read_json(getvariable('waxseal_lines'), format = 'newline_delimited', columns = {
  "type": 'VARCHAR',
  "schema": 'VARCHAR',
  run_id: 'VARCHAR',
  endpoint_id: 'VARCHAR',
  mx_host: 'VARCHAR',
  "domain": 'VARCHAR',
  ip: 'VARCHAR',
  port: 'INTEGER',
  "timestamp": 'TIMESTAMP',
  duration_ms: 'BIGINT',
  connections_used: 'INTEGER',
  dirty_closes: 'INTEGER',
  skipped: 'VARCHAR',
  interrupted: 'BOOLEAN',
  pace_backoff: 'DOUBLE',
  cut_short: 'VARCHAR',
  outcome: 'waxseal_merged_outcome',
  facts: 'MAP(VARCHAR, waxseal_fact)',
  verdict_counts: 'waxseal_verdict_counts',
  verdicts: 'waxseal_verdict[]',
  data: 'STRUCT(smtp waxseal_transcript)',
  probes: 'waxseal_transcript[]'
}) WHERE "type" = 'endpoint';

-- One row a certificate.
CREATE OR REPLACE VIEW certificate AS
SELECT * FROM read_json(getvariable('waxseal_lines'), format = 'newline_delimited', columns = {
  "type": 'VARCHAR',
  "schema": 'VARCHAR',
  run_id: 'VARCHAR',
  fingerprint_sha256: 'VARCHAR',
  first_seen: 'VARCHAR',
  raw: 'VARCHAR',
  parsed: 'STRUCT("version" INTEGER, serial_number VARCHAR, signature_algorithm STRUCT("name" VARCHAR), issuer_dn VARCHAR, subject_dn VARCHAR, common_names VARCHAR[], validity STRUCT("start" TIMESTAMP, "end" TIMESTAMP, length BIGINT), subject_key_info STRUCT(key_algorithm STRUCT("name" VARCHAR), fingerprint_sha256 VARCHAR, rsa_public_key STRUCT(length INTEGER, exponent UBIGINT), ecdsa_public_key STRUCT(curve VARCHAR, length INTEGER)), extensions STRUCT(key_usage STRUCT(digital_signature BOOLEAN, content_commitment BOOLEAN, key_encipherment BOOLEAN, data_encipherment BOOLEAN, key_agreement BOOLEAN, certificate_sign BOOLEAN, crl_sign BOOLEAN, encipher_only BOOLEAN, decipher_only BOOLEAN, "value" INTEGER), extended_key_usage VARCHAR[], basic_constraints STRUCT(is_ca BOOLEAN, max_path_len INTEGER), subject_alt_name STRUCT(dns_names VARCHAR[], ip_addresses VARCHAR[])), "names" VARCHAR[], self_issued BOOLEAN, malformed BOOLEAN, fingerprint_sha256 VARCHAR)'
}) WHERE "type" = 'certificate';

-- One row a line of `waxseal judge`: these stand in files of their own.
CREATE OR REPLACE VIEW verdicts AS
SELECT * FROM read_json(getvariable('waxseal_lines'), format = 'newline_delimited', columns = {
  "type": 'VARCHAR',
  "schema": 'VARCHAR',
  run_id: 'VARCHAR',
  subject: 'VARCHAR',
  endpoint_id: 'VARCHAR',
  "domain": 'VARCHAR',
  "version": 'VARCHAR',
  endpoints_judged: 'INTEGER',
  endpoints_missing: 'INTEGER',
  counts_with_endpoints: 'waxseal_verdict_counts',
  verdict_counts: 'waxseal_verdict_counts',
  verdicts: 'waxseal_verdict[]',
  senders: 'waxseal_sender_verdict[]'
}) WHERE "type" = 'verdicts';

-- One row for each verdict of `waxseal judge`.
CREATE OR REPLACE VIEW verdict AS
SELECT run_id, subject, endpoint_id, "domain", "version", v."check", v."level", v."result", v.fact, v.doubt, v.seen, v.number
FROM (SELECT *, unnest(verdicts) AS v FROM verdicts);

-- One row for each kind of sender of each line of `waxseal judge --senders`. `last_endpoint_id`: of a domain,
-- where its message goes or is given up.
CREATE OR REPLACE VIEW sender_verdict AS
SELECT run_id, subject, endpoint_id, "domain", "version", s.sender, s.delivery, s.reason, s.property, s.clear_after_minutes,
       s.bounce_after_hours, s.tlsrpt_result, s.tlsrpt_reason, s.endpoint_id AS last_endpoint_id, s.what_if
FROM (SELECT *, unnest(senders) AS s FROM verdicts);

-- One row a conversation: the plain probe is number 1.
CREATE OR REPLACE VIEW conversation AS
SELECT run_id, endpoint_id, mx_host, ip, 1 AS number, data.smtp AS smtp FROM endpoint WHERE data IS NOT NULL
UNION ALL
SELECT run_id, endpoint_id, mx_host, ip, position + 1, probes[position]
FROM (SELECT *, unnest(range(1, len(probes) + 1)) AS position FROM endpoint);

-- One row for each fact of each endpoint; none for those that nobody asked about.
CREATE OR REPLACE VIEW fact AS
SELECT run_id, endpoint_id, mx_host, ip, entry."key" AS fact, entry."value"."value" AS "value",
       entry."value".because.doubt AS doubt, entry."value".because.probe AS probe, entry."value".because.seen AS seen,
       entry."value".number AS number, entry."value".list AS list
FROM (SELECT *, unnest(map_entries(facts)) AS entry FROM endpoint);

-- The same of each domain.
CREATE OR REPLACE VIEW domain_fact AS
SELECT run_id, "domain", entry."key" AS fact, entry."value"."value" AS "value", entry."value".because.doubt AS doubt,
       entry."value".because.seen AS seen, entry."value".number AS number, entry."value".list AS list
FROM (SELECT *, unnest(map_entries(facts)) AS entry FROM "domain");

-- One row for each endpoint that a domain's mail may go to. A domain without any is in `domain` only.
CREATE OR REPLACE VIEW domain_endpoint AS
SELECT
  d.run_id, d."domain", d.mx_status, d.mx_name, d.preference, d.mx_authenticated, e.endpoint_id, e.ip, e.port, e.skipped,
  e.data.smtp.status, e.data.smtp."end", e.data.smtp.stage,
  e.outcome.code AS outcome, e.outcome.measurability AS measurability,
  list_contains(list_transform(e.data.smtp.result.capabilities.before_tls,
                               lambda keyword: upper(split_part(keyword, ' ', 1))), 'STARTTLS') AS starttls_offered,
  best.result.tls."version"."name" AS tls_version,
  best.result.tls.cipher_suite."name" AS cipher_suite,
  best.result.tls.handshake_log.server_certificates.certificate.fingerprint_sha256 AS fingerprint_sha256,
  best.result.tls.handshake_log.server_certificates."validation".browser_trusted AS browser_trusted,
  best.result.tls.handshake_log.server_certificates."validation".browser_error AS browser_error,
  best.result.tls.handshake_log.server_certificates."validation".matches_domain AS matches_domain
FROM (
  SELECT run_id, "domain", mx_status, exchange."name" AS mx_name, exchange.preference AS preference,
         authenticated AS mx_authenticated, unnest(exchange.endpoint_ids) AS endpoint_id
  FROM (SELECT *, unnest(exchanges) AS exchange FROM "domain")
) AS d
-- The first conversation with a completed handshake.
JOIN (
  SELECT *, list_filter(list_prepend(data.smtp, probes),
                        lambda played: played.result.tls.handshake_completed_successfully)[1] AS best
  FROM endpoint
) AS e ON e.run_id = d.run_id AND e.endpoint_id = d.endpoint_id;

-- The octets behind an escaped text: unescaped('a\\b\xff\x00') is the BLOB a\b\xFF\x00.
CREATE OR REPLACE MACRO unescaped(escaped) AS
  CASE WHEN contains(escaped, '\') THEN unhex(list_aggregate(list_transform(
      regexp_extract_all(escaped, '(?s)\\x[0-9a-f]{2}|\\\\|[^\\]+'),
      lambda part: CASE WHEN part = '\\' THEN '5C' WHEN part[1] = '\' THEN part[3:4] ELSE hex(part) END), 'string_agg', ''))
    ELSE encode(escaped) END;
