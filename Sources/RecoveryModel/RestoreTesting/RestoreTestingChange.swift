/// What drctl changes of AWS Backup's restore testing. It deletes nothing.
package enum RestoreTestingChange: Hashable, Codable, Sendable {
    case create(name: String, RestoreTestingDocument, tags: [String: String])
    case update(name: String, arn: String, Edit<RestoreTestingDocument>)
    case select(plan: String, RestoreTestingSelection)
    case updateSelection(plan: String, arn: String, Edit<RestoreTestingSelection>)

    package var facts: ChangeFacts {
        switch self {
        case .create(let name, let document, let tags):
            return Self.facts(
                name, .createRestoreTesting, "create restore testing plan \(name)",
                .all(
                    ["backup:CreateRestoreTestingPlan", "backup:TagResource", "backup:GetRestoreTestingPlan"],
                    on: Self.anyPlan)
            ).creating(tags: tags, [], [(nil, document)])
        case .update(let name, _, let document):
            return Self.facts(
                name, .setRestoreTesting, "write restore testing plan \(name)",
                .all(["backup:UpdateRestoreTestingPlan", "backup:GetRestoreTestingPlan"], on: Self.anyPlan)
            ).writing(document, as: "restore testing plan \(name)") { _ in true }
        case .select(let plan, let selection):
            var facts = Self.facts(
                plan, .selectForRestoreTesting,
                "have restore testing plan \(plan) test \(Shown.text(selection.resources))",
                .all(["backup:CreateRestoreTestingSelection", "backup:GetRestoreTestingSelection"], on: Self.anyPlan)
                    + [Self.passes(selection.role)])
            facts.documents = [DocumentEdit(nil, to: selection)]
            return facts
        case .updateSelection(let plan, _, let selection):
            let name = selection.after.name
            return Self.facts(
                plan, .selectForRestoreTesting, "write selection \(name) of restore testing plan \(plan)",
                .all(["backup:UpdateRestoreTestingSelection", "backup:GetRestoreTestingSelection"], on: Self.anyPlan)
                    + [Self.passes(selection.after.role)]
            ).writing(selection, as: "selection \(name) of restore testing plan \(plan)") { _ in true }
        }
    }

    /// The ARN of a plan ends in what is not known before.
    package static let anyPlan = "restore-testing-plan:*"

    private static func passes(_ role: String) -> Need {
        Need(
            "iam:PassRole", "role/\(role.split(separator: "/").last.map(String.init) ?? "*")",
            when: ["StringEquals": ["iam:PassedToService": ["backup.amazonaws.com"]]])
    }

    private static func facts(_ plan: String, _ stage: Stage, _ summary: String, _ needs: [Need]) -> ChangeFacts {
        ChangeFacts(ResourceReference(.restoreTestingPlan, plan), stage, summary, needs: needs)
    }
}
