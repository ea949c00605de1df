import RecoveryModel

extension Control where Subject == BucketSubject {
    /// Nobody deletes a backup before its time, a stolen administrator included.
    package static let objectLock = Control(
        "storage.object-lock",
        title: "Backups cannot be deleted before their time",
        why: "Ransomware deletes the backups first; a lock outlives stolen credentials.",
        severity: .high,
        standards: [.securityHub("S3.15")],
        field: "storage[].objectLock",
        required: { subject in
            subject.policy.objectLock.map {
                ObjectLockState(enabled: true, mode: $0.mode.rawValue.uppercased(), days: $0.retention.days)
            }
        },
        observed: \.bucket.objectLock,
        satisfies: { observed, required in
            observed.enabled && (observed.days ?? 0) >= (required.days ?? 0)
                && (observed.mode == "COMPLIANCE" || observed.mode == required.mode)
        },
        showRequired: { $0.shown },
        showObserved: { $0.shown },
        remedy: { subject, wanted in
            // What is stronger already stays so.
            var lock = wanted
            if case .known(let present) = subject.bucket.objectLock {
                lock.days = max(present.days ?? 0, wanted.days ?? 0)
                if present.mode == "COMPLIANCE" { lock.mode = present.mode }
            }
            // S3 locks only what has versions.
            let versioning: [Change] =
                subject.bucket.versioning == .known(true) ? [] : [.enableBucketVersioning(bucket: subject.bucket.name)]
            return .changes(versioning + [.putObjectLock(bucket: subject.bucket.name, lock)], disruption: .none)
        },
        template: { subject, wanted in
            subject.fragment(
                "ObjectLockConfiguration",
                value: [
                    "ObjectLockEnabled": "Enabled",
                    "Rule": [
                        "DefaultRetention": [
                            "Mode": .string(wanted.mode ?? "GOVERNANCE"), "Days": .integer(wanted.days ?? 0),
                        ]
                    ],
                ])
        }
    )
}

extension ObjectLockState {
    /// For people.
    var shown: String {
        guard enabled else { return "off" }
        return mode.map { "\($0.lowercased()) for \(Shown.days(days ?? 0))" } ?? "on, without a default"
    }
}
