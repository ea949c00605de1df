import AWSNames
import Digests
import FoundationEssentials
package import RecoveryModel

/// A plan in a file, to be executed later exactly as it was reviewed.
package struct SavedPlan: Codable, Sendable {
    /// The plan of one target.
    package struct Target: Codable, Sendable {
        package var policy: String
        package var account: String
        package var region: String
        /// Of the policy's text.
        package var policyDigest: String
        /// Of everything that was to be changed, with the values that were seen.
        package var observedDigest: String
        /// In the order of execution.
        package var steps: [Change]

        /// - Parameters:
        ///   - plan: What is to be executed.
        ///   - whole: The plan before a filter took steps out.
        package init(_ plan: Plan, of whole: Plan, policyDigest: String) {
            policy = plan.policy
            account = plan.account.description
            region = plan.region.rawValue
            self.policyDigest = policyDigest
            observedDigest = SavedPlan.digest(of: whole)
            steps = plan.steps.map(\.change)
        }

        /// True for the plan of the same target.
        package func isOf(_ name: TargetName) -> Bool {
            (policy, account, region) == (name.policy, name.account.description, name.region.rawValue)
        }

        /// For people.
        package var shown: String { "\(policy) · \(account) · \(region)" }
    }

    /// Of the format; no other is read.
    package static let currentSchema = "drctl/saved-plan/v1"

    package var schema = Self.currentSchema
    /// The version that wrote it.
    package var drctl: String
    package var at: Instant
    package var targets: [Target]
    /// Nil in a file that does not say: then it is not.
    private var now: Bool?
    /// Whether it removes orphans; nil in a plan of a version that could not.
    package var prunes: Bool?

    /// Whether steps that disturb a database are made outside its maintenance window too.
    package var isNow: Bool { now ?? false }

    package init(drctl: String, at: Instant, isNow: Bool, targets: [Target], prunes: Bool = false) {
        now = isNow
        self.prunes = prunes
        self.drctl = drctl
        self.at = at
        self.targets = targets
    }

    /// Of every change with the values that it was made from, and of what no change fixes. Times and ages are not in it.
    package static func digest(of plan: Plan) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = (try? encoder.encode(plan.steps.map(\.change.essence))).map { [UInt8]($0) } ?? []
        for finding in plan.unfixable { bytes += Array("\n\(finding.control.id) \(finding.resource.shown)".utf8) }
        return SHA256.hex(bytes)
    }

    /// The file's bytes.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// From a file's bytes; nil when they are no saved plan of this format.
    package init?(_ bytes: [UInt8]) {
        guard let plan = try? JSONDecoder().decode(SavedPlan.self, from: Data(bytes)),
            plan.schema == Self.currentSchema
        else { return nil }
        self = plan
    }

    /// Why a plan may not be executed: what has changed since it was saved.
    package struct Stale: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The steps to execute in a target, now that everything was planned anew.
    ///
    /// - Parameter plan: The new plan, whole.
    /// - Throws: `Stale`.
    package func part(of plan: Plan, policyDigest: String) throws -> Plan {
        var part = plan
        guard let saved = targets.first(where: { $0.isOf(plan.target) }) else {
            part.steps = []
            return part
        }
        guard saved.policyDigest == policyDigest else {
            throw Stale(description: "policy \(plan.policy) has changed since the plan was saved")
        }
        let steps = Set(saved.steps.map(\.essence))
        let needed = Set(plan.steps.map(\.change.essence))
        if let gone = saved.steps.first(where: { !needed.contains($0.essence) }) {
            throw Stale(
                description:
                    "\(saved.shown) has changed since the plan was saved: \(gone.facts.line) is not what is needed now")
        }
        guard saved.observedDigest == Self.digest(of: plan) else {
            let new = plan.steps.first { !steps.contains($0.change.essence) }
            throw Stale(
                description: "\(saved.shown) has changed since the plan was saved"
                    + (new.map { ": now needed is also \($0.facts.line)" } ?? ""))
        }
        part.steps = plan.steps.filter { steps.contains($0.change.essence) }
        return part
    }
}
