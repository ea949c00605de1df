import RecoveryModel

extension Control where Judged == BucketSubject {
    /// A backup really arrived.
    static let newestObject = Control(
        "storage.newest-object-age",
        title: "The newest object is young enough",
        why: "A job that stopped writing is noticed by what did not arrive, not by what it says of itself.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "storage[].newestObject",
        isJudged: { $0.bucket.exists != .known(false) },
        required: \.policy.newestObject,
        observed: { subject in
            let newest = subject.bucket.newestObject ?? .unavailable(.notCollected("s3:ListBucket"))
            return newest.map { $0.map(subject.context.age(of:)) }
        },
        satisfies: { age, required in age.map { $0 <= required.seconds } ?? false },
        showRequired: { "at most \($0.shown) old" },
        showObserved: { $0.map { "\(ElapsedText.inWords(Double(max(0, $0)))) old" } ?? "no object" },
        remedy: { subject, _ in
            .procedure(
                "Find out why nothing arrives in \(subject.bucket.name): the log of the job that writes it, its role.")
        }
    )
}
