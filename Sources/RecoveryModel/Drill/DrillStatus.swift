package import AWSNames

/// What is under way or was left: drills whose process ended before they did, and drills' instances at AWS.
package struct DrillStatus: Hashable, Sendable {
    /// A drill whose ledger here is not closed.
    package struct Unfinished: Hashable, Sendable {
        package var drill: DrillID
        package var phase: DrillPhase
        /// True when nothing of it is left to do but to keep its evidence.
        package var isOver: Bool

        package init(drill: DrillID, phase: DrillPhase, isOver: Bool = false) {
            self.drill = drill
            self.phase = phase
            self.isOver = isOver
        }

        /// For people, after the drill's name.
        package var whereItStopped: String {
            isOver ? "is over, and its evidence is not kept" : "stopped during \(phase.rawValue)"
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

    package var isClean: Bool { unfinished.isEmpty && instances.isEmpty }
}
