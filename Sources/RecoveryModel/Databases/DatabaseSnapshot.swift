extension Database {
    /// A snapshot of the database.
    package struct Snapshot: Sendable, Equatable {
        package enum Kind: String, Sendable { case automated, manual, awsbackup, shared, `public` }
        package var id: String
        package var kind: Kind
        /// RDS's word; only `available` ones can be restored.
        package var status: String
        /// When its data was taken: of a copy, its original's time. Nil when RDS does not say.
        package var createdAt: Instant?
        package var encrypted: Collected<Bool>
        /// The key's ARN, or what else RDS calls it; nil without encryption.
        package var encryptionKey: Collected<String?>
        /// Accounts that may restore it, `all` for everybody; asked for manual snapshots only.
        package var sharedWith: Collected<[String]>
        /// What was allocated to the instance that it is of, in GiB; nil of a cluster's.
        package var allocated: Int?

        package init(
            id: String, kind: Kind, status: String, createdAt: Instant?, encrypted: Collected<Bool>,
            encryptionKey: Collected<String?>, sharedWith: Collected<[String]>
        ) {
            self.id = id
            self.kind = kind
            self.status = status
            self.createdAt = createdAt
            self.encrypted = encrypted
            self.encryptionKey = encryptionKey
            self.sharedWith = sharedWith
        }

        /// Whether RDS would restore it, as far as its own state goes.
        package var isAvailable: Bool { status == "available" }
    }

    /// What another region holds of the database: a copied snapshot, or a replicated automated backup.
    package struct Copy: Sendable, Equatable {
        package var id: String
        /// When its data was taken; nil when nothing can be restored from it yet, or RDS does not say.
        package var restorableTo: Instant?
        /// True when it can be restored and RDS does not say how old its data is.
        package var isAgeless: Bool
        package var encrypted: Collected<Bool>
        /// The key's ARN, of the region of the copy, or what else RDS calls it; nil without encryption.
        package var encryptionKey: Collected<String?>
        /// Accounts that may restore it, `all` for everybody; asked for manual snapshots only.
        package var sharedWith: Collected<[String]>

        package init(
            id: String, restorableTo: Instant?, isAgeless: Bool, encrypted: Collected<Bool>,
            encryptionKey: Collected<String?>, sharedWith: Collected<[String]>
        ) {
            self.id = id
            self.restorableTo = restorableTo
            self.isAgeless = isAgeless
            self.encrypted = encrypted
            self.encryptionKey = encryptionKey
            self.sharedWith = sharedWith
        }

        /// A snapshot that was copied there.
        package init(_ snapshot: Snapshot) {
            self.init(
                id: snapshot.id, restorableTo: snapshot.isAvailable ? snapshot.createdAt : nil,
                isAgeless: snapshot.isAvailable && snapshot.createdAt == nil, encrypted: snapshot.encrypted,
                encryptionKey: snapshot.encryptionKey, sharedWith: snapshot.sharedWith)
        }
    }

    /// An instance of a cluster, or the instance itself.
    package struct Member: Sendable, Equatable {
        package var id: String
        /// The zone that it runs in; nil until RDS has chosen one.
        package var zone: String?
        package var publiclyAccessible: Collected<Bool>
        package var minorVersionUpgrades: Collected<Bool>
        /// Settings that were changed and are not in force yet, by RDS's names.
        package var pendingModifications: Collected<[String]>
        /// Whether a value of its own parameter group is in force only after a restart.
        package var awaitsRestart = false
        /// In seconds; 0 without Enhanced Monitoring.
        package var monitoringInterval: Collected<Int> = .known(0)
        package var performanceInsights: Collected<Bool> = .known(false)
        /// The end of the server certificate.
        package var certificateValidUntil: Collected<Instant?> = .known(nil)

        package init(
            id: String, zone: String?, publiclyAccessible: Collected<Bool>, minorVersionUpgrades: Collected<Bool>,
            pendingModifications: Collected<[String]>
        ) {
            self.id = id
            self.zone = zone
            self.publiclyAccessible = publiclyAccessible
            self.minorVersionUpgrades = minorVersionUpgrades
            self.pendingModifications = pendingModifications
        }
    }
}
