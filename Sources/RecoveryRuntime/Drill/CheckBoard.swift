import RecoveryModel

/// The checks that wait for a session, and the answers so far: two sessions take from one board.
actor CheckBoard {
    /// One check with its place among all.
    struct Turn: Sendable {
        var place: Int
        var check: PlannedCheck
        /// How many checks were begun, this one included.
        var number: Int
    }

    private let checks: [PlannedCheck]
    private var waiting: [Int]
    private var observations: [Int: CheckObservation] = [:]
    private var begun = 0

    init(_ checks: [PlannedCheck]) {
        self.checks = checks
        waiting = Array(checks.indices)
    }

    /// The next check to ask; nil when none is waiting.
    func next() -> Turn? {
        guard !waiting.isEmpty else { return nil }
        let place = waiting.removeFirst()
        begun += 1
        return Turn(place: place, check: checks[place], number: begun)
    }

    func note(_ observation: CheckObservation, of turn: Turn) { observations[turn.place] = observation }

    /// A session was lost in its turn; the other one has to ask.
    func putBack(_ turn: Turn) {
        waiting.insert(turn.place, at: 0)
        begun -= 1
    }

    /// The answers in the checks' order.
    var answers: [CheckObservation] { checks.indices.compactMap { observations[$0] } }
}
