/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * wolfSSL as a server, for tests only: the one implementation at hand that still answers in SSLv3. It takes its versions,
 * suites and key sizes from the scanner's settings, so that whatever the client can say has somebody to answer it.
 */
#ifndef WAXSEAL_WOLFSSL_SERVER_USER_SETTINGS_H
#define WAXSEAL_WOLFSSL_SERVER_USER_SETTINGS_H

/* C only: speed is no concern here, and a build of seconds is. */
#ifndef WAXSEAL_PORTABLE_CRYPTO
    #define WAXSEAL_PORTABLE_CRYPTO
#endif
#include "../wolfssl/user_settings.h"

#undef NO_WOLFSSL_SERVER
/* Tickets in a server want the session cache, and together with NO_SESSION_CACHE 5.7.2 does not link
 * (TlsSessionCacheUnlockRow). Nothing is resumed here. */
#undef HAVE_SESSION_TICKET

/* One general arithmetic instead of a hundred kilobytes of source for each key size. */
#undef WOLFSSL_HAVE_SP_RSA
#undef WOLFSSL_HAVE_SP_DH
#undef WOLFSSL_HAVE_SP_ECC
#undef WOLFSSL_SP_384
#undef WOLFSSL_SP_521
#undef WOLFSSL_SP_4096
#undef WOLFSSL_SP_LARGE_CODE

/* A server holds private keys. */
#undef NO_PWDBASED

/* Says protocol_version when it refuses a version, as other servers do, instead of nothing. */
#define WOLFSSL_EXTRA_ALERTS

#endif
