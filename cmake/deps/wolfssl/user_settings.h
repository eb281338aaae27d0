/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * wolfSSL as waxseal wants it. Found as <user_settings.h> by wolfSSL's own headers, C sources and assembler sources alike,
 * and by whoever includes <wolfssl/...> through waxseal::wolfssl: sizes of structures depend on it, so there is no other.
 *
 * The aim is the reverse of an ordinary client's: to complete a handshake with whatever a mail server still speaks, and to
 * report it. Nothing here decides what is good; the scanner does, from what the handshake showed.
 */
#ifndef WAXSEAL_WOLFSSL_USER_SETTINGS_H
#define WAXSEAL_WOLFSSL_USER_SETTINGS_H

/* ---- What this is a client of: versions, key exchanges, ciphers ------------------------------------------------------ */

#define WOLFSSL_TLS13
#define WOLFSSL_ALLOW_TLSV10
#define WOLFSSL_ALLOW_SSLV3 /* still has to be asked for, by wolfSSL_CTX_SetMinVersion */

#define WOLFSSL_STATIC_RSA
#define WOLFSSL_STATIC_DH
#define HAVE_ANON
#define HAVE_NULL_CIPHER
#define WOLFSSL_ALLOW_RC4
#define HAVE_CAMELLIA
#define HAVE_AESGCM
#define HAVE_AESCCM
#define HAVE_CHACHA
#define HAVE_POLY1305
/* 3DES, AES-CBC, MD5 and SHA-1 are there unless switched off. */

#define HAVE_TLS_EXTENSIONS
#define HAVE_SUPPORTED_CURVES
#define HAVE_EXTENDED_MASTER
#define HAVE_ENCRYPT_THEN_MAC
#define HAVE_SNI
#define HAVE_ALPN
#define HAVE_SESSION_TICKET
#define HAVE_SERVER_RENEGOTIATION_INFO /* the client's half: an empty renegotiation_info when asked for */
#define HAVE_HKDF

/* A list of suite numbers per connection, in our order. */
#define WOLFSSL_SET_CIPHER_BYTES

/* ---- Keys and certificates ------------------------------------------------------------------------------------------- */

#define WC_RSA_PSS
#define WOLFSSL_PSS_LONG_SALT
#define WOLFSSL_SHA224
#define WOLFSSL_SHA384
#define WOLFSSL_SHA512
#define WOLFSSL_SHA3
#define WOLFSSL_SHAKE256 /* Ed448 */

#define HAVE_ECC
#define HAVE_ALL_CURVES
#define WOLFSSL_CUSTOM_CURVES
#define HAVE_ECC_SECPR2
#define HAVE_ECC_SECPR3
#define HAVE_ECC_BRAINPOOL
#define HAVE_ECC_KOBLITZ
#define HAVE_COMP_KEY
#define HAVE_CURVE25519
#define HAVE_ED25519
#define HAVE_CURVE448
#define HAVE_ED448

#define HAVE_FFDHE_2048
#define HAVE_FFDHE_3072
#define HAVE_FFDHE_4096
#define HAVE_FFDHE_6144
#define HAVE_FFDHE_8192

/* Weak keys are a finding, so they have to get through. */
#define WOLFSSL_MIN_RSA_BITS 512
#define WOLFSSL_MIN_DHKEY_BITS 512
#define WOLFSSL_MIN_ECC_BITS 112
#define ECC_MIN_KEY_SZ 112

/* Odd chains are findings too: wolfSSL's limits of 9 certificates, 128 names and 20 KB end the handshake with no word of why. */
#define MAX_CHAIN_DEPTH 32
#define MAX_CERTIFICATE_SZ 131072
#define WOLFSSL_MAX_ALT_NAMES 4096
#define WOLFSSL_ALT_CERT_CHAINS

/* The callback sees every chain, good or bad, and with verification off: that is where the certificates are collected. */
#define WOLFSSL_ALWAYS_VERIFY_CB

/* ---- What is left out ------------------------------------------------------------------------------------------------ */

#define NO_WOLFSSL_SERVER
#define NO_PSK
#define NO_DSA
#define NO_MD4
#define NO_PWDBASED /* no private keys here, so none that are encrypted */
#define NO_PKCS12
#define NO_SESSION_CACHE
#define NO_CLIENT_CACHE
#define NO_ERROR_QUEUE
#define MAX_PSK_ID_LEN 16 /* never used without PSK, but two of them stand in every handshake: 3 KB with the default */
#define NO_WOLFSSL_MEMORY
/* Bytes come from and go to the scanner's own buffers. */
#define WOLFSSL_USER_IO
#define WOLFSSL_NO_SOCK
#define NO_WRITEV
#define HAVE_GMTIME_R   /* gmtime() is one buffer for all threads, and certificates have dates */
#define HAVE_SYS_TIME_H /* gettimeofday, which the socket headers would have brought */

/* ---- Arithmetic ------------------------------------------------------------------------------------------------------ */

#define WOLFSSL_SP_MATH_ALL
#define SP_INT_BITS 8192 /* RSA up to 8192 bits; twice that costs 16 KB more per connection */
#define WOLFSSL_HAVE_SP_RSA
#define WOLFSSL_HAVE_SP_DH
#define WOLFSSL_HAVE_SP_ECC
#define WOLFSSL_SP_384
#define WOLFSSL_SP_521
#define WOLFSSL_SP_4096
#define WOLFSSL_SP_LARGE_CODE
#define ECC_SHAMIR
#define ALT_ECC_SIZE /* points sized for curves, not for RSA: 16 KB less per ECDSA connection */

#define TFM_TIMING_RESISTANT
#define ECC_TIMING_RESISTANT
#define WC_RSA_BLINDING

#ifdef __SIZEOF_INT128__
    #define HAVE___UINT128_T 1
#endif

#ifdef WAXSEAL_PORTABLE_CRYPTO
    /* C only, for processors without an assembler variant below. */
    #define GCM_TABLE_4BIT
#else
    /* x86-64. AVX, AVX2, BMI2, ADX and AES-NI are looked for at run time. */
    #ifndef WOLFSSL_X86_64_BUILD /* on the command line of those assembler sources that do not read this file */
        #define WOLFSSL_X86_64_BUILD
    #endif
    #define USE_INTEL_SPEEDUP
    #define WOLFSSL_AESNI
    #define WOLFSSL_SP_ASM
    #define WOLFSSL_SP_X86_64
    #define WOLFSSL_SP_X86_64_ASM
#endif

/* ---- Random numbers -------------------------------------------------------------------------------------------------- */

/* Defined by the scanner; returns 0 when `size` bytes are filled. wolfSSL's own generator tests and seeds itself for every
 * connection, which is most of the cost of creating one. */
#define CUSTOM_RAND_GENERATE_BLOCK waxseal_random_block

#ifndef __ASSEMBLER__
    #ifdef __cplusplus
extern "C"
    #endif
    int waxseal_random_block(unsigned char* output, unsigned int size);
#endif

#endif
