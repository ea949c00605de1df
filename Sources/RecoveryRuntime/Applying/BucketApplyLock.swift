package import AWSCore
import AWSServices
import Digests
package import RecoveryModel
import Synchronization

/// Keeps two applies of a policy from running at once on any machines: an object beside the evidence, written only under
/// the condition that it is as it was read. It is never deleted, so that it works under Object Lock.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
package final class BucketApplyLock: Sendable {
    /// The bucket of a lock does not exist, so that nobody can hold it.
    package struct Missing: Error, Sendable, CustomStringConvertible {
        package var bucket: String
        package var description: String { "bucket \(bucket) does not exist" }
    }

    private struct Held {
        var holder: LockHolder
        var tag: String
    }

    /// How long a lock is valid without being renewed, in seconds: longer than any one step waits.
    package static let life = 5_400.0

    private let client: AWSClient
    private let bucket: String
    private let key: String
    private let policy: String
    private let held: Mutex<Held>

    private init(_ place: Place, _ held: Held) {
        (client, bucket, key, policy) = (place.client, place.bucket, place.key, place.policy)
        self.held = Mutex(held)
    }

    /// Where the lock of a policy is.
    package struct Place: Sendable {
        let client: AWSClient
        package let bucket: String
        let key: String
        package let policy: String

        fileprivate init(client: AWSClient, bucket: String, key: String, policy: String) {
            (self.client, self.bucket, self.key, self.policy) = (client, bucket, key, policy)
        }

        /// Beside the evidence of `s3://bucket/prefix`; nil for another place.
        package init?(evidence: String, policy: String, client: AWSClient) {
            guard let storage = BucketEvidenceStorage(url: evidence, client: client) else { return nil }
            self.client = client
            bucket = storage.bucket
            key = "\(storage.prefix)locks/\(policy).json"
            self.policy = policy
        }

        /// The lock as it is; nil when nobody has ever held it.
        ///
        /// - Throws: `ClientError`.
        package func read() async throws -> (holder: LockHolder, tag: String)? {
            do {
                let found = try await client.send(S3.getObject, .init(bucket: bucket, key: key))
                guard let tag = found.eTag else { return nil }
                let holder = LockHolder.decoded(found.body ?? [])
                return (holder ?? LockHolder(owner: "an unreadable lock", since: Instant(seconds: 0)), tag)
            } catch let error as ClientError where ["NoSuchKey", "NoSuchBucket"].contains(error.code ?? "") {
                return nil
            }
        }

        /// Takes the lock, and one whose time is over.
        ///
        /// - Throws: `LockHeld`, `Missing`, `ClientError`.
        package func take(as holder: LockHolder, now: Instant) async throws -> BucketApplyLock {
            let present = try await read()
            if let present, !present.holder.isReleased, (present.holder.until ?? .distant) > now {
                throw LockHeld(policy: policy, holder: present.holder)
            }
            var mine = holder
            mine.fence = (present?.holder.fence ?? 0) + 1
            mine.until = now.adding(seconds: BucketApplyLock.life)
            guard let tag = try await put(mine, over: present?.tag) else {
                throw LockHeld(policy: policy, holder: try await read()?.holder)
            }
            return BucketApplyLock(self, Held(holder: mine, tag: tag))
        }

        /// Gives a lock back that somebody else holds.
        ///
        /// - Returns: False when it has changed since it was read.
        /// - Throws: `ClientError`.
        package func force(_ holder: LockHolder, tag: String) async throws -> Bool {
            var released = holder
            released.isReleased = true
            return try await put(released, over: tag) != nil
        }

        /// Writes the lock if it is still the one that was read; nil when it is not.
        ///
        /// - Throws: `Missing`, `ClientError`.
        fileprivate func put(_ holder: LockHolder, over tag: String?) async throws -> String? {
            var input = S3.PutObjectInput(bucket: bucket, key: key)
            let bytes = holder.encoded
            input.body = .bytes(bytes)
            input.checksumSHA256 = Base64.encode(SHA256.hash(bytes))
            input.contentType = "application/json"
            if let tag { input.ifMatch = tag } else { input.ifNoneMatch = "*" }
            do {
                return try await client.send(S3.putObject, input).eTag
            } catch let error as ClientError where error.code == "NoSuchBucket" {
                throw Missing(bucket: bucket)
            } catch let error as ClientError
                where ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"].contains(error.code ?? "")
            {
                // A write whose answer was lost is found to be ours.
                guard let now = try await read(), now.holder == holder else { return nil }
                return now.tag
            }
        }
    }

    private var place: Place { Place(client: client, bucket: bucket, key: key, policy: policy) }

    /// Makes certain that it is still held, by reading it, and renews it when a third of its time has elapsed.
    ///
    /// - Throws: `LockLost`, `ClientError`.
    package func require(now: Instant) async throws {
        let held = held.withLock { $0 }
        guard try await place.read()?.tag == held.tag else { throw LockLost(policy: policy) }
        guard let until = held.holder.until, until - now < Self.life * 2 / 3 else { return }
        var next = held.holder
        next.until = now.adding(seconds: Self.life)
        guard let tag = try await place.put(next, over: held.tag) else { throw LockLost(policy: policy) }
        self.held.withLock { $0 = Held(holder: next, tag: tag) }
    }

    /// Gives it back; somebody who has taken it meanwhile keeps it.
    package func release() async {
        let held = held.withLock { $0 }
        _ = try? await place.force(held.holder, tag: held.tag)
    }
}

/// The lock was taken by somebody else, since its time was over or `drctl unlock` gave it back.
package struct LockLost: Error, Sendable, CustomStringConvertible {
    package var policy: String
    package var description: String { "the lock of \(policy) is no longer held by this apply" }
}

extension Instant {
    /// Later than any lock.
    fileprivate static let distant = Instant(seconds: 1 << 40)
}
