/// Somebody who is needed in a recovery.
package struct Contact: Sendable, Equatable {
    /// What they are asked for.
    package enum Part: String, Sendable, CaseIterable {
        /// To restore, and to switch over.
        case decides
        /// To run the commands.
        case operates
        /// To be kept informed.
        case informed
    }

    /// A person or a team.
    package var name: String
    /// A telephone number, a channel, a page: for people to read.
    package var reach: String
    package var part: Part

    package init(name: String, reach: String, part: Part) {
        self.name = name
        self.reach = reach
        self.part = part
    }
}
