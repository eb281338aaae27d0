# shellcheck shell=bash disable=SC2154 # lab and common.sh set what is read here
# SPDX-License-Identifier: GPL-3.0-or-later
# The lab's authority and the certificates of ca/certificates.txt, and of the list WAXSEAL_LAB_CERTIFICATES
# if there is one, in $state/ca; made once, and anew when a list changes or they are old. For each:
# NAME.key, NAME.crt, NAME.chain (what is sent).

make_certificates() {
  local ca=$state/ca lists=("$lab_source/ca/certificates.txt") stamp
  if [ -n "${WAXSEAL_LAB_CERTIFICATES:-}" ]; then lists+=("$WAXSEAL_LAB_CERTIFICATES"); fi
  stamp=$(cat "${lists[@]}" | sha256sum)
  if [ "$(cat "$ca/stamp" 2> /dev/null)" = "$stamp" ] && recent "$ca/stamp"; then return; fi

  rm -rf "$ca"
  mkdir -p "$ca"
  (
    cd "$ca"
    authority
    while read -r name key issuer chain days digest names; do
      certificate "$name" "$key" "$issuer" "$chain" "$days" "$digest" "$names"
    done < <(sed 's/#.*//; /^ *$/d' "${lists[@]}")
    rm -rf book
    write_digests
  ) > "$state/ca.log" 2>&1 || fail "making the certificates failed; see $state/ca.log"
  printf '%s\n' "$stamp" > "$ca/stamp"
}

# Leaves live a year; well before that they are made again.
recent() { [ -n "$(find "$1" -mtime -200)" ]; }

new_key() { # KIND FILE
  case $1 in
    ec) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$2" ;;
    rsa*) openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${1#rsa}" -out "$2" ;;
    *) fail "certificates.txt: no such kind of key: $1" ;;
  esac
}

authority() {
  local identifiers=$'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid'
  local usage='keyUsage=critical,keyCertSign,cRLSign'
  new_key ec ca.key
  openssl req -x509 -key ca.key -out ca.pem -days 3650 -subj '/CN=waxseal lab root' \
    -addext basicConstraints=critical,CA:TRUE -addext "$usage"
  new_key ec intermediate.key
  openssl req -new -key intermediate.key -subj '/CN=waxseal lab intermediate' |
    openssl x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -out intermediate.crt \
      -extfile <(printf 'basicConstraints=critical,CA:TRUE,pathlen:0\n%s\n%s\n' "$usage" "$identifiers")
}

certificate() { # FILE KEY[:USAGE] ISSUER CHAIN DAYS DIGEST NAMES
  local name=$1 usage issuer=$3 chain=$4 digest=$6 from until names signer sent
  usage=${2#"${2%%:*}"}
  from=$(date -u -d "${5%..*} days" +%Y%m%d%H%M%SZ)
  until=$(date -u -d "${5#*..} days" +%Y%m%d%H%M%SZ)
  read -r -a names <<< "$7"
  new_key "${2%%:*}" "$name.key"
  case $issuer in
    root) signer=(-cert ca.pem -keyfile ca.key) sent=(ca.pem) ;;
    intermediate) signer=(-cert intermediate.crt -keyfile intermediate.key) sent=(intermediate.crt ca.pem) ;;
    self) signer=(-selfsign -keyfile "$name.key") sent=() ;;
    *) fail "certificates.txt: no such issuer: $issuer" ;;
  esac
  case $chain in
    full) ;;
    leaf) sent=() ;;
    no-root) sent=("${sent[@]/ca.pem/}") ;;
    *) fail "certificates.txt: no such chain: $chain" ;;
  esac
  # `openssl ca` and not `x509 -req`: only it can date a certificate back.
  rm -rf book && mkdir book && touch book/index
  openssl req -new -key "$name.key" -subj "/CN=${names[0]}" -out book/request
  openssl ca -batch -notext -config <(ca_config "$digest" "${usage#:}" "${names[@]}") "${signer[@]}" \
    -startdate "$from" -enddate "$until" -in book/request -out "$name.crt"
  # shellcheck disable=SC2068 # no-root leaves an empty word
  cat "$name.crt" ${sent[@]} > "$name.chain"
}

ca_config() { # DIGEST USAGE NAMES...
  local digest=$1 usage=${2:-digitalSignature+keyEncipherment} names
  shift 2
  names=$(printf ',DNS:%s' "$@")
  cat << CONFIG
[ca]
default_ca = lab
[lab]
new_certs_dir = book
database = book/index
rand_serial = yes
default_md = $digest
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
keyUsage = ${usage//+/,}
extendedKeyUsage = serverAuth
subjectAltName = ${names#,}
CONFIG
}

# What TLSA records are made of: "NAME spki SHA-256", "NAME cert SHA-256" and "NAME spki512 SHA-512".
write_digests() {
  local file name bits kind
  for file in *.crt ca.pem; do
    name=${file%.*}
    for bits in 256 512; do
      kind=spki${bits/256/}
      printf '%s %s %s\n' "$name" "$kind" \
        "$(openssl x509 -in "$file" -noout -pubkey | openssl pkey -pubin -outform DER | "sha${bits}sum" | cut -d' ' -f1)"
    done
    printf '%s cert %s\n' "$name" \
      "$(openssl x509 -in "$file" -outform DER | sha256sum | cut -d' ' -f1)"
  done > digests
}
