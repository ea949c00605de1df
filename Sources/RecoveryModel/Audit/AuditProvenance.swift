/// What a result was made of, so that it can be told from another one and made again.
package struct AuditProvenance: Sendable, Equatable {
    /// The policy's file, as the user named it.
    package var file: String
    /// The SHA-256 of the file's bytes.
    package var digest: String
    /// The ARN of the identity that asked AWS.
    package var caller: String
    /// What became of the evidence of drills, for people.
    package var evidence: String

    package init(file: String, digest: String, caller: String, evidence: String) {
        self.file = file
        self.digest = digest
        self.caller = caller
        self.evidence = evidence
    }

    /// What the audit believed of the drills that it read.
    package static func evidence(_ drills: Collected<[DrillProof]>?) -> String {
        switch drills {
        case nil: "not read: the policy asks for no drill"
        case .unavailable(let failure)?: "not believed: \(failure)"
        case .known(let proofs)?: "verified: \(CountText.of(proofs.count, "drill"))"
        }
    }
}
