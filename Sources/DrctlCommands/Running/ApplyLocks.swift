import AWSCore
import Files
import Glibc
import RecoveryModel
import RecoveryRuntime

/// The locks of the policies that an apply is for: on this machine, and where evidence is in a bucket, for all machines.
struct ApplyLocks: Sendable {
    let context: CommandContext
    /// Of `--evidence`.
    let evidence: String?

    /// Holds the locks while the body runs.
    ///
    /// - Parameter body: Given the locks for all machines, which it asks before each step.
    /// - Throws: `CommandFailure` when somebody else holds one, what the body throws.
    func held<Value: Sendable>(
        _ policies: [RecoveryPolicy], _ own: AWSSession,
        _ body: @Sendable (SharedApplyLocks) async throws -> Value
    ) async throws -> Value {
        let holder = LockHolder(owner: owner, since: context.now())
        var local: [LocalApplyLock] = []
        let shared = SharedApplyLocks(as: holder, now: context.now)
        do {
            for policy in policies.sorted(by: { $0.name < $1.name }) {
                local.append(try LocalApplyLock(context.state, policy: policy.name, as: holder))
                if let place = try place(of: policy, own.client) {
                    try await shared.take(place)
                }
            }
        } catch {
            await shared.release()
            throw refusal(error)
        }
        defer { withExtendedLifetime(local) {} }
        do {
            let value = try await body(shared)
            await shared.release()
            return value
        } catch {
            await shared.release()
            throw error
        }
    }

    /// Refuses an apply that would never have a lock for all machines, since it does not create the bucket of the lock.
    ///
    /// - Throws: `CommandFailure`.
    static func requireBuckets(of shared: SharedApplyLocks, madeBy planned: [PlannedApply]) async throws {
        guard let place = await shared.unmade(by: planned.flatMap(\.plan.steps)).first else { return }
        let isLeftOut = planned.flatMap(\.whole.steps).contains { $0.change.creates(bucket: place.bucket) }
        throw CommandFailure(
            .refused,
            "\(place.policy) keeps its evidence, and the lock of its applies, in bucket \(place.bucket), which does not exist "
                + "and which no step of this apply creates; nothing was changed",
            hint: isLeftOut ? "do not leave out the step that creates it" : EvidenceFailure.bucketAdvice)
    }

    /// Where all machines look for a policy's lock; nil without evidence in a bucket.
    ///
    /// - Throws: `CommandFailure` when `--evidence` contradicts the policy.
    func place(of policy: RecoveryPolicy, _ client: AWSClient) throws -> BucketApplyLock.Place? {
        let evidence = try context.evidencePlace(evidence, of: policy) ?? ""
        return BucketApplyLock.Place(evidence: evidence, policy: policy.name, client: client)
    }

    private func refusal(_ error: any Error) -> CommandFailure {
        switch error {
        case let held as LockHeld:
            CommandFailure(
                .refused, "\(held); nothing was changed",
                hint: "wait until it has ended; `drctl unlock` gives back the lock of one that was killed")
        case let failure as FileFailure:
            CommandFailure(.refused, "\(failure); nothing was changed", hint: failure.hint)
        default: CommandFailure(error)
        }
    }

    /// Such as `anna@build-7 (pid 4711)`.
    private var owner: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let user = context.environment["USER"] ?? context.environment["LOGNAME"] ?? "uid \(getuid())"
        let run = context.environment["GITHUB_RUN_ID"].map { ", GitHub run \($0)" } ?? ""
        return "\(user)@\(host) (pid \(getpid())\(run))"
    }
}
