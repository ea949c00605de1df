import CCurl

/// What a result code of libcurl means to a caller.
///
/// The codes: https://curl.se/libcurl/c/libcurl-errors.html.
struct CurlFailure {
    let error: HTTPError

    /// Nil when there is none.
    init?(code: CURLcode, transfer: CurlTransfer) {
        guard code != CURLE_OK || !transfer.head.isComplete else { return nil }
        guard code != CURLE_OK else {
            error = transfer.job.error(.connectionLost, "the connection was closed within the response's head")
            return
        }
        let said = String(cString: transfer.errorBuffer)
        error = transfer.job.error(
            Self.kind(code, isBegun: transfer.isBegun), said.isEmpty ? String(cString: curl_easy_strerror(code)) : said)
    }

    /// Before the request was begun nothing can have happened at the peer; afterwards a failed connection is a lost one.
    private static func kind(_ code: CURLcode, isBegun: Bool) -> HTTPError.Kind {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
            .certificate
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CERTPROBLEM:
            isBegun ? .connectionLost : .tls
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            isBegun ? .connectionLost : .nameResolution
        case CURLE_OPERATION_TIMEDOUT:
            isBegun ? .timeout : .connectTimeout
        case CURLE_URL_MALFORMAT,
            CURLE_UNSUPPORTED_PROTOCOL where !isBegun:
            .invalidRequest
        // Not even a status line: "Received HTTP/0.9 when not allowed".
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .malformedResponse
        // A header line beyond libcurl's bound.
        case CURLE_OUT_OF_MEMORY where isBegun:
            .malformedResponse
        case CURLE_READ_ERROR, CURLE_ABORTED_BY_CALLBACK:
            .invalidRequest
        default:
            isBegun ? .connectionLost : .connect
        }
    }
}
