extension CurlTransport {
    /// The options for all requests of a transport.
    public struct Options: Sendable, Hashable {
        /// A PEM file that replaces the system's certificate store; nil for the system's.
        public var caBundle: String?
        /// The number of concurrent connections per host; further requests wait. More than the clients have in flight,
        /// whose limits are those of the services.
        public var maximumConnectionsPerHost: Int
        /// Whether HTTP/2 is offered on TLS for buffered calls; streams use HTTP/1.1.
        public var usesHTTP2: Bool
        /// The User-Agent of requests that have none.
        public var userAgent: String
        /// The proxies of requests; libcurl's own reading of the environment is never used.
        public var proxies: ProxySettings

        /// Creates the value from its parts.
        public init(
            caBundle: String? = nil, maximumConnectionsPerHost: Int = 96, usesHTTP2: Bool = true,
            userAgent: String = "drctl", proxies: ProxySettings = .process
        ) {
            self.caBundle = caBundle
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.usesHTTP2 = usesHTTP2
            self.userAgent = userAgent
            self.proxies = proxies
        }

        /// The bundle in the environment: `AWS_CA_BUNDLE` as in AWS's tools, else OpenSSL's `SSL_CERT_FILE`.
        public static func caBundle(in environment: [String: String]) -> String? {
            ["AWS_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
    }

    /// The counts of a transport since its creation.
    public struct Statistics: Sendable, Hashable {
        /// Finished requests, with any outcome.
        public var requests = 0
        /// Requests among these that ended without a response.
        public var failures = 0
        /// Opened connections.
        public var connections = 0
        /// Sent body bytes.
        public var bytesSent = 0
        /// Received body bytes, before content decoding.
        public var bytesReceived = 0
    }
}
