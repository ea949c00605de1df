extension HTTPURL {
    /// From the text of an endpoint; nil unless it is an absolute http or https URL of ASCII characters
    /// without user name and fragment.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>\^`{|}#"#.utf8.contains($0) }),
            let separator = text.firstRange(of: "://")
        else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }

        let rest = text[separator.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = Self.hostAndPort(rest[..<authorityEnd]) else { return nil }

        let target = rest[authorityEnd...]
        let question = target.firstIndex(of: "?")
        let path = target[..<(question ?? target.endIndex)]
        self.init(
            scheme: scheme, host: host, port: port, path: path.isEmpty ? "/" : String(path),
            query: question.map { String(target[target.index(after: $0)...]) })
    }

    private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        let hostEnd = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[hostEnd...].lastIndex(of: ":") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            host = authority[..<colon]
        }
        if host.first == "[" {
            let address = host.dropFirst().dropLast()
            guard host.last == "]", address.contains(":"),
                address.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { return nil }
        } else {
            let isName = host.utf8.allSatisfy { $0.isHostNameByte }
            guard isName, !host.isEmpty, !host.hasPrefix("."), !host.contains("..") else { return nil }
        }
        return (host.lowercased(), port)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { Character(UnicodeScalar(self)).isHexDigit }

    /// Host names allow no underscores, but Docker's service names contain them.
    fileprivate var isHostNameByte: Bool {
        let character = Character(UnicodeScalar(self))
        return isASCIILetterOrDigit || character == "-" || character == "." || character == "_"
    }

    private var isASCIILetterOrDigit: Bool {
        let character = Character(UnicodeScalar(self))
        return character.isASCII && (character.isLetter || character.isNumber)
    }
}
