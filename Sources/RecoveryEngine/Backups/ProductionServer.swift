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

    /// Why a restore must not replace it; nil when nothing speaks against it.
    ///
    /// - Parameters:
    ///   - policies: Every policy that is known.
    ///   - policy: The one of the backup, with the backup's entry.
    ///   - source: The address of the source's login; nil where that is not known.
    package func production(
        by policies: [RecoveryPolicy], _ policy: RecoveryPolicy, _ entry: SelfManagedPolicy, source: String?,
        of manifest: BackupManifest
    ) -> String? {
        if let protection = protection(by: policies) { return protection }
        guard Self.isProduction(policy.scope.environment), name == entry.database else { return nil }
        let isSource =
            source == address
            || secret != nil && secret.map(Self.secretName) == entry.source.secret.map(Self.secretName)
        let production = "and policy \(policy.name) is of production"
        guard !isSource else { return "\(name) on \(address) is the source of the backup, \(production)" }
        // A server has many addresses: another one does not make it another server.
        guard let here = systemIdentifier, let there = manifest.server.systemIdentifier else {
            return "it cannot be told whether \(name) on \(address) is the source of the backup, \(production)"
        }
        return here == there ? "\(name) on \(address) is the source of the backup, \(production)" : nil
    }

    /// Why policies protect the whole server, whatever its databases are called; nil when they do not.
    package func protection(by policies: [RecoveryPolicy]) -> String? {
        for policy in policies {
            if let id = endpointID, policy.databases.contains(where: { $0.select.ids.contains(id) }) {
                return "\(host) is the endpoint of \(id), which policy \(policy.name) protects"
            }
            let secrets = policy.databases.flatMap(\.secrets).map(Self.secretName)
            if let secret = secret.map(Self.secretName), secrets.contains(secret) {
                return "secret \(secret) is a login of databases that policy \(policy.name) protects"
            }
        }
        // Members of a cluster, proxies and what tags select have endpoints that the policy does not name.
        let doubtful = policies.first { policy in
            policy.databases.contains { $0.select.ids.isEmpty || $0.kind == .cluster }
        }
        guard endpointID != nil, let policy = doubtful else { return nil }
        return "it cannot be told whether \(host) belongs to a database that policy \(policy.name) protects"
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
