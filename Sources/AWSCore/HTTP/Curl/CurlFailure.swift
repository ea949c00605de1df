import CCurl

/// The meaning of a libcurl result code for a caller.
///
/// The codes: https://curl.se/libcurl/c/libcurl-errors.html.
struct CurlFailure {
    let error: HTTPError

    /// Creates the failure; nil when the transfer succeeded.
    init?(code: CURLcode, transfer: CurlTransfer) {
        guard code != CURLE_OK || !transfer.head.isComplete else { return nil }
        guard code != CURLE_OK else {
            error = transfer.job.error(.connectionLost, "the connection was closed within the head of the response")
            return
        }
        let said = String(cString: transfer.errorBuffer)
        error = transfer.job.error(
            Self.kind(code, isBegun: transfer.isBegun), said.isEmpty ? String(cString: curl_easy_strerror(code)) : said)
    }

    /// The kind of failure. Before the request began it had no effect; afterwards a failed connection is a lost one.
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
        // There was no status line: "Received HTTP/0.9 when not allowed".
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .malformedResponse
        // A header line exceeds libcurl's limit.
        case CURLE_OUT_OF_MEMORY where isBegun:
            .malformedResponse
        case CURLE_READ_ERROR, CURLE_ABORTED_BY_CALLBACK:
            .invalidRequest
        default:
            isBegun ? .connectionLost : .connect
        }
    }
}
