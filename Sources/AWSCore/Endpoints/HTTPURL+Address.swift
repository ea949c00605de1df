extension HTTPURL {
    /// Whether the host is an address or this machine: such a host has no names below it.
    var hostIsAddress: Bool {
        if host.hasPrefix("[") || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
