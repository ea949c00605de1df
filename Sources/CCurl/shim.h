#pragma once
#include <curl/curl.h>
// What waits for curl's sockets.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call: one typed function for
// each kind of argument. The parentheses keep curl's type-checking macros out of the way.

typedef size_t (*drctl_curl_data_callback)(char *, size_t, size_t, void *);

static inline CURLcode drctl_curl_set_long(CURL *easy, CURLoption option, long value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode drctl_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode drctl_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode drctl_curl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode drctl_curl_set_data_callback(CURL *easy, CURLoption option, drctl_curl_data_callback value) {
    return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode drctl_curl_set_prereq_callback(CURL *easy, curl_prereq_callback value) {
    return (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode drctl_curl_set_opensocket_callback(CURL *easy, curl_opensocket_callback value) {
    return (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode drctl_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode drctl_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode drctl_curl_get_private(CURL *easy, void **value) {
    return (curl_easy_getinfo)(easy, CURLINFO_PRIVATE, value);
}

static inline CURLMcode drctl_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode drctl_curl_multi_set_socket_callback(CURLM *multi, curl_socket_callback value, void *data) {
    CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, value);
    return code ? code : (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, data);
}

static inline CURLMcode drctl_curl_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback value, void *data) {
    CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, value);
    return code ? code : (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, data);
}

// The union inside epoll_event holds more than Swift needs.
static inline int drctl_epoll_set(int queue, int operation, int socket, unsigned int events) {
    struct epoll_event event = {.events = events, .data = {.fd = socket}};
    return epoll_ctl(queue, operation, socket, &event);
}

static inline int drctl_epoll_socket(const struct epoll_event *event) {
    return event->data.fd;
}

// The union inside CURLMsg reads better in C.
static inline CURLcode drctl_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
