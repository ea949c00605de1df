import Synchronization

/// How far the reading of a target is, for people who wait. What AWS is still to list is not counted yet.
package final class ReadingProgress: Sendable {
    /// Resources.
    package struct Counts: Sendable, Equatable {
        package var read = 0
        package var known = 0
    }

    private let state = Mutex(Counts())

    package init() {}

    package var counts: Counts { state.withLock { $0 } }

    func add(_ resources: Int) { state.withLock { $0.known += resources } }

    func finishOne() { state.withLock { $0.read += 1 } }
}

extension Observer {
    /// Reads resources, a few at a time, and counts them; the results are in the order of the resources.
    ///
    /// - Throws: What the work throws first; the rest is cancelled.
    func each<Item: Sendable, Value: Sendable>(
        _ resources: [Item], _ read: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        guard let progress else { return try await concurrentMap(resources, read) }
        progress.add(resources.count)
        return try await concurrentMap(resources) { resource in
            let value = try await read(resource)
            progress.finishOne()
            return value
        }
    }
}
