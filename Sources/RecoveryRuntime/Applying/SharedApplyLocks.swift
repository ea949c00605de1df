package import RecoveryModel

/// The locks of an apply that lie beside evidence in buckets: those that it holds, and those that wait for their bucket, which
/// the apply itself may be about to create.
package actor SharedApplyLocks {
    private let holder: LockHolder
    private let now: @Sendable () -> Instant
    private var held: [BucketApplyLock] = []
    private var waiting: [BucketApplyLock.Place] = []

    package init(as holder: LockHolder, now: @escaping @Sendable () -> Instant) {
        self.holder = holder
        self.now = now
    }

    /// Takes a lock; one whose bucket does not exist waits for it.
    ///
    /// - Throws: `LockHeld`, `ClientError`.
    package func take(_ place: BucketApplyLock.Place) async throws {
        guard try await !isTaken(place) else { return }
        waiting.append(place)
    }

    /// Makes certain that every lock is still held, and takes those whose bucket exists by now. Asked before each step.
    ///
    /// - Throws: `LockLost`, `LockHeld`, `ClientError`.
    package func require() async throws {
        for lock in held { try await lock.require(now: now()) }
        // One that somebody else has taken first goes on waiting, so that no later step is made without it either.
        for place in waiting {
            guard try await isTaken(place) else { continue }
            waiting.removeAll { $0.policy == place.policy }
        }
    }

    /// Takes the lock; false while its bucket does not exist.
    private func isTaken(_ place: BucketApplyLock.Place) async throws -> Bool {
        do {
            held.append(try await place.take(as: holder, now: now()))
            return true
        } catch is BucketApplyLock.Missing {
            return false
        }
    }

    /// The locks that could never be taken, since none of the steps creates their bucket.
    package func unmade(by steps: [Step]) -> [BucketApplyLock.Place] {
        waiting.filter { place in !steps.contains { $0.change.creates(bucket: place.bucket) } }
    }

    /// Gives all of them back.
    package func release() async {
        for lock in held { await lock.release() }
    }
}

extension Change {
    /// Whether the change creates the bucket of this name.
    package func creates(bucket: String) -> Bool {
        guard case .bucket(.create(let name, _, _)) = self else { return false }
        return name == bucket
    }
}
