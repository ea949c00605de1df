/// What a restore testing plan of AWS Backup restores, with what, and into what.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForGet.html
package struct RestoreTestingSelection: Document {
    /// As many ARNs as a selection takes.
    package static let mostResources = 30

    /// At most 50 letters, digits and underscores.
    package var name: String
    /// Such as `RDS`; `Aurora` for clusters.
    package var resourceType: String
    /// The ARN of the role that AWS Backup restores with.
    package var role: String
    /// ARNs, or `*` alone.
    package var resources: [String]
    /// Conditions on tags, for `*`.
    package var conditions: [BackupSelection.TagCondition] = []
    /// Settings of what is restored, by AWS Backup's names, whose case does not matter; lists are written as JSON.
    package var overrides: [String: String] = [:]
    /// How long what is restored stays to be validated; 0 for not at all.
    package var validationHours = 0
    /// Whether drctl has made it.
    package var isOwn = false

    package init(name: String, resourceType: String, role: String, resources: [String]) {
        self.name = name
        self.resourceType = resourceType
        self.role = role
        self.resources = resources
    }

    /// By AWS's names.
    package var parts: [String: JSONValue] {
        var parts: [String: JSONValue] = [
            "ProtectedResourceType": .string(resourceType), "IamRoleArn": .string(role),
            "ProtectedResourceArns": .array(resources.sorted().map(JSONValue.string)),
            "ValidationWindowHours": .integer(validationHours),
        ]
        for (key, value) in overrides { parts["RestoreMetadataOverrides \(key)"] = .string(value) }
        for condition in conditions {
            parts["condition \(condition.comparison.rawValue) \(condition.key)"] = .string(condition.value)
        }
        return parts
    }

    /// A setting of what is restored; nil when AWS Backup chooses it.
    package func override(_ name: String) -> String? {
        overrides.first { $0.key.lowercased() == name.lowercased() }?.value
    }

    /// Sets it, in the place of one that is written in another case.
    package mutating func setOverride(_ name: String, _ value: String) {
        let present = overrides.keys.first { $0.lowercased() == name.lowercased() }
        overrides[present ?? name] = value
    }
}
