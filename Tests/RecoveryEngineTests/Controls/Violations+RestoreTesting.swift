import RecoveryModel

@testable import RecoveryEngine

extension Violation {
    private static let tags = ["app": "knowledge-base", "drctl:policy": "knowledge-base"]
    private static let testing = "drctl_knowledge_base"
    private static let testingARN =
        "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_knowledge_base-1"
    private static let restoring = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"

    /// The plan that `apply` makes for the estate: monthly, since a proof is good for 90 days.
    static let restoreTestingDocument: RestoreTestingDocument = {
        var document = RestoreTestingDocument(
            schedule: "cron(0 7 1 * ? *)", algorithm: .latest,
            includedVaults: ["arn:aws:backup:us-east-1:123456789012:backup-vault:kb-backups"], pointTypes: ["SNAPSHOT"])
        document.startHours = 8
        return document
    }()

    /// The selection that `apply` makes for the estate.
    static let restoreTestingSelection: RestoreTestingSelection = {
        var selection = RestoreTestingSelection(
            name: "drctl_1", resourceType: "RDS",
            role: "arn:aws:iam::123456789012:role/knowledge-base-restore-tests",
            resources: ["arn:aws:rds:us-east-1:123456789012:db:kb-prod"])
        selection.overrides = [
            "dbSubnetGroupName": "dr-drill", "dbInstanceClass": "db.t4g.medium",
            "vpcSecurityGroupIds": #"["sg-0d411000000000001"]"#,
        ]
        selection.validationHours = 24
        selection.isOwn = true
        return selection
    }()

    private static func written(
        _ change: (inout RestoreTestingDocument) -> Void, fixed: (inout RestoreTestingDocument) -> Void = { _ in }
    ) -> Fix {
        var (before, after) = (restoreTestingDocument, restoreTestingDocument)
        change(&before)
        fixed(&after)
        return .changes([.restoreTesting(.update(name: testing, arn: testingARN, Edit(before, to: after)))])
    }

    private static func selected(_ change: (inout RestoreTestingSelection) -> Void) -> Fix {
        var before = restoreTestingSelection
        change(&before)
        return .changes([
            .restoreTesting(
                .updateSelection(plan: testing, arn: testingARN, Edit(before, to: restoreTestingSelection)))
        ])
    }

    /// One for each control of restore testing.
    static let ofRestoreTesting: [Violation] = [
        Violation(
            "restore-test.plan-exists", on: testing,
            .changes([.restoreTesting(.create(name: testing, restoreTestingDocument, tags: tags))])
        ) { $0.restoreTesting = nil },
        Violation(
            "restore-test.plan-frequency", on: testing,
            written({ _ in }, fixed: { $0.schedule = "cron(0 7 ? * SUN *)" })
        ) { $0.policy.drill?.every = TimeSpan(20, .days) },
        Violation(
            "restore-test.recovery-points", on: testing, written { $0.algorithm = .random }
        ) { $0.restoreTesting?.document.algorithm = .random },
        Violation(
            "restore-test.role", on: testing,
            .changes([.role(.attachPolicy(role: "knowledge-base-restore-tests", arn: restoring))])
        ) {
            guard case .known(var role?) = $0.inventory.roles["knowledge-base-restore-tests"]?.role else { return }
            role.attachedPolicies = .known([])
            $0.inventory.roles["knowledge-base-restore-tests"]?.role = .known(role)
        },
        Violation(
            "restore-test.selection-covers", on: testing,
            .changes([.restoreTesting(.select(plan: testing, restoreTestingSelection))])
        ) { $0.restoreTesting?.selections = .known([]) },
        Violation(
            "restore-test.isolation", on: testing, selected { $0.overrides["dbSubnetGroupName"] = "default" }
        ) { $0.setTested { $0.overrides["dbSubnetGroupName"] = "default" } },
        Violation(
            "restore-test.validation-window", on: testing, selected { $0.validationHours = 3 }
        ) { $0.setTested { $0.validationHours = 3 } },
        Violation("restore-test.validated", on: testing, .procedure("Verify what was restored")) {
            $0.inventory.restoreTesting?.jobs = .known([])
        },
    ]
}
