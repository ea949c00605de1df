import RecoveryModel

/// What a template asks of whoever deploys it, because no policy says it.
package enum TemplateParameter {
    /// With what the names of parameters of one database begin.
    static let kinds = DatabaseKind.allCases.flatMap { kind in Own.allCases.map { $0.word(kind) } }

    /// A parameter of one database.
    enum Own: String, CaseIterable {
        case engine = "Engine"
        case version = "EngineVersion"
        case instanceClass = "Class"
        case storage = "Storage"
        case storageType = "StorageType"
        case iops = "Iops"

        fileprivate func word(_ kind: DatabaseKind) -> String {
            kind.pick(instance: "DB", cluster: "Cluster") + rawValue
        }

        func name(_ kind: DatabaseKind, _ id: String) -> String { LogicalID.of(word(kind), id) }
    }

    /// A parameter of all databases of a stack.
    static let masterUsername = "MasterUsername"
    static let subnetGroup = "SubnetGroup"
    package static let securityGroups = "SecurityGroups"
    /// Whether the account has GitHub's identity provider already, of which it can have one.
    static let identityProvider = "GitHubIdentityProvider"

    static func reference(_ name: String) -> JSONValue { ["Ref": .string(name)] }
}
