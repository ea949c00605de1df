import RecoveryEngine
import RecoveryModel

extension Violation {
    /// One for each control of keys, roles and secrets.
    static let ofKeysAndRoles: [Violation] = [
        Violation("secrets.exists", on: "kb/prod/database", .procedure("Create it with the value")) {
            $0.inventory.secrets["kb/prod/database"]?.secret = .known(nil)
        },
        Violation("secrets.encrypted-with-key", on: "kb/prod/database", .procedure("aws secretsmanager update-secret"))
        {
            $0.secret?.encryptionKey = nil
        },
        Violation("secrets.rotation", on: "kb/prod/database", .procedure("aws secretsmanager rotate-secret")) {
            $0.secret?.changedAt = Estate.now - TimeSpan(91, .days)
        },
        Violation(
            "secrets.replicated-when-needed", on: "kb/prod/database",
            .procedure("aws secretsmanager replicate-secret-to-regions")
        ) { $0.secret?.replicas = [] },
        Violation(
            "secrets.restorable-after-source-deletion", on: "kb/prod/database",
            .procedure("Keep the login that applications need in a secret of your own")
        ) { $0.secret?.owner = "rds" },
        Violation(
            "keys.usable-by-restore-role", on: "kb-dr", .procedure("Let the key's policy give the account its use")
        ) {
            $0.key?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.ofKey.statements + [
                        AccessStatement(
                            .deny, principals: .init("AWS", ["arn:aws:iam::123456789012:role/kb-drill-operator"]),
                            actions: ["kms:Decrypt"], resources: ["*"])
                    ]))
        },
        Violation(
            "keys.policy-allows-roles", on: "kb-dr", .procedure("Let the key's policy give the account its use")
        ) {
            $0.key?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.ofKey.statements + [
                        AccessStatement(
                            .deny, principals: .init("AWS", ["arn:aws:iam::123456789012:role/kb-backup-writer"]),
                            actions: ["kms:GenerateDataKey"], resources: ["*"])
                    ]))
        },
        Violation(
            "secrets.cross-account-grants", on: "kb/prod/database",
            .procedure("Take the principal out of the secret's policy")
        ) {
            $0.secret?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.keepingDeletions.statements + [
                        AccessStatement(
                            .allow, principals: .init("AWS", ["arn:aws:iam::999999999999:root"]),
                            actions: ["secretsmanager:GetSecretValue"], resources: ["*"])
                    ]))
        },
        Violation("secrets.policy-not-public", on: "kb/prod/database", .procedure("Narrow the principal")) {
            $0.secret?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.keepingDeletions.statements + [
                        AccessStatement(
                            .allow, principals: .anyone, actions: ["secretsmanager:GetSecretValue"], resources: ["*"])
                    ]))
        },
        Violation("secrets.recovery-window", on: "kb/prod/database", .procedure("Deny secretsmanager:DeleteSecret")) {
            $0.secret?.policy = .known(nil)
        },
        Violation("roles.size", on: "kb-drill-operator", .wait("There is room once")) { estate in
            let written = estate.role?.inlinePolicies ?? .known([:])
            estate.role?.inlinePolicies = written.map { policies in
                policies.merging(["theirs": .allowing(String(repeating: "x", count: 10_000))]) { first, _ in first }
            }
        },
        Violation("keys.multi-region", on: "kb-dr", .procedure("A key cannot be made multi-Region later")) {
            $0.key?.regions = []
        },
        Violation("roles.no-wildcards", on: "kb-drill-operator", .wait("It is taken away")) {
            guard let role = $0.role else { return }
            $0.role?.inlinePolicies = role.inlinePolicies.map {
                $0.merging(["theirs": .allowing("s3:*")]) { first, _ in first }
            }
        },
        Violation("roles.separation", on: "kb-backup-writer", .wait("It is taken away")) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.inlinePolicies = role.inlinePolicies.map {
                $0.merging(["theirs": .allowing("s3:DeleteObjectVersion")]) { first, _ in first }
            }
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        },
        Violation("roles.unused", on: "kb-auditor", .procedure("Find out whether its job still runs")) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
            role.lastUsedAt = Estate.now - TimeSpan(91, .days)
            estate.inventory.roles["kb-auditor"]?.role = .known(role)
        },
        Violation(
            "keys.exists", on: "kb-dr",
            .changes([
                .key(
                    .create(
                        alias: "kb-dr", policy: .ofKey,
                        tags: ["app": "knowledge-base", "drctl:policy": "knowledge-base"]))
            ])
        ) { $0.key = nil },
        Violation("keys.enabled", on: "kb-dr", .changes([.key(.enable(.required))])) { $0.key?.state = "Disabled" },
        Violation("keys.not-pending-deletion", on: "kb-dr", .changes([.key(.cancelDeletion(.required))])) {
            $0.key?.state = "PendingDeletion"
        },
        Violation(
            "keys.rotation", on: "kb-dr",
            .changes([.key(.enableRotation(.required, period: Edit(366, to: 365)))])
        ) { $0.key?.rotation = .known(.init(enabled: true, periodDays: 366)) },
        Violation("keys.policy-not-public", on: "kb-dr", .procedure("Narrow the principal")) {
            $0.key?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.ofKey.statements + [
                        AccessStatement(.allow, principals: .anyone, actions: ["kms:Decrypt"], resources: ["*"])
                    ]))
        },
        Violation("keys.cross-account-grants", on: "kb-dr", .procedure("Take the principal out")) {
            $0.key?.policy = .known(
                AccessPolicy(
                    statements: AccessPolicy.ofKey.statements + [
                        AccessStatement(
                            .allow, principals: .init("AWS", ["arn:aws:iam::999999999999:root"]), actions: ["kms:*"],
                            resources: ["*"])
                    ]))
        },
        Violation(
            "keys.policy-allows-publishers", on: "kb-dr",
            .changes([
                .key(
                    .putPolicy(
                        .required, Edit(AccessPolicy(statements: [AccessPolicy.ofKey.statements[0]]), to: .ofKey)))
            ])
        ) {
            $0.key?.policy = .known(AccessPolicy(statements: [AccessPolicy.ofKey.statements[0]]))
        },
        Violation(
            "roles.exists", on: "kb-drill-operator",
            .changes([
                .role(
                    .create(
                        name: "kb-drill-operator", trust: .ofOperator, boundary: nil,
                        tags: ["app": "knowledge-base", "drctl:policy": "knowledge-base"]))
            ])
        ) { $0.role = nil },
        Violation(
            "roles.trust-exact", on: "kb-drill-operator",
            .changes([.role(.putTrust(role: "kb-drill-operator", Edit(.ofEverybody, to: .ofOperator)))])
        ) {
            $0.role?.trust = .known(.ofEverybody)
        },
        Violation(
            "roles.statements-exact", on: "kb-backup-writer",
            .changes([
                .role(
                    .putPolicy(
                        role: "kb-backup-writer", name: "drctl-backup", Edit(.ofWiderWriter, to: .ofWriter)))
            ])
        ) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-backup-writer"]?.role else { return }
            role.inlinePolicies = .known(["drctl-backup": .ofWiderWriter])
            estate.inventory.roles["kb-backup-writer"]?.role = .known(role)
        },
        Violation(
            "roles.no-extra-policies", on: "kb-drill-operator",
            .changes([
                .role(
                    .detachPolicy(role: "kb-drill-operator", arn: "arn:aws:iam::aws:policy/AdministratorAccess"))
            ])
        ) {
            $0.role?.attachedPolicies = .known(["arn:aws:iam::aws:policy/AdministratorAccess"])
        },
        Violation(
            "roles.denied-by-boundary", on: "kb-auditor",
            .procedure("Let arn:aws:iam::123456789012:policy/boundary allow")
        ) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
            role.boundaryPolicy = .known(
                AccessPolicy(statements: [AccessStatement(.allow, actions: ["s3:GetObject"], resources: ["*"])]))
            estate.inventory.roles["kb-auditor"]?.role = .known(role)
        },
        Violation(
            "roles.boundary", on: "kb-auditor",
            .changes([
                .role(
                    .putBoundary(
                        role: "kb-auditor", Edit(nil, to: "arn:aws:iam::123456789012:policy/boundary")))
            ])
        ) { estate in
            guard case .known(var role?) = estate.inventory.roles["kb-auditor"]?.role else { return }
            role.permissionsBoundary = nil
            estate.inventory.roles["kb-auditor"]?.role = .known(role)
        },
    ]
}

