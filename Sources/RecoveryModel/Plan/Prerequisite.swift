/// What one change brings about and another relies on: without it the other would fail, or do harm.
package enum Prerequisite: Hashable, Sendable {
    /// A key that can be used, by its alias without `alias/`.
    case key(alias: String)
    case topic(name: String)
    case bucket(name: String)
    /// Without versions an expiration deletes for good.
    case versioning(bucket: String)
    /// What lets the log service write into a bucket.
    case policy(bucket: String)
    case role(name: String)
    /// What the policy grants a role: what others granted it goes only when that is in force.
    case grants(role: String)
    case parameterGroup(DatabaseKind, name: String)
    /// The values that a restart, or the attachment of the group, is for.
    case parameters(DatabaseKind, id: String)
    case attachedGroup(DatabaseKind, id: String)
    case subscription(name: String)
    case eventRule(name: String)
    case backupVault(name: String)
    case backupPlan(name: String)
    case restoreTestingPlan(name: String)

    /// For people.
    package var shown: String {
        switch self {
        case .key(let alias): "key alias/\(alias)"
        case .topic(let name): "topic \(name)"
        case .bucket(let name): "bucket \(name)"
        case .versioning(let bucket): "versioning of bucket \(bucket)"
        case .policy(let bucket): "the policy of bucket \(bucket)"
        case .role(let name): "role \(name)"
        case .grants(let role): "the policies of role \(role)"
        case .parameterGroup(let kind, let name):
            "\(kind.pick(instance: "parameter group", cluster: "cluster parameter group")) \(name)"
        case .parameters(let kind, let id): "the parameters of \(kind.resource.name) \(id)"
        case .attachedGroup(let kind, let id): "the parameter group of \(kind.resource.name) \(id)"
        case .subscription(let name): "event subscription \(name)"
        case .eventRule(let name): "event rule \(name)"
        case .backupVault(let name): "vault \(name)"
        case .backupPlan(let name): "backup plan \(name)"
        case .restoreTestingPlan(let name): "restore testing plan \(name)"
        }
    }
}

/// What a change brings about, and what it relies on. Only a step of the same plan counts: what is there already is not
/// asked for again.
package struct Prerequisites: Sendable, Hashable {
    package var provides: Set<Prerequisite> = []
    package var reliesOn: Set<Prerequisite> = []

    package init(provides: Set<Prerequisite> = [], reliesOn: Set<Prerequisite> = []) {
        self.provides = provides
        self.reliesOn = reliesOn
    }
}

extension Prerequisite {
    /// The key behind an alias or its ARN; nil for a key that is named by its id, which no plan creates.
    static func key(named name: String?) -> Set<Prerequisite> {
        guard let name, let range = name.lastRange(of: "alias/") else { return [] }
        return [.key(alias: String(name[range.upperBound...]))]
    }

    /// The topics behind ARNs; what is no topic is left out.
    static func topics(_ arns: [String]) -> Set<Prerequisite> {
        Set(
            arns.compactMap { arn in
                let parts = arn.split(separator: ":")
                return parts.count == 6 && parts[2] == "sns" ? .topic(name: String(parts[5])) : nil
            })
    }
}

extension String {
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        var found: Range<String.Index>?
        var rest = self[...]
        while let next = rest.firstRange(of: text) {
            found = next
            rest = rest[next.upperBound...]
        }
        return found
    }
}
