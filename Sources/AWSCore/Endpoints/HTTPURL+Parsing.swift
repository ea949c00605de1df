extension HTTPURL {
    /// Parses an absolute http or https URL as people write it in configuration; nil when it is not one.
    ///
    /// User names, passwords, fragments and spaces are refused: no endpoint has them.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        let scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[colon...].dropFirst(3)
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else { return nil }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = Self.split(authority: rest[..<authorityEnd]) else { return nil }
        let afterAuthority = rest[authorityEnd...]
        let queryStart = afterAuthority.firstIndex(of: "?")
        let path = String(afterAuthority[..<(queryStart ?? afterAuthority.endIndex)])
        self.init(
            scheme: scheme, host: host, port: port, path: path.isEmpty ? "/" : path,
            query: queryStart.map { String(afterAuthority[afterAuthority.index(after: $0)...]) })
    }

    private static func split(authority: Substring) -> (host: String, port: Int?)? {
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        // The colons of an IPv6 address stand within brackets.
        let closing = authority.lastIndex(of: "]")
        guard (authority.first == "[") == (closing != nil) else { return nil }
        guard let colon = authority[(closing ?? authority.startIndex)...].firstIndex(of: ":") else {
            return (authority.lowercased(), nil)
        }
        guard colon != authority.startIndex, let port = UInt16(authority[authority.index(after: colon)...]) else {
            return nil
        }
        return (authority[..<colon].lowercased(), Int(port))
    }

    /// Whether the host is an address or this machine: such a host has no names below it.
    var hostIsAddress: Bool {
        if host.hasPrefix("[") || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