extension AccessPolicy {
    /// Of the key that drctl creates.
    static let ofKey = AccessPolicy(statements: [
        AccessStatement(
            sid: "DrctlAccountAdministers", .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]),
            actions: ["kms:*"], resources: ["*"]),
        AccessStatement(
            sid: "DrctlPublishersEncrypt", .allow,
            principals: .init("Service", ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]),
            actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"],
            condition: ["StringEquals": ["aws:SourceAccount": ["123456789012"]]]),
        AccessStatement(
            sid: "DrctlEventBridgeEncrypt", .allow, principals: .init("Service", ["events.amazonaws.com"]),
            actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"]),
    ])

    /// One action on everything.
    static func allowing(_ action: String) -> AccessPolicy {
        AccessPolicy(statements: [AccessStatement(.allow, actions: [action], resources: ["*"])])
    }

    /// The drill operator's trust.
    static let ofOperator = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]), actions: ["sts:AssumeRole"],
            resources: [], condition: ["Bool": ["aws:MultiFactorAuthPresent": ["true"]]])
    ])

    /// The same without its condition.
    static let ofEverybody = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]), actions: ["sts:AssumeRole"],
            resources: [])
    ])

    /// The backup writer's, with an action too many.
    static var ofWiderWriter: AccessPolicy {
        var wider = ofWriter
        wider.statements[0].actions.append("s3:DeleteObject")
        return wider
    }

    /// What the backup writer may do.
    static let ofWriter = AccessPolicy(statements: [
        AccessStatement(
            sid: "EncryptBackups", .allow, actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: ["arn:aws:kms:us-east-1:123456789012:key/*"],
            condition: [
                "ForAnyValue:StringEquals": ["kms:ResourceAliases": ["alias/kb-dr"]],
                "StringEquals": ["kms:ViaService": ["s3.us-east-1.amazonaws.com"]],
            ]),
        AccessStatement(
            sid: "ListBackups", .allow, actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::\(Estate.bucketName)"]),
        AccessStatement(
            sid: "PublishMetrics", .allow, actions: ["cloudwatch:PutMetricData"], resources: ["*"],
            condition: ["StringEquals": ["cloudwatch:namespace": ["DR/drctl"]]]),
        AccessStatement(
            sid: "WriteBackups", .allow, actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
            resources: ["arn:aws:s3:::\(Estate.bucketName)/*"]),
    ])
}

extension KeyChange.KeyReference {
    /// The knowledge base's key.
    static let required = KeyChange.KeyReference(alias: "kb-dr", id: "key-kb-dr")
}
