import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// AWS still offers the version that a restore needs.
    static func engineSupported(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.engine-supported", cluster: "cluster.engine-supported"),
            title: "The engine version is supported long enough",
            why: "A backup of a version that AWS has retired is restored into another one, on the day of the disaster.",
            severity: .medium,
            standards: [.nist80053("SI-2")] + Standard.flaws,
            field: "databases[].protection.engineSupportedFor",
            required: { subject in
                subject.policy.protection.engineSupportedFor.map { subject.context.now + $0 }
            },
            observed: \.database.supportedUntil,
            satisfies: { end, required in end.map { $0 >= required } ?? false },
            showRequired: { "until \($0.day) or later" },
            showObserved: { $0.map { "until \($0.day)" } ?? "not offered any more" },
            remedy: { subject, _ in
                .procedure(
                    "Upgrade the major version of \(subject.database.id) (\(subject.database.engine) "
                        + "\(subject.database.engineVersion)), on a restored copy first: aws rds "
                        + "modify-\(subject.database.cliNoun) \(subject.database.cliIdentifier) "
                        + "--allow-major-version-upgrade …")
            }
        )
    }
}
