package import AWSNames

/// A database URL as applications use it: `postgresql://user:password@host:port/database?sslrootcert=file`.
///
/// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS. It accepts less than libpq:
/// one host, and nothing that would be less secure than TLS with a verified certificate, but on loopback.
package struct DatabaseURL: Sendable, Equatable {
    /// Why a URL is refused. It never contains the URL, which includes a password.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    package var host: String
    package var port: Int
    package var user: String
    package var password: Redacted<String>?
    package var database: String
    /// The file of certificate authorities in the URL.
    package var authorities: String?

    /// Reads a URL, ignoring white space around it.
    package init(_ text: String) throws(Refusal) {
        let text = text.trimming(\.isWhitespace)
        guard let scheme = ["postgresql://", "postgres://"].first(where: { text.hasPrefix($0) }) else {
            throw Refusal(description: "a database URL must begin with postgresql://")
        }
        let (body, query) = Self.split(text.dropFirst(scheme.count), at: "?")
        let (authority, path) = Self.split(body, at: "/")
        guard let at = authority.lastIndex(of: "@") else { throw Refusal(description: "the URL has no user") }
        let (name, secret) = Self.split(authority[..<at], at: ":")
        let (host, port) = try Self.place(authority[authority.index(after: at)...])
        self.host = host
        self.port = port
        user = try Self.decoded(name, "user")
        password = try secret.map { part throws(Refusal) in Redacted(try Self.decoded(part, "password")) }
        database = try Self.decoded(path ?? "", "database")
        guard !user.isEmpty else { throw Refusal(description: "the URL has no user") }
        guard !database.isEmpty else { throw Refusal(description: "the URL has no database") }
        for parameter in (query ?? "").split(separator: "&") { try read(parameter) }
    }

    private mutating func read(_ parameter: Substring) throws(Refusal) {
        let (name, given) = Self.split(parameter, at: "=")
        let value = try Self.decoded(given ?? "", String(name))
        switch name {
        case "sslmode" where value == "disable" && !isOnThisMachine:
            throw Refusal(
                description: "sslmode=disable is not supported: drctl always uses TLS and verifies the certificate")
        case "sslmode": break
        case "sslrootcert": authorities = value
        default: throw Refusal(description: "the URL parameter \(name) is not supported")
        }
    }

    /// Nobody is between the two ends of a loopback connection.
    private var isOnThisMachine: Bool { host.hasPrefix("127.") || host == "::1" || host == "localhost" }

    private static func place(_ text: Substring) throws(Refusal) -> (host: String, port: Int) {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            port = rest.hasPrefix(":") ? rest.dropFirst() : nil
        } else {
            (host, port) = split(text, at: ":")
        }
        guard !host.isEmpty, !host.contains(","), !host.contains("%") else {
            throw Refusal(description: "the URL must name one host")
        }
        guard let port else { return (String(host), 5_432) }
        guard let number = UInt16(port), number > 0 else { throw Refusal(description: "the URL's port is invalid") }
        return (String(host), Int(number))
    }

    private static func split(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let position = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<position], text[text.index(after: position)...])
    }

    private static func decoded(_ text: Substring, _ what: String) throws(Refusal) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), value != 0 else {
                throw Refusal(description: "the URL's \(what) contains an invalid percent-encoding")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    fileprivate func trimming(_ isUnwanted: (Character) -> Bool) -> Substring {
        let start = drop(while: isUnwanted)
        guard let end = start.lastIndex(where: { !isUnwanted($0) }) else { return "" }
        return start[...end]
    }
}
