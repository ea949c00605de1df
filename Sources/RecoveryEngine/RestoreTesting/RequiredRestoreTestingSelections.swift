import RecoveryModel

extension RestoreTestingSubject {
    /// The settings of what is restored, by AWS Backup's names: where drills restore.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
    var requiredOverrides: [String: String] {
        let into = drill.into
        var overrides: [String: String] = [:]
        overrides["dbSubnetGroupName"] = into.subnetGroup
        overrides["dbInstanceClass"] = into.instanceClass
        if let group = into.parameterGroup, group != "same-as-source" { overrides["dbParameterGroupName"] = group }
        if !into.securityGroups.isEmpty {
            overrides[Self.groups] = JSONValue.array(into.securityGroups.sorted().map(JSONValue.string)).compact
        }
        return overrides
    }

    private static let groups = "vpcSecurityGroupIds"

    /// For how long what is restored has to stay: the time in which a recovery has to be done, in which it can be verified
    /// too. AWS Backup takes at most a week.
    var leastValidationHours: Int {
        min(168, max(1, (context.policy.objectives.rto.seconds + 3_599) / 3_600))
    }

    /// A day, so that it is found by who looks once a day.
    private var validationHours: Int { max(24, leastValidationHours) }

    /// What of a selection is restored otherwise than drills restore, for people; empty when nothing is.
    func openness(of selection: RestoreTestingSelection) -> [String] {
        var faults = requiredOverrides.sorted { $0.key < $1.key }.filter { !isSet($0, to: $1, in: selection) }
            .map { name, _ in "\(name) \(selection.override(name) ?? "not set")" }
        if selection.override("publiclyAccessible")?.lowercased() == "true" { faults.append("publiclyAccessible true") }
        return faults
    }

    /// Whether a setting of what is restored has a value; of groups their order does not matter.
    private func isSet(_ name: String, to value: String, in selection: RestoreTestingSelection) -> Bool {
        let present = selection.override(name)
        return name == Self.groups ? Self.ids(present) == Self.ids(value) : present == value
    }

    /// The ids in a list that is written as JSON.
    private static func ids(_ text: String?) -> Set<Substring> {
        Set((text ?? "").split { !($0.isLetter || $0.isNumber || $0 == "-") })
    }

    /// The ids of the databases that no selection covers beyond doubt, sorted. What drctl's own plan leaves in doubt, a
    /// selection of drctl's own settles; of others' plans it cannot be told.
    var uncovered: Collected<[String]> {
        databases.flatMap { databases in
            selections.flatMap { selections in
                var missing: [String] = []
                for database in databases {
                    let answers = selections.map { ($0, $0.covers(database)) }
                    if answers.contains(where: { $0.1 == true }) { continue }
                    if let (unclear, _) = answers.first(where: { $0.1 == nil }) {
                        if isOwnPlan {
                            missing.append("\(database.id) (perhaps by \(unclear.name))")
                            continue
                        }
                        return .unavailable(
                            CollectionFailure(
                                operation: "backup:GetRestoreTestingSelection",
                                reason: "whether selection \(unclear.name) covers \(database.id) cannot be told"))
                    }
                    missing.append(database.id)
                }
                return .known(missing.sorted())
            }
        }
    }

    private var isOwnPlan: Bool { (state.plan.value ?? nil)?.isOwn == true }

    /// Those that cover a database of the policy, or perhaps do.
    var usedSelections: Collected<[RestoreTestingSelection]> {
        databases.flatMap { databases in
            selections.map { all in
                all.filter { selection in databases.contains { selection.covers($0) != false } }
            }
        }
    }

    /// False for a plan without a selection of the policy's databases: `restore-test.selection-covers` says so.
    var testsSomething: Bool { exists && usedSelections.value?.isEmpty != true }

