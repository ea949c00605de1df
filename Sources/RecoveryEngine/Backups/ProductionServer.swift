package import RecoveryModel

/// Where a restore would replace a database, as far as it can say whether that is production.
package struct ReplacedDatabase: Sendable, Equatable {
    package var name: String
    package var host: String
    package var port: Int
    /// The secret that the login is from, by its name or ARN; nil for other logins.
    package var secret: String?
    /// What no other cluster has; nil where it cannot be read.
    package var systemIdentifier: String?

    package init(name: String, host: String, port: Int) {
        self.name = name
        self.host = host
        self.port = port
    }

    /// Such as `127.0.0.1:5432`.
    package var address: String { "\(host):\(port)" }

    /// Why a policy calls it production; nil when it does not.
    ///
    /// - Parameters:
    ///   - source: The address of the source's login; nil where that is not known.
    package func production(
        by policy: RecoveryPolicy, _ entry: SelfManagedPolicy, source: String?, of manifest: BackupManifest
    ) -> String? {
        let protected = policy.databases.flatMap(\.select.ids)
        if let id = endpointID, protected.contains(id) {
            return "\(host) is the endpoint of \(id), which policy \(policy.name) protects"
        }
        let secrets = policy.databases.flatMap(\.secrets)
        if let secret = secret.map(Self.secretName), secrets.map(Self.secretName).contains(secret) {
            return "secret \(secret) is a login of databases that policy \(policy.name) protects"
        }
        guard Self.isProduction(policy.scope.environment), name == entry.database else { return nil }
        let isSource =
            source == address
            || secret != nil && secret.map(Self.secretName) == entry.source.secret.map(Self.secretName)
            || systemIdentifier != nil && systemIdentifier == manifest.server.systemIdentifier
        return isSource
            ? "\(name) on \(address) is the source of the backup, and policy \(policy.name) is of production" : nil
    }

    /// The id in an endpoint of RDS, such as `kb-prod` of `kb-prod.abc.us-east-1.rds.amazonaws.com`; of a cluster too.
    private var endpointID: String? {
        let name = host.lowercased()
        guard [".rds.amazonaws.com", ".rds.amazonaws.com.cn"].contains(where: name.hasSuffix) else { return nil }
        return name.split(separator: ".").first.map(String.init)
    }

    private static func isProduction(_ environment: String?) -> Bool {
        RestoreTarget.Existing(name: "", environment: environment).isProduction
    }

    /// The name of a secret; of an ARN without the six characters that Secrets Manager adds.
    private static func secretName(_ text: String) -> String {
        let parts = text.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0] == "arn", let name = parts.last else { return text }
        guard let dash = name.lastIndex(of: "-"), name.distance(from: dash, to: name.endIndex) == 7 else {
            return String(name)
        }
        return String(name[..<dash])
    }
}
