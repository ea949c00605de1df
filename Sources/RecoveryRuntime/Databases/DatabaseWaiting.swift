package import AWSCore
import AWSServices
import RecoveryModel

/// Waits for a database to be available with the settings that were asked for.
package struct DatabaseWaiting: Sendable {
    /// Why a database did not settle.
    package enum Failure: Error, Sendable, CustomStringConvertible {
        case deleted(id: String)
        case brokenState(id: String, status: String)
        case timedOut(id: String, status: String, after: Duration)

        package var description: String {
            switch self {
            case .deleted(let id): "database \(id) no longer exists"
            case .brokenState(let id, let status): "database \(id) is \(status)"
            case .timedOut(let id, let status, let after):
                "database \(id) did not settle within \(after.components.seconds) s (status \(status))"
            }
        }
    }

    /// What a look at a database that has not settled shows.
    package struct Look: Sendable {
        package var id: String
        /// As RDS has it.
        package var status: String
        /// What is pending, by name.
        package var pending: [String]
        package var waited: Duration
        package var limit: Duration
        /// True about once a minute, for outputs that keep every line.
        package var isDue: Bool
    }

    let client: AWSClient
    /// For one change.
    let deadline: Duration
    /// In a rehearsal: what of a database is queued; nil when AWS is asked.
    var pending: (@Sendable (DatabaseKind, String) -> Collected<[String]>)?
    /// Told of each look that does not end the waiting.
    var onLook: @Sendable (Look) -> Void = { _ in }
    /// Between two looks: short at first, growing to `longestPause`.
    let firstPause: Duration
    let longestPause: Duration
    let sleep: @Sendable (Duration) async throws -> Void

    package init(
        client: AWSClient, deadline: Duration = .seconds(3_600), firstPause: Duration = .milliseconds(250),
        longestPause: Duration = .seconds(15),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.client = client
        self.deadline = deadline
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.sleep = sleep
    }

    /// Waits until the database is available and can be changed. What others have queued for its maintenance window stays
    /// queued.
    ///
    /// - Returns: The database as it is then.
    /// - Throws: `Failure`, what the client throws, `CancellationError`.
    @discardableResult
    func untilAvailable(_ kind: DatabaseKind, _ id: String) async throws -> Database {
        try await until(kind, id) { _ in true }
    }

    /// Waits until the database is available, nothing is pending but what others had queued, and `isDone` holds.
    ///
    /// - Parameter queued: What was pending before.
    /// - Throws: `Failure`, what the client throws, `CancellationError`.
    func untilSettled(
        _ kind: DatabaseKind, _ id: String, besides queued: [String] = [], _ isDone: (Database) -> Bool
    ) async throws {
        _ = try await until(kind, id) { database in
            guard let pending = database.pendingModifications.value else { return false }
            return Set(pending).isSubset(of: queued) && isDone(database)
        }
    }

    /// Waits until each of the settings is queued for the maintenance window, or in force already.
    ///
    /// - Throws: `Failure`, what the client throws, `CancellationError`.
    func untilQueued(_ kind: DatabaseKind, _ id: String, _ settings: [DatabaseSetting]) async throws {
        _ = try await until(kind, id) { database in
            let pending = database.pendingModifications.value ?? []
            return settings.allSatisfy { setting in
                setting.isInForce(on: database) || (setting.pendingName.map(pending.contains) ?? false)
            }
        }
    }

    private func until(
        _ kind: DatabaseKind, _ id: String, _ isDone: (Database) -> Bool
    ) async throws -> Database {
        if let pending {
            // The calls are made to be noted.
            _ = try? await described(kind, id)
            if kind == .cluster { _ = try? await members(of: id) }
            return Self.rehearsed(id, pending(kind, id))
        }
        var waited = Duration.zero
        var pause = firstPause
        var nextLine = Duration.seconds(10)
        while true {
            guard let database = try await read(kind, id) else { throw Failure.deleted(id: id) }
            let status = try database.status.get()
            if status == "available" && isDone(database) { return database }
            if Self.isTerminal(status) { throw Failure.brokenState(id: id, status: status) }
            guard waited < deadline else { throw Failure.timedOut(id: id, status: status, after: waited) }
            onLook(
                Look(
                    id: id, status: status, pending: database.pendingModifications.value ?? [], waited: waited,
                    limit: deadline, isDue: waited >= nextLine))
            if waited >= nextLine { nextLine = waited + .seconds(60) }
            try await sleep(pause)
            waited += pause
            pause = min(pause * 2, longestPause)
        }
    }

    /// A database of which nothing is read but what is queued.
    private static func rehearsed(_ id: String, _ pending: Collected<[String]>) -> Database {
        var database = Database(
            id: id, arn: "", engine: DatabaseEngine(""), form: .auroraCluster, unseen: .notCollected("rehearsal"))
        database.pendingModifications = pending
        return database
    }

    /// States that waiting does not end.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status
    private static func isTerminal(_ status: String) -> Bool {
        status.hasPrefix("incompatible-") || status.hasPrefix("inaccessible-")
            || [
                "failed", "deleting", "stopping", "stopped", "storage-full", "restore-error", "insufficient-capacity",
                "cloning-failed", "migration-failed",
            ].contains(status)
    }

    /// As it is now; nil when there is no such database.
    private func read(_ kind: DatabaseKind, _ id: String) async throws -> Database? {
        do {
            return try await described(kind, id)
        } catch let error as ClientError
            where ["DBInstanceNotFound", "DBClusterNotFoundFault"].contains(error.code ?? "")
        {
            return nil
        }
    }

    private func described(_ kind: DatabaseKind, _ id: String) async throws -> Database? {
        switch kind {
        case .instance:
            let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: id))
            return try page.dbInstances?.first.map(Database.init(described:))
        case .cluster:
            let page = try await client.send(RDS.describeDBClusters, .init(dbClusterIdentifier: id))
            let members = try await members(of: id)
            return try page.dbClusters?.first.map { try Database(described: $0, members: .known(members)) }
        }
    }

    private func members(of cluster: String) async throws -> [ListedInstance] {
        let filter = RDS.Filter(name: "db-cluster-id", values: [cluster])
        return try await client.pages(RDS.describeDBInstancesPages, .init(filters: [filter]))
            .collect { ($0.dbInstances ?? []).map(ListedInstance.init) }
    }
}
