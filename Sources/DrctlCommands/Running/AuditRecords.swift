import AWSCore
import Files
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// A service that findings are sent to.
package enum FindingsReceiver: String, CaseIterable, Sendable {
    case securityHub = "security-hub"
}

extension CommandContext {
    /// Reads the audit that this one is compared with, before AWS is asked anything.
    ///
    /// - Throws: `CommandFailure` for what is no result, or one of other policies or another version; `FileFailure`.
    func baseline(_ path: String?, of policies: [RecoveryPolicy]) throws -> AuditBaseline? {
        guard let path else { return nil }
        do {
            guard let bytes = try InputFile(path, mebibytes: 512).read() else {
                throw CommandFailure(.usage, "baseline \(path) not found")
            }
            let baseline = try AuditBaseline(parsing: String(decoding: bytes, as: UTF8.self))
            try baseline.require(policies: policies.map(\.name))
            return baseline
        } catch let refusal as AuditBaseline.Refusal {
            throw CommandFailure(
                .usage, "\(path) is no baseline of this audit: \(refusal.description)", hint: refusal.hint)
        }
    }

    /// The history at a place, which can be written to.
    ///
    /// - Parameter client: Nil before AWS is asked anything: then a history in a bucket is not there yet.
    /// - Throws: `CommandFailure` for a place that is none or cannot be written to.
    func history(at place: String?, client: AWSClient?) async throws -> AuditHistory? {
        guard let place else { return nil }
        let history: AuditHistory
        if place.hasPrefix("s3://") {
            guard let client else { return nil }
            guard let storage = BucketEvidenceStorage(url: place, client: client) else {
                throw CommandFailure(
                    .usage, "invalid history location \(place)", hint: "use a folder or s3://bucket/prefix")
            }
            history = AuditHistory(storage: storage)
        } else {
            history = AuditHistory(storage: FolderEvidenceStorage(folder: place))
        }
        do {
            try await history.prepare()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw CommandFailure(
                .failed, "history \(place) cannot be written to: \(error)", hint: ErrorAdvice.hint(for: error))
        }
        return history
    }

    /// Sends an audit's findings; false when some of it was refused, which is said.
    ///
    /// - Throws: `CancellationError`.
    func send(_ audit: AuditResult, to receiver: FindingsReceiver, _ session: AWSSession) async throws -> Bool {
        do {
            let outcome = try await SecurityHubSender(client: session.client).send(SecurityHubFinding.all(audit))
            console.say(
                "Sent \(CountText.of(outcome.accepted, "finding")) of \(audit.target.shown) to \(receiver.rawValue)")
            for reason in outcome.refused {
                console.complain("a finding was refused by \(receiver.rawValue): \(reason)")
            }
            return outcome.refused.isEmpty
        } catch let error as CancellationError {
            throw error
        } catch {
            console.complain(
                "the findings of \(audit.target.shown) were not sent to \(receiver.rawValue): \(error)",
                hint: ErrorAdvice.hint(for: error))
            return false
        }
    }
}

/// Where an audit is kept, beside which others.
struct AuditKeeping: Sendable {
    /// Nil without `--history`.
    let history: AuditHistory?
    /// Those before, the oldest first.
    let earlier: [AuditSummary]

    /// What became of it.
    struct Outcome: Sendable {
        /// With this audit as the last; nil without a history.
        var trend: [AuditSummary]?
        /// Why it was not kept; nil when it was.
        var failure: CommandFailure?
    }

    /// Keeps the result.
    ///
    /// - Throws: `CancellationError`.
    func keep(_ report: Report, _ context: CommandContext) async throws -> Outcome {
        let settings = context.renderSettings
        guard let history, let summary = report.auditSummary(settings) else { return Outcome() }
        var outcome = Outcome(trend: earlier + [summary])
        do {
            try await history.keep(Array(ReportFormat.json.document(report, settings).utf8), summary)
        } catch let error as CancellationError {
            throw error
        } catch {
            outcome.failure = CommandFailure(
                .failed, "the result was not kept in \(history.place): \(error)", hint: ErrorAdvice.hint(for: error))
        }
        return outcome
    }
}
