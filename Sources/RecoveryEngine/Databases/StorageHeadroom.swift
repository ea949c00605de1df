import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Storage can grow as far as the policy expects, without anybody having to add some at night.
    static func storageHeadroom(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.storage-headroom", cluster: "cluster.storage-headroom"),
            title: "Storage can grow far enough",
            why: "A database whose storage is full stops, and is not backed up any more.",
            severity: .medium,
            standards: Standard.capacity,
            field: "databases[].protection.storageLimit",
            required: \.policy.protection.storageLimit,
            observed: { $0.database.storage.map(\.reach) },
            satisfies: { reach, required in reach >= required.gibibytes },
            showRequired: { "at least \($0.shown)" },
            showObserved: { ByteCount(gibibytes: $0).shown },
            remedy: { subject, required in
                let database = subject.database
                switch database.form {
                case .instance:
                    let limit = subject.limit(for: required)
                    guard limit <= database.engine.largestStorage else {
                        return .procedure(
                            "\(database.engine) ends at \(ByteCount(gibibytes: database.engine.largestStorage).shown): ask "
                                + "for less, or use several databases.")
                    }
                    return subject.modify(.storageLimit(Edit(database.storage.value?.limit, to: limit)))
                case .multiAZCluster:
                    return .procedure(
                        "A Multi-AZ DB cluster does not grow by itself: aws rds modify-db-cluster "
                            + "--db-cluster-identifier \(database.id) --allocated-storage \(required.gibibytes) …")
                case .auroraCluster:
                    return .procedure("A cluster volume does not grow as far: ask for less, or use several clusters.")
                }
            },
            template: { subject, required in
                kind == .instance
                    ? subject.fragment("MaxAllocatedStorage", value: .integer(required.gibibytes)) : []
            }
        )
    }
}

extension DatabaseSubject {
    /// The limit to set, in GiB. RDS refuses one that is not a tenth above what is allocated.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    fileprivate func limit(for required: ByteCount) -> Int {
        max(required.gibibytes, ((database.storage.value?.allocated ?? 0) * 11 + 9) / 10)
    }
}

extension DatabaseEngine {
    /// How far the storage of an instance can grow, in GiB.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
    fileprivate var largestStorage: Int { (family == .sqlServer ? 16 : 64) << 10 }
}

extension ByteCount {
    /// In GiB, as RDS counts storage, rounded up.
    fileprivate var gibibytes: Int { (bytes >> 30) + (bytes & ((1 << 30) - 1) == 0 ? 0 : 1) }
}
