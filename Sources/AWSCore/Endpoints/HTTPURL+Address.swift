extension HTTPURL {
    /// Whether the host is an address or this machine: such a host has no names below it.
    var hostIsAddress: Bool {
        if host.hasPrefix("[") || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension HTTPURL {
    /// Why this cannot be the base of requests, in words that follow "the endpoint"; nil when it can.
    ///
    /// Whoever builds a URL from parts may put anything into them; a query would be lost, as requests have their own.
    var problemAsEndpoint: String? {
        if query != nil { return "has a query" }
        if let refusal = HTTPRequest(method: "GET", url: self).refusal { return "cannot be used: \(refusal)" }
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let isName = !host.hasPrefix("[")
        if isName, host.utf8.count > 255 || labels.contains(where: { $0.isEmpty || $0.utf8.count > 63 }) {
            return "has a host name that cannot exist"
        }
        return nil
    }
}
