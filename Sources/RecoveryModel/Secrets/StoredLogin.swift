package import AWSNames

/// The login that the value of a secret is, as RDS and the rotation functions of Secrets Manager write it.
///
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
package struct StoredLogin: Sendable, Equatable {
    package let engine: String?
    package let host: String?
    /// Some write it as a text.
    package let port: Int?
    package let username: String?
    package let password: Redacted<String>?
    /// The member `dbname`.
    package let database: String?
    /// The members that are there, and are no text or no port; sorted.
    package let unreadable: [String]

    /// Nil for a value that is no object of JSON.
    package init?(_ value: Redacted<String>) {
        guard case .object(let members)? = try? JSONValue(parsing: value.secret) else { return nil }
        engine = members["engine"]?.text
        host = members["host"]?.text
        port = members["port"].flatMap(Self.port)
        username = members["username"]?.text
        password = members["password"]?.text.map { Redacted($0) }
        database = members["dbname"]?.text
        let known = [
            "engine": engine == nil, "host": host == nil, "port": port == nil, "username": username == nil,
            "password": password == nil, "dbname": database == nil,
        ]
        unreadable = known.filter { name, isMissing in isMissing && members[name].map { $0 != .null } ?? false }
            .keys.sorted()
    }

    private static func port(_ value: JSONValue) -> Int? {
        let port: Int? =
            switch value {
            case .integer(let number): number
            case .string(let text): Int(text)
            case .null, .bool, .number, .array, .object: nil
            }
        return port.flatMap { (1...65_535).contains($0) ? $0 : nil }
    }
}
