package import AWSNames

/// Unfinished drills: those that are running, those whose process ended early, and drills' instances in AWS.
package struct DrillStatus: Hashable, Sendable {
    /// A drill whose local ledger is not closed.
    package struct Unfinished: Hashable, Sendable {
        package enum State: String, Sendable {
            /// A process on this machine is running it.
            case running
            /// Its process has ended.
            case stopped
            /// The drill is finished, but its evidence is not stored yet.
            case over
        }

        package var drill: DrillID
        package var phase: DrillPhase
        package var state: State

        package init(drill: DrillID, phase: DrillPhase, state: State = .stopped) {
            self.drill = drill
            self.phase = phase
            self.state = state
        }

        /// For people, after the drill's name.
        package var whereItIs: String {
            switch state {
            case .running: "is running (\(phase.rawValue))"
            case .stopped: "stopped during \(phase.rawValue)"
            case .over: "is finished, but its evidence is not stored"
            }
        }
    }

    /// An instance or cluster that carries a drill's tags.
    package struct Instance: Hashable, Sendable {
        package var kind: DatabaseKind
        package var id: String
        package var drill: String
        package var status: String
        /// Nil when it has no such tag.
        package var expires: Instant?

        /// The region, when it differs from the source's.
        package var region: Region?

        package init(_ instance: InstanceFacts, region: Region? = nil) {
            self.region = region
            kind = instance.kind
            id = instance.id
            drill = instance.tags[DrillTag.drill] ?? ""
            status = instance.readiness
            expires = instance.tags[DrillTag.expires].flatMap { Instant($0) }
        }
    }

    package var unfinished: [Unfinished]
    package var instances: [Instance]

    /// Drills, of whichever policy, whose ledgers cannot be read: nobody knows whether they are finished.
    package let unreadable: [DrillID]

    package init(unfinished: [Unfinished], instances: [Instance], unreadable: [DrillID] = []) {
        self.unreadable = unreadable.sorted { $0.rawValue < $1.rawValue }
        self.unfinished = unfinished
        self.instances = instances
    }

    /// Everything that needs attention: all but running drills.
    package var neglected: (drills: [Unfinished], instances: [Instance]) {
        let running = Set(unfinished.filter { $0.state == .running }.map(\.drill.rawValue))
        return (
            unfinished.filter { $0.state != .running }, instances.filter { !running.contains($0.drill) }
        )
    }

    package var isClean: Bool { neglected.drills.isEmpty && neglected.instances.isEmpty && unreadable.isEmpty }
}
