#pragma once
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

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

static inline void COpenSSL_free(unsigned char *bytes) { OPENSSL_free(bytes); }

// A request for a time stamp of a SHA-256 (RFC 3161), with the signer's certificate. Returns the length of the DER, or -1.
// In C, because OpenSSL's parts of it are owned by turns.
static inline int COpenSSL_timestamp_request(const unsigned char digest[32], uint64_t nonce, unsigned char **der) {
    int length = -1;
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    if (request != NULL && imprint != NULL && algorithm != NULL && number != NULL
        && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1
        && TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1
        && TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)digest, 32) == 1 && TS_REQ_set_version(request, 1) == 1
        && TS_REQ_set_msg_imprint(request, imprint) == 1 && ASN1_INTEGER_set_uint64(number, nonce) == 1
        && TS_REQ_set_nonce(request, number) == 1 && TS_REQ_set_cert_req(request, 1) == 1) {
        *der = NULL;
        length = i2d_TS_REQ(request, der);
    }
    ASN1_INTEGER_free(number);
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    TS_REQ_free(request);
    return length;
}

// The time of a granted reply about this digest; 0 when it is not one.
static inline int COpenSSL_timestamp_time(TS_TST_INFO *info, const unsigned char digest[32], int64_t *seconds) {
    struct tm parts;
    if (info == NULL) { return 0; }
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OBJECT *name = NULL;
    X509_ALGOR_get0(&name, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
    ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg(imprint);
    if (OBJ_obj2nid(name) != NID_sha256 || ASN1_STRING_length(message) != 32
        || memcmp(ASN1_STRING_get0_data(message), digest, 32) != 0
        || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1) {
        return 0;
    }
    *seconds = (int64_t)timegm(&parts);
    return 1;
}

static inline int COpenSSL_timestamp_read(
    const unsigned char *reply, size_t length, const unsigned char digest[32], uint64_t nonce, int64_t *seconds
) {
    uint64_t repeated = 0;
    TS_RESP *response = d2i_TS_RESP(NULL, &reply, (long)length);
    TS_TST_INFO *info = response == NULL ? NULL : TS_RESP_get_tst_info(response);
    const ASN1_INTEGER *number = info == NULL ? NULL : TS_TST_INFO_get_nonce(info);
    int done = number != NULL && ASN1_INTEGER_get_uint64(&repeated, number) == 1 && repeated == nonce
        && COpenSSL_timestamp_time(info, digest, seconds);
    TS_RESP_free(response);
    return done;
}

// Whether a reply is of this digest, and signed by somebody whose certificate leads to one of the file as of that time.
static inline int COpenSSL_timestamp_verify(
    const unsigned char *reply, size_t length, const unsigned char digest[32], const char *authorities,
    int64_t *seconds
) {
    int done = 0;
    TS_RESP *response = d2i_TS_RESP(NULL, &reply, (long)length);
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    X509_STORE *store = X509_STORE_new();
    unsigned char *imprint = (unsigned char *)OPENSSL_memdup(digest, 32);
    if (response != NULL && context != NULL && store != NULL && imprint != NULL
        && COpenSSL_timestamp_time(TS_RESP_get_tst_info(response), digest, seconds) == 1
        && X509_STORE_load_file(store, authorities) == 1) {
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)*seconds);
        TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_SIGNATURE);
        TS_VERIFY_CTX_set_imprint(context, imprint, 32);
        TS_VERIFY_CTX_set_store(context, store);
        imprint = NULL;
        store = NULL;
        done = TS_RESP_verify_response(context, response);
    }
    OPENSSL_free(imprint);
    X509_STORE_free(store);
    TS_VERIFY_CTX_free(context);
    TS_RESP_free(response);
    return done;
}
