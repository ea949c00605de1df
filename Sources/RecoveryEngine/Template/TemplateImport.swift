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
    /// By what each resource is found, by logical id.
    package let identifiers: [String: String]

    /// - Parameter isForTerraform: True where what only CloudFormation cannot import is imported too.
    /// - Throws: `TemplateRefusal` when something could not be read, when there is nothing to import, or when the policy's
    ///   template would replace what holds data.
    package init(_ context: ControlContext, isForTerraform: Bool = false) throws(TemplateRefusal) {
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
        let imported = byID.values.filter { isForTerraform || $0.type.identifier != nil }
            .sorted { $0.logicalID < $1.logicalID }
        identifiers = Dictionary(uniqueKeysWithValues: imported.map { ($0.logicalID, $0.identifier) })
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
            + byID.values.filter { !isForTerraform && $0.type.identifier == nil }.map {
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
