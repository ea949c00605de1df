#pragma once
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

// A context for HMAC with SHA-256, without a key. In C, because an OSSL_PARAM keeps the pointers of its strings, and
// Swift's are good for a single call only.
static inline EVP_MAC_CTX *COpenSSL_hmac_sha256(void) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0), OSSL_PARAM_construct_end()
    };
    EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = algorithm == NULL ? NULL : EVP_MAC_CTX_new(algorithm);
    if (context != NULL && EVP_MAC_CTX_set_params(context, parameters) != 1) {
        EVP_MAC_CTX_free(context);
        context = NULL;
    }
    EVP_MAC_free(algorithm);
    return context;
}

static inline int COpenSSL_hmac(
    EVP_MAC_CTX *context, const unsigned char *key, size_t key_length, const unsigned char *message,
    size_t message_length, unsigned char code[32]
) {
    size_t length = 0;
    return EVP_MAC_init(context, key, key_length, NULL) == 1
        && EVP_MAC_update(context, message, message_length) == 1
        && EVP_MAC_final(context, code, &length, 32) == 1;
}
