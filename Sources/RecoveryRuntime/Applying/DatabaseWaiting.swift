package import AWSCore
import AWSServices
import RecoveryModel

/// Waits for a database to be available with the settings that were asked for.
package struct DatabaseWaiting: Sendable {
    /// Why a database did not settle.
    package enum Failure: Error, Sendable, CustomStringConvertible {
        case gone(id: String)
        case brokenState(id: String, status: String)
        case timedOut(id: String, status: String, after: Duration)

        package var description: String {
            switch self {
            case .gone(let id): "database \(id) does not exist any more"
            case .brokenState(let id, let status): "database \(id) is \(status)"
            case .timedOut(let id, let status, let after):
                "database \(id) did not settle within \(after.components.seconds) s (status \(status))"
            }
        }
    }

    let client: AWSClient
    /// For one change.
    let deadline: Duration
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

    /// Waits until the instance is available, nothing is pending, and `isDone` holds.
    ///
    /// - Throws: `Failure`, what the client throws, `CancellationError`.
    func untilSettled(_ id: String, _ isDone: (DatabaseInstance) -> Bool) async throws -> DatabaseInstance {
        var waited = Duration.zero
        var pause = firstPause
        while true {
            let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: id))
            guard let instance = try page.dbInstances?.first.map(DatabaseInstance.init(described:)) else {
                throw Failure.gone(id: id)
            }
            if instance.status == "available" && instance.pendingModifications.isEmpty && isDone(instance) {
                return instance
            }
            if instance.status.hasPrefix("incompatible-")
                || ["failed", "deleting", "stopped"].contains(instance.status)
            {
                throw Failure.brokenState(id: id, status: instance.status)
            }
            guard waited < deadline else { throw Failure.timedOut(id: id, status: instance.status, after: waited) }
            try await sleep(pause)
            waited += pause
            pause = min(pause * 2, longestPause)
        }
    }
}
