package import RecoveryModel

/// A template for a stack that takes over what is in the account, and the list by which CloudFormation finds it.
///
/// Every value is the observed one, under literal names, so that the import changes nothing; the policy's template, which
/// has the same logical ids, then updates the stack.
package struct TemplateImport: Sendable, Equatable {
    package let template: JSONValue
    /// As `aws cloudformation create-change-set --resources-to-import` takes it.
    package let resources: JSONValue
    /// What the policy's template declares and the import does not, each with the reason; sorted.
    package let left: [String]
    /// What the policy's template asks for, as the account has it: with other values its update would change the databases,
    /// or replace them.
    package let parameters: [String: String]

    /// - Throws: `TemplateRefusal` when something could not be read, when there is nothing to import, or when the policy's
    ///   template would replace what holds data.
    package init(_ context: ControlContext) throws(TemplateRefusal) {
        var live: [LiveResource] = []
        for family in Catalogue.families {
            switch family.live(context) {
            case .known(let resources): live += resources
            case .unavailable(let failure):
                throw TemplateRefusal(
                    reason: "\(failure)", hint: "an import needs every property: see what `drctl audit` could not read")
            }
        }
        let fragments = Catalogue.families.flatMap { $0.template(context) }
        if let replaced = Replacement(fragments, live, context).first { throw replaced }
        parameters = try Self.parameters(fragments, live)
        let byID = Dictionary(live.map { ($0.logicalID, $0) }) { first, _ in first }
        let imported = byID.values.filter { $0.type.identifier != nil }.sorted { $0.logicalID < $1.logicalID }
        guard !imported.isEmpty else {
            throw TemplateRefusal(
                reason: "nothing that the policy declares exists in the account",
                hint: "deploy the policy's template as a new stack")
        }
        let policy = context.policy
        template = [
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": .string("Recovery policy \(policy.name): import of what exists."),
            "Resources": .object(
                Dictionary(uniqueKeysWithValues: imported.map { ($0.logicalID, $0.declaration) })),
        ]
        resources = .array(imported.compactMap(\.importEntry))
        let missing = Set(fragments.map(\.logicalID)).subtracting(byID.keys).map { "\($0): not found" }
        left =
            (missing
            + byID.values.filter { $0.type.identifier == nil }.map {
                "\($0.logicalID): CloudFormation cannot import \($0.type.rawValue)"
            }).sorted()
    }
}

extension TemplateImport {
    /// - Throws: `TemplateRefusal` when one parameter would have to be two things.
    private static func parameters(
        _ fragments: [TemplateFragment], _ live: [LiveResource]
    ) throws(TemplateRefusal) -> [String: String] {
        let there = Dictionary(live.map { ($0.logicalID, $0) }) { first, _ in first }
        var values: [String: (value: String, of: LiveResource, property: String)] = [:]
        for fragment in fragments {
            guard case .property(let path, let wanted) = fragment.part, path.count == 1,
                let name = wanted["Ref"]?.text, !LogicalID.isResource(name), let resource = there[fragment.logicalID],
                let value = resource.properties[path[0]]
            else { continue }
            let text = value.listed.map { $0.text ?? $0.compact }.joined(separator: ",")
            if let other = values[name], other.value != text {
                throw TemplateRefusal(
                    reason: "\(path[0]) of \(other.of.identifier) is \(other.value), and of \(resource.identifier) "
                        + "\(text): the policy's template has one parameter \(name) for both",
                    hint: "give each its own policy")
            }
            values[name] = (text, resource, path[0])
        }
        return values.mapValues(\.value)
    }
}

extension LiveResource {
    /// In a template of literals; deleting the stack leaves it.
    fileprivate var declaration: JSONValue {
        [
            "Type": .string(type.rawValue), "Properties": .object(properties), "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
        ]
    }

    fileprivate var importEntry: JSONValue? {
        type.identifier.map {
            [
                "ResourceType": .string(type.rawValue), "LogicalResourceId": .string(logicalID),
                "ResourceIdentifier": .object([$0: .string(identifier)]),
            ]
        }
    }
}

/// Looks for properties that CloudFormation cannot change in place and that the policy wants otherwise.
private struct Replacement {
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
            guard members.count == 1 else { return members["Fn::Join"] == nil ? live != wanted : nil }
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
