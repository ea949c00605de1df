package import AWSNames
import RecoveryModel

/// The login to a PostgreSQL that Docker Compose runs, as the compose file says it.
///
/// https://docs.docker.com/reference/compose-file/services/ and, for the variables, https://hub.docker.com/_/postgres
package struct ComposeService: Sendable, Equatable {
    /// Why a service cannot be used; never with a part of a password.
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Where the password is.
    package enum Password: Sendable, Equatable {
        case text(Redacted<String>)
        /// A file; a path that is not absolute begins in the compose file's folder.
        case file(String)
    }

    /// The address of this machine that the port is published on.
    package private(set) var host = ""
    package private(set) var port = 0
    package private(set) var user = ""
    package private(set) var database = ""
    package private(set) var password: Password

    /// Reads one service of a compose file's text.
    ///
    /// - Throws: `Refusal`, for what only Compose itself can resolve, too.
    package init(_ name: String, in text: String, file: String) throws(Refusal) {
        let (root, problems) = YAMLReader.read(text, file: file)
        guard let root, !problems.hasErrors else {
            throw Refusal(description: problems.first.map { "\($0.summary)" } ?? "it is empty")
        }
        guard let service = root["services"]?[name] else { throw Refusal(description: "service \(name) not found") }
        let variables = try Self.variables(of: service, name)
        guard let mount = variables["POSTGRES_PASSWORD_FILE"] else {
            guard let given = variables["POSTGRES_PASSWORD"], !given.isEmpty else {
                throw Refusal(description: "service \(name) has neither POSTGRES_PASSWORD_FILE nor POSTGRES_PASSWORD")
            }
            password = .text(Redacted(given))
            try fill(service, variables, name)
            return
        }
        password = .file(try Self.file(of: mount, service, root, name))
        try fill(service, variables, name)
    }

    private mutating func fill(
        _ service: SourceNode, _ variables: [String: String], _ name: String
    ) throws(Refusal) {
        user = variables["POSTGRES_USER"] ?? "postgres"
        database = variables["POSTGRES_DB"] ?? user
        (host, port) = try Self.published(variables["PGPORT"] ?? "5432", service, name)
    }

    /// The variables of a service, of a map or a list.
    private static func variables(of service: SourceNode, _ name: String) throws(Refusal) -> [String: String] {
        var variables: [String: String] = [:]
        switch service["environment"]?.content {
        case .map(let entries)?:
            for entry in entries { variables[entry.key] = entry.value.scalar ?? "" }
        case .list(let items)?:
            for item in items {
                let parts = (item.scalar ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                variables[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
            }
        default: break
        }
        for (key, value) in variables where key.hasPrefix("POSTGRES_") || key == "PGPORT" {
            variables[key] = try resolved(value, "\(key) of service \(name)")
        }
        return variables
    }

    /// A value without what Compose would fill in from its environment.
    private static func resolved(_ value: String, _ what: String) throws(Refusal) -> String {
        guard !value.replacing("$$", with: "").contains("$") else {
            throw Refusal(description: "\(what) is a variable of Compose's environment: write the login into a urlFile")
        }
        return value.replacing("$$", with: "$")
    }

    /// The file on this machine behind a secret's mount.
    private static func file(
        of mount: String, _ service: SourceNode, _ root: SourceNode, _ name: String
    ) throws(Refusal) -> String {
        guard case .list(let secrets)? = service["secrets"]?.content else {
            throw Refusal(description: "service \(name) has no secrets, and \(mount) is one")
        }
        for secret in secrets {
            guard let source = secret.scalar ?? secret["source"]?.scalar else { continue }
            let target = secret["target"]?.scalar ?? source
            guard (target.hasPrefix("/") ? target : "/run/secrets/\(target)") == mount else { continue }
            guard let file = root["secrets"]?[source]?["file"]?.scalar else {
                throw Refusal(description: "secret \(source) of service \(name) is no file of this machine")
            }
            return try resolved(file, "the file of secret \(source)")
        }
        throw Refusal(description: "no secret of service \(name) is mounted as \(mount)")
    }

    /// Where the server's port is on this machine.
    private static func published(
        _ wanted: String, _ service: SourceNode, _ name: String
    ) throws(Refusal) -> (host: String, port: Int) {
        guard case .list(let ports)? = service["ports"]?.content else {
            throw Refusal(description: "service \(name) publishes no port: add `ports: [\"127.0.0.1:5432:\(wanted)\"]`")
        }
        for entry in ports {
            let fields: [String]
            if let text = entry.scalar {
                let plain = try resolved(text, "a port of service \(name)").split(separator: "/").first ?? ""
                fields = plain.split(separator: ":").map(String.init)
            } else {
                fields = ["host_ip", "published", "target"].compactMap { entry[$0]?.scalar }
            }
            guard fields.last == wanted else { continue }
            guard fields.count >= 2, let port = UInt16(fields[fields.count - 2]), port > 0 else {
                throw Refusal(
                    description: "service \(name) publishes \(wanted) on a port that Compose chooses: name one")
            }
            let host = fields.count > 2 ? fields[0] : ""
            return (["", "0.0.0.0"].contains(host) ? "127.0.0.1" : host, Int(port))
        }
        throw Refusal(description: "service \(name) does not publish its port \(wanted)")
    }
}

extension SourceNode {
    /// The text of a single value; nil for another kind, and for nothing.
    fileprivate var scalar: String? {
        guard case .scalar(let scalar) = content, !scalar.isNull, !scalar.isMissing else { return nil }
        return scalar.text
    }
}
