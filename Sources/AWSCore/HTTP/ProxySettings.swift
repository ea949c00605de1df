import AWSNames
import FoundationEssentials

/// The proxies of requests, read from the environment as by the AWS CLI.
///
/// The AWS CLI uses Python's urllib, which differs from curl: `ALL_PROXY` is ignored, upper-case `HTTP_PROXY` is not,
/// and an entry of `NO_PROXY` is a name or address with or without a port, never a network. See docs/configuration.md.
/// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
public struct ProxySettings: Sendable, Hashable {
    /// The route of a request.
    enum Route: Sendable, Hashable {
        /// The request goes directly to its host.
        case direct
        /// The request goes to the proxy at this URL, which may contain a password.
        case proxy(Redacted<String>)
        /// The variable contains something other than an HTTP proxy.
        case unusable(variable: String)
    }

    /// No proxies, whatever the environment contains.
    public static let none = ProxySettings(environment: [:])

    /// The settings of this process's environment.
    public static var process: ProxySettings { ProxySettings(environment: ProcessInfo.processInfo.environment) }

    private var routes: [String: Route] = [:]
    private var exceptions: ProxyExceptions

    /// Reads the settings from environment variables.
    public init(environment: [String: String]) {
        for scheme in ["http", "https"] {
            guard let found = ProxyVariable(scheme, in: environment) else { continue }
            let url = Self.url(of: found.value)
            routes[scheme] = url.map { .proxy(Redacted($0)) } ?? .unusable(variable: found.name)
        }
        exceptions = ProxyExceptions(ProxyVariable("no", in: environment)?.value)
    }

    /// The route of a request to the URL.
    func route(to url: HTTPURL) -> Route {
        guard let route = routes[url.scheme], !exceptions.contain(url) else { return .direct }
        return route
    }

    /// The proxy with its scheme and port, since curl's default port is that of SOCKS; nil when it is not an HTTP
    /// proxy.
    private static func url(of text: String) -> String? {
        let hasScheme = text.hasPrefix("http:") || text.hasPrefix("https:")
        let full = hasScheme ? text : text.hasPrefix("//") ? "http:" + text : "http://" + text
        guard let separator = full.firstRange(of: "://") else { return nil }
        let authority = full[separator.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let at = authority.lastIndex(of: "@")
        let login = at.map { authority[..<$0].split(separator: ":", maxSplits: 1) } ?? []
        let host = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let url = HTTPURL("\(full[..<separator.lowerBound])://\(host)") else { return nil }
        // A user without a password is not sent, as in the AWS CLI.
        let user = login.count == 2 ? login.joined(separator: ":") + "@" : ""
        return "\(url.scheme)://\(user)\(url.host):\(url.port ?? (url.scheme == "https" ? 443 : 80))"
    }
}

/// A variable such as `https_proxy`: lower case takes precedence over upper case, and an empty one unsets the other.
struct ProxyVariable {
    var name: String
    var value: String

    init?(_ kind: String, in environment: [String: String]) {
        let lower = kind + "_proxy"
        let names = environment.keys.filter { $0.lowercased() == lower }.sorted()
        // Capital letters only before the suffix, as in HTTP_proxy, count as lower case: Python checks the suffix.
        let preferred = names.last { $0.hasSuffix("_proxy") }
        // A web server passes its client's header Proxy to a CGI program as HTTP_PROXY.
        let isForged = kind == "http" && environment["REQUEST_METHOD"] != nil
        guard let name = preferred ?? (isForged ? nil : names.last { environment[$0] != "" }),
            let value = environment[name], !value.isEmpty
        else { return nil }
        self.name = name
        self.value = value
    }

    /// The proxy's URL without user and password.
    var shown: String {
        guard let at = value.lastIndex(of: "@") else { return value }
        let start = value.firstRange(of: "//")?.upperBound ?? value.startIndex
        return value[..<min(start, at)] + "****" + value[at...]
    }
}

/// The hosts of `NO_PROXY`.
struct ProxyExceptions: Sendable, Hashable {
    private var isEverything = false
    private var names: [String] = []

    init(_ text: String?) {
        guard let text else { return }
        isEverything = text == "*"
        names = text.split(separator: ",").compactMap { entry in
            let name = entry.trimmingWhitespace.drop { $0 == "." }.lowercased()
            return entry.trimmingWhitespace.isEmpty ? nil : name
        }
    }

    /// An entry is the host, one of its parent domains, or either of them with the URL's port.
    func contain(_ url: HTTPURL) -> Bool {
        guard !isEverything else { return true }
        let host = url.host.lowercased()
        let authority = url.port.map { "\(host):\($0)" } ?? host
        return names.contains { name in
            host == name || authority == name || host.hasSuffix("." + name) || authority.hasSuffix("." + name)
        }
    }
}
