extension CurlTransport {
    /// What holds for every request of a transport.
    public struct Options: Sendable, Hashable {
        /// A PEM file that takes the place of the system's certificate store; nil for the system's.
        public var caBundle: String?
        /// Requests beyond it wait their turn.
        public var maximumConnectionsPerHost: Int
        /// Offered on TLS for buffered calls; streams keep to HTTP/1.1.
        public var usesHTTP2: Bool
        /// For requests that carry no User-Agent of their own.
        public var userAgent: String
        /// Which requests go through a proxy; libcurl's own reading of the environment is never asked.
        public var proxies: ProxySettings

        /// From its parts.
        public init(
            caBundle: String? = nil, maximumConnectionsPerHost: Int = 32, usesHTTP2: Bool = true,
            userAgent: String = "drctl", proxies: ProxySettings = .process
        ) {
            self.caBundle = caBundle
            self.maximumConnectionsPerHost = maximumConnectionsPerHost
            self.usesHTTP2 = usesHTTP2
            self.userAgent = userAgent
            self.proxies = proxies
        }

        /// The bundle that the environment names: `AWS_CA_BUNDLE` as AWS's tools do, else OpenSSL's `SSL_CERT_FILE`.
        public static func caBundle(in environment: [String: String]) -> String? {
            ["AWS_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
    }

    /// What a transport has done since it was made.
    public struct Statistics: Sendable, Hashable {
        /// Requests that ended, whichever way.
        public var requests = 0
        /// Of these, the ones that ended without a response.
        public var failures = 0
        /// Connections opened.
        public var connections = 0
        /// Body bytes sent.
        public var bytesSent = 0
        /// Body bytes received, before content decoding.
        public var bytesReceived = 0
    }
}
