extension HTTPURL {
    /// Whether the host is an address or this machine, which has no subdomains.
    var hostIsAddress: Bool {
        if host.hasPrefix("[") || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension HTTPURL {
    /// The reason why this cannot be the base of requests, as words after "the endpoint"; nil when it can.
    ///
    /// A URL built from parts may contain anything; a query would be lost, since requests have their own.
    var problemAsEndpoint: String? {
        if query != nil { return "has a query" }
        if let refusal = HTTPRequest(method: "GET", url: self).refusal { return "cannot be used: \(refusal)" }
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = !host.hasPrefix("[")
        if isName, host.utf8.count > 255 || labels.contains(where: { $0.isEmpty || $0.utf8.count > 63 }) {
            return "has an invalid host name"
        }
        return nil
    }
}
