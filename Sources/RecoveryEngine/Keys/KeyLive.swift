import RecoveryModel

extension KeySubject {
    /// The key and its alias.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let key = try state.key.get() else { return [] }
            let rotation = try key.rotation.get()
            return [
                LiveResource(
                    .key, policy.alias, key.id, arn: key.arn,
                    [
                        "KeyPolicy": try key.policy.get().json, "Enabled": .bool(key.state != "Disabled"),
                        "EnableKeyRotation": .bool(rotation.enabled),
                        "RotationPeriodInDays": rotation.enabled ? rotation.periodDays.map(JSONValue.integer) : nil,
                    ]),
                LiveResource(
                    .alias, policy.alias, "alias/\(policy.alias)",
                    ["AliasName": .string("alias/\(policy.alias)"), "TargetKeyId": .string(key.id)]),
            ]
        }
    }
}