    /// The selections that drctl makes where there is none, 30 databases each.
    func newSelections(of arns: [String], besides names: Set<String>) -> [RestoreTestingSelection] {
        let free = (1...).lazy.map { "drctl_\($0)" }.filter { !names.contains($0) }
        let groups = stride(from: 0, to: arns.count, by: RestoreTestingSelection.mostResources).map {
            Array(arns[$0..<min($0 + RestoreTestingSelection.mostResources, arns.count)])
        }
        return zip(free, groups).map { name, arns in
            completed(
                RestoreTestingSelection(name: name, resourceType: "RDS", role: ownRole, resources: arns))
        }
    }

    private var ownRole: String { context.target.place.arn("iam", "role/\(role.name)") }

    /// A selection of drctl's own with what is required of it; what others have set besides stays.
    private func completed(_ selection: RestoreTestingSelection) -> RestoreTestingSelection {
        var selection = selection
        selection.isOwn = true
        // With another path it is the same role.
        if !selection.role.hasSuffix("/\(role.name)") { selection.role = ownRole }
        for (name, value) in requiredOverrides where !isSet(name, to: value, in: selection) {
            selection.setOverride(name, value)
        }
        if selection.override("publiclyAccessible")?.lowercased() == "true" {
            selection.setOverride("publiclyAccessible", "false")
        }
        if selection.validationHours < leastValidationHours { selection.validationHours = validationHours }
        return selection
    }

    /// What covers the databases that are not covered, and restores all of them as required; selections of others stay.
    var selectionRemedy: Remedy {
        let plan = state.plan.value ?? nil
        if let plan, !plan.isOwn { return .procedure(othersPlan) }
        let (there, databases) = (selections.value ?? [], databases.value ?? [])
        let used = there.filter { selection in databases.contains { selection.covers($0) == true } }
        if used.contains(where: { !$0.isOwn && !isAsRequired($0) }) { return .procedure(othersPlan) }
        var missing = databases.filter { database in !there.contains { $0.covers(database) == true } }
            .map(\.arn).sorted()
        var changes: [RestoreTestingChange] = []
        for selection in there where selection.isOwn && selection.resourceType == "RDS" {
            var next = completed(selection)
            // AWS takes ARNs or conditions, not both.
            if selection.conditions.isEmpty, selection.resources != ["*"] {
                if missing.count > next.room { next.resources.removeAll(where: isGone) }
                let added = missing.prefix(next.room)
                next.resources += added
                missing.removeFirst(added.count)
            }
            guard next != selection else { continue }
            changes.append(
                .updateSelection(plan: state.name, arn: plan?.arn ?? "", Edit(selection, to: next)))
        }
        changes += newSelections(of: missing, besides: Set(there.map(\.name))).map {
            .select(plan: state.name, $0)
        }
        return .changes(changes.map(Change.restoreTesting))
    }

    /// Whether an ARN is of an instance that is known to be deleted.
    private func isGone(_ arn: String) -> Bool {
        guard case .known(let there)? = context.inventory.databases[.instance],
            arn.hasPrefix(context.target.place.arn("rds", "db:")), !arn.contains("*")
        else { return false }
        return !there.contains { $0.arn == arn }
    }

    /// Whether what a selection restores is closed, and stays long enough to be verified.
    private func isAsRequired(_ selection: RestoreTestingSelection) -> Bool {
        openness(of: selection).isEmpty && selection.validationHours >= leastValidationHours
    }
}

extension RestoreTestingSelection {
    /// How many more ARNs it takes.
    fileprivate var room: Int { max(0, Self.mostResources - resources.count) }

    /// Whether it restores a database; nil when that hangs on how AWS Backup combines several conditions, which it does
    /// not say.
    func covers(_ database: Database) -> Bool? {
        guard resourceType == "RDS" else { return false }
        guard conditions.isEmpty else {
            let held = conditions.filter { $0.holds(for: database.tags) }.count
            return held == conditions.count ? true : held == 0 ? false : nil
        }
        return resources.contains { Pattern($0).matches(database.arn) }
    }
}
