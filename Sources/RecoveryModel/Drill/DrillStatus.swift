package import AWSNames

/// What is under way or was left: drills whose process ended before they did, and drills' instances at AWS.
package struct DrillStatus: Hashable, Sendable {
    /// A drill whose ledger here is not closed.
    package struct Unfinished: Hashable, Sendable {
        package enum State: String, Sendable {
            /// A process on this machine is at it.
            case running
            /// Its process has ended.
            case stopped
            /// Nothing of it is left to do but to keep its evidence.
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
            case .running: "is running: \(phase.rawValue)"
            case .stopped: "stopped during \(phase.rawValue)"
            case .over: "is over, and its evidence is not kept"
            }
        }
    }

    /// An instance or cluster that says it is a drill's.
    package struct Instance: Hashable, Sendable {
        package var kind: DatabaseKind
        package var id: String
        package var drill: String
        package var status: String
        /// Nil when it does not say.
        package var expires: Instant?

        /// Where it is, when not in the source's region.
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

    package init(unfinished: [Unfinished], instances: [Instance]) {
        self.unfinished = unfinished
        self.instances = instances
    }

    /// What somebody has to see to: all but what is running.
    package var neglected: (drills: [Unfinished], instances: [Instance]) {
        let running = Set(unfinished.filter { $0.state == .running }.map(\.drill.rawValue))
        return (
            unfinished.filter { $0.state != .running }, instances.filter { !running.contains($0.drill) }
        )
    }

    package var isClean: Bool { neglected.drills.isEmpty && neglected.instances.isEmpty }
}
