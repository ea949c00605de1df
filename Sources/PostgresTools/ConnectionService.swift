package import AWSNames

/// A connection of libpq's service file, with the password of its password file.
///
/// https://www.postgresql.org/docs/current/libpq-pgservice.html and libpq-pgpass.html, read here because the programs
/// get neither file: what is in them is theirs alone who may read them.
package struct ConnectionService: Sendable, Equatable {
    /// Why a service cannot be used; never with a part of a password.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// A host name, an address, or the folder of a socket.
    package var host: String
    package var port: Int
    package var user: String
    package var database: String
    package var password: Redacted<String>?
    /// The file of certificate authorities that the service names.
    package var authorities: String?

    /// Reads one service of a service file's text.
    package init(_ name: String, in text: String) throws(Refusal) {
        var values: [String: String] = [:]
        var isInside = false
        var isFound = false
        for raw in text.split(separator: "\n") {
            let line = raw.drop { $0.isWhitespace }
            if line.hasPrefix("#") || line.isEmpty { continue }
            if line.hasPrefix("[") {
                isInside = line.dropFirst().prefix { $0 != "]" } == name
                isFound = isFound || isInside
            } else if isInside, let equals = line.firstIndex(of: "=") {
                let value = line[line.index(after: equals)...]
                values[String(line[..<equals])] = String(value.reversed().drop { $0.isWhitespace }.reversed())
            }
        }
        guard isFound else { throw Refusal(description: "service \(name) not found") }
        let known = ["host", "hostaddr", "port", "user", "dbname", "password", "sslmode", "sslrootcert"]
        if let stranger = values.keys.sorted().first(where: { !known.contains($0) }) {
            throw Refusal(description: "the parameter \(stranger) of service \(name) is not supported")
        }
        guard let host = values["host"] ?? values["hostaddr"], !host.isEmpty, !host.contains(",") else {
            throw Refusal(description: "service \(name) must name one host")
        }
        guard let user = values["user"], let database = values["dbname"] else {
            throw Refusal(description: "service \(name) must name user and dbname")
        }
        guard let port = UInt16(values["port"] ?? "5432"), port > 0 else {
            throw Refusal(description: "the port of service \(name) is invalid")
        }
        self.host = host
        self.port = Int(port)
        self.user = user
        self.database = database
        password = values["password"].map { Redacted($0) }
        authorities = values["sslrootcert"]
    }

    /// The password that a password file's text has for this connection; nil when it has none.
    package func password(in text: String) -> Redacted<String>? {
        let wanted = [host.hasPrefix("/") ? "localhost" : host, String(port), database, user]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = Self.fields(line)
            guard fields.count == 5, zip(fields, wanted).allSatisfy({ $0 == "*" || $0 == $1 }) else { continue }
            return Redacted(fields[4])
        }
        return nil
    }

    /// Colons separate, backslashes escape.
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isEscaped = false
        for character in line {
            if isEscaped {
                fields[fields.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ":", fields.count < 5 {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
