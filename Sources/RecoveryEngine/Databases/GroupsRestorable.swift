import AWSNames
import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// A copy elsewhere is restored with the parameters that it had.
    static func parameterGroupRestorable(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(
                instance: "database.parameter-group-restorable", cluster: "cluster.parameter-group-restorable"),
            title: "The parameter group exists in every second region",
            why: "A restored database that is attached to a default group has lost its settings, and nothing says so.",
            severity: .medium,
            standards: [.nist80053("CP-10")] + Standard.backups,
            field: "databases[].backups.copyTo",
            required: \.groupRegions,
            observed: { subject in
                subject.missing(of: subject.database.parameterGroup, isDefault: { $0.hasPrefix("default.") }) {
                    $0.hasParameterGroup
                }
            },
            satisfies: { missing, _ in missing.isEmpty },
            showRequired: { "in \(Shown.text($0))" },
            showObserved: { $0.isEmpty ? "in every one, or a default group" : "missing in \(Shown.text($0))" },
            remedy: { subject, _ in
                let noun = kind.pick(instance: "db-parameter-group", cluster: "db-cluster-parameter-group")
                return .procedure(
                    "aws rds copy-\(noun) --region REGION --source-\(noun)-identifier ARN "
                        + "--target-\(noun)-identifier \((subject.database.parameterGroup.value ?? nil) ?? "") …")
            }
        )
    }

    /// A copy with options that belong to its data cannot be restored without them.
    static let optionGroupRestorable = Control(
        "database.option-group-restorable",
        title: "The option group exists in every second region",
        why: "A copy with a permanent option cannot be restored where no option group has it.",
        severity: .medium,
        standards: [.nist80053("CP-10")] + Standard.backups,
        field: "databases[].backups.copyTo",
        required: \.groupRegions,
        observed: { subject in
            subject.missing(of: subject.database.optionGroup, isDefault: { $0.hasPrefix("default:") }) {
                $0.hasOptionGroup
            }
        },
        satisfies: { missing, _ in missing.isEmpty },
        showRequired: { "in \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "in every one, or a default group" : "missing in \(Shown.text($0))" },
        remedy: { subject, _ in
            .procedure(
                "aws rds copy-option-group --region REGION --source-option-group-identifier ARN "
                    + "--target-option-group-identifier \((subject.database.optionGroup.value ?? nil) ?? "") …")
        }
    )
}

extension DatabaseSubject {
    /// The other regions that receive copies, sorted; nil when there is none.
    fileprivate var groupRegions: [String]? {
        let regions = Set(policy.backups.copyTo.map(\.rawValue)).subtracting([context.target.place.region])
        return regions.isEmpty || isBackedUpBySource ? nil : regions.sorted()
    }

    /// The regions that lack the group; none for a default one, which AWS makes. One that lacks it is a violation, whatever
    /// could not be read of the others.
    fileprivate func missing(
        of group: Collected<String?>, isDefault: (String) -> Bool, _ has: (CopiedGroups) -> Collected<Bool>
    ) -> Collected<[String]> {
        group.flatMap { name in
            guard let name, !isDefault(name) else { return .known([]) }
            var missing: [String] = []
            var unseen: CollectionFailure?
            for region in groupRegions ?? [] {
                switch database.groupsElsewhere[Region(region)].map(has)
                    ?? .unavailable(.notCollected("groups in \(region)"))
                {
                case .known(true): break
                case .known(false): missing.append(region)
                case .unavailable(let failure): unseen = failure
                }
            }
            if let unseen, missing.isEmpty { return .unavailable(unseen) }
            return .known(missing)
        }
    }
}
