extension EvidenceChain {
    /// How far the clocks of two machines may differ, in seconds: AWS accepts this much too.
    package static let clockTolerance = 300.0
}

extension Instant {
    /// False for a time that lies in the future and that no difference of clocks explains: what claims it has not happened, and
    /// proves nothing of now.
    package func hasPassed(at now: Instant) -> Bool { self <= now.adding(seconds: EvidenceChain.clockTolerance) }
}
