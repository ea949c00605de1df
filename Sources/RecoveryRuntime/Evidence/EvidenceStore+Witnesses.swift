package import RecoveryModel

/// Whom a reader of evidence asks besides its writer.
package struct EvidenceWitnesses: Sendable {
    /// A file with the certificates of the time stamp authorities that are trusted, in PEM format; nil to ask for no stamp.
    package var authorities: String?
    /// The second parties whose signatures are asked for; without keys none is.
    package var secondParties: EvidenceTrust

    package init(authorities: String?, secondParties: EvidenceTrust) {
        self.authorities = authorities
        self.secondParties = secondParties
    }
}

extension EvidenceStore {
    /// Verifies a policy's chain and the files beside its records, and what witnesses say of it.
    package func verify(
        _ policy: String, by trust: EvidenceTrust, and witnesses: EvidenceWitnesses, at now: Instant
    ) async throws -> ChainVerification {
        let chain = try await chain(of: policy)
        var verification = try await verify(chain, by: trust, at: now)
        if let authorities = witnesses.authorities {
            let stamps = try await timestamps(of: chain, authorities: authorities)
            verification.stamped = stamps.newest
            verification.findings += stamps.findings
        }
        if witnesses.secondParties.checksSignatures {
            let signatures = try await countersignatures(of: chain, by: witnesses.secondParties)
            verification.countersigned = signatures.newest
            verification.findings += signatures.findings
        }
        return verification
    }
}
