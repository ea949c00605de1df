import RecoveryModel

/// Looks for properties that CloudFormation cannot change in place and that the policy wants otherwise.
struct Replacement {
    private let live: [String: LiveResource]
    private let fragments: [TemplateFragment]
    private let context: ControlContext

    init(_ fragments: [TemplateFragment], _ live: [LiveResource], _ context: ControlContext) {
        self.live = Dictionary(live.map { ($0.logicalID, $0) }) { first, _ in first }
        self.fragments = fragments
        self.context = context
    }

    /// The first one, as the reason why there is no import.
    var first: TemplateRefusal? {
        for fragment in fragments {
            guard case .property(let path, let wanted) = fragment.part, let name = path.first,
                fragment.type.createOnly.contains(name), let resource = live[fragment.logicalID],
                let differs = differs(resource.properties[name], from: wanted), differs
            else { continue }
            let there = resource.properties[name].map { $0.text ?? $0.compact } ?? "not set"
            return TemplateRefusal(
                reason: "\(resource.identifier): \(name) is \(there), and the policy asks for something else: "
                    + "CloudFormation would replace the resource",
                hint: procedure(resource, name) ?? "make the policy say what is there, or make another resource")
        }
        return nil
    }

    /// Nil where only the deployment says what is wanted.
    private func differs(_ live: JSONValue?, from wanted: JSONValue) -> Bool? {
        switch wanted {
        case .object(let members):
            guard members.count == 1 else { return live != wanted }
            if let name = members["Ref"]?.text {
                guard let resource = self.live[name] else { return LogicalID.isResource(name) ? true : nil }
                return live?.text != resource.reference
            }
            if let name = members["Fn::GetAtt"]?.listed.first?.text {
                return live?.text != self.live[name]?.arn || live == nil
            }
            return nil
        case .string(let text) where text.contains(":alias/"):
            let alias = text.drop { $0 != "/" }.dropFirst()
            guard let key = context.inventory.keys[String(alias)]?.key.value ?? nil else { return live != wanted }
            return live?.text != key.arn
        default: return live != wanted
        }
    }

    /// What the controls say about it.
    private func procedure(_ resource: LiveResource, _ property: String) -> String? {
        // Storage that is encrypted anew has the right key with it.
        let ids: [ControlID] =
            switch property {
            case "KmsKeyId", "StorageEncrypted":
                [
                    "database.storage-encrypted", "cluster.storage-encrypted", "database.encryption-key",
                    "cluster.encryption-key",
                ]
            case "PubliclyAccessible": ["cluster.not-public"]
            default: []
            }
        let findings = Auditor.audit(context).findings.filter { $0.resource.name == resource.name }
        return ids.lazy.compactMap { id in
            let finding = findings.first { $0.control.id == id }
            return if case .procedure(let text)? = finding?.remedy { text } else { nil }
        }.first
    }
}

extension LiveResource {
    /// What Ref gives.
    fileprivate var reference: String { identifier }
}
