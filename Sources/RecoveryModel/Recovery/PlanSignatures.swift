/// The signatures under a saved plan of a recovery, kept beside it.
package struct PlanSignatures: Hashable, Sendable, Codable {
    /// Of the format; no other is read.
    package static let currentSchema = "drctl/recovery-signatures/v1"
    /// How many different people have to sign: who plans, and a second one.
    package static let needed = 2

    package var schema = Self.currentSchema
    /// SHA-256 of the plan's bytes, in hex.
    package var plan: String
    package var signatures: [SignedEvidence.Signature] = []

    package init(plan: String) { self.plan = plan }

    /// What is signed: the digest, and what it is of, so that no signature of something else can be put here.
    package var text: String { "\(Self.currentSchema)\n\(plan)\n" }

    /// The file's name beside the plan's.
    package static func file(of plan: String) -> String { plan + ".signatures" }
}
