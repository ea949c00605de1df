import RecoveryModel

extension KeyChange: ChangeCases {
    enum Name: CaseIterable { case create, enable, cancelDeletion, putPolicy, enableRotation }

    var caseName: Name {
        switch self {
        case .create: .create
        case .enable: .enable
        case .cancelDeletion: .cancelDeletion
        case .putPolicy: .putPolicy
        case .enableRotation: .enableRotation
        }
    }

    static func own(_ change: Change) -> KeyChange? { if case .key(let own) = change { own } else { nil } }

    static let key = KeyReference(alias: "kb-dr", id: "key-1")

    static func scenarios(of name: Name) -> [ChangeScenario] {
        switch name {
        case .create: [create]
        case .enable: [ChangeScenario(.key(.enable(key)))]
        case .cancelDeletion: [ChangeScenario(.key(.cancelDeletion(key)))]
        case .putPolicy:
            [
                .writing(
                    .key(.putPolicy(key, Edit(Described.policy("Theirs"), to: Described.policy("DrctlPublishers")))),
                    reading: "kms:GetKeyPolicy", before: Described.keyPolicy(Described.policy("Theirs")),
                    after: Described.keyPolicy(Described.policy("DrctlPublishers")),
                    other: Described.keyPolicy(Described.policy("Emergency")))
            ]
        case .enableRotation: [ChangeScenario(.key(.enableRotation(key, period: Edit(nil, to: 365))))]
        }
    }

    /// A key of somebody else's is there, and in the second recording one that an interrupted run created.
    private static var create: ChangeScenario {
        func listing(_ keys: [String]) -> ScriptedAWS.Script {
            [
                "kms:ListAliases": [.ok(#"{"Aliases": [{"AliasName": "alias/other", "TargetKeyId": "named"}]}"#)],
                "kms:ListKeys": [
                    .ok(#"{"Keys": [\#((["named"] + keys).map { #"{"KeyId": "\#($0)"}"# }.joined(separator: ", "))]}"#)
                ],
            ]
        }
        let theirs: ScriptedAWS.Script = ["kms:ListResourceTags": [.ok(#"{"Tags": []}"#)]]
        let ours: ScriptedAWS.Script = [
            "kms:ListResourceTags": [.ok(#"{"Tags": [{"TagKey": "drctl:alias", "TagValue": "kb-dr"}]}"#)],
            "kms:DescribeKey": [.ok(#"{"KeyMetadata": {"KeyId": "begun", "KeyState": "Enabled"}}"#)],
        ]
        return ChangeScenario(
            .key(.create(alias: "kb-dr", policy: Described.policy("Root", action: "kms:*"), tags: ["app": "kb"])),
            [
                listing(["unnamed"]).merging(theirs) { $1 },
                listing(["begun"]).merging(ours) { $1 },
            ])
    }
}
