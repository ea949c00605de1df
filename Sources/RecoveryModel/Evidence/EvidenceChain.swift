/// A policy's evidence as it is stored, before anything of it is believed.
package struct EvidenceChain: Hashable, Sendable {
    /// A stored record: its position and its bytes.
    package struct Link: Hashable, Sendable {
        package var sequence: Int
        package var bytes: [UInt8]

        package init(sequence: Int, bytes: [UInt8]) {
            self.sequence = sequence
            self.bytes = bytes
        }
    }

    /// A deviation from what was written.
    package struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// What it means for the rest of the chain, the worst first.
        package enum Weight: Int, Sendable, Comparable {
            /// Something was edited, removed, added, reordered or replaced.
            case changed
            /// It cannot be shown that nothing was.
            case unproven
            /// A record from before the chain was signed: the records after it do not depend on it.
            case unsigned

            package static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
        }

        /// Zero when it is about the chain as a whole.
        package var sequence: Int
        package var weight: Weight
        package var problem: String
        /// True for what a record says of the chain that it was added to.
        package var isInherited = false

        package init(_ sequence: Int, _ weight: Weight, _ problem: String) {
            self.sequence = sequence
            self.weight = weight
            self.problem = problem
        }

        package var description: String { sequence == 0 ? problem : "record \(sequence): \(problem)" }
    }

    package var policy: String
    /// In the order of their numbers.
    package var links: [Link]
    /// Names of records in places where drctl writes none.
    package var strangers: [String]
    /// The bytes of the head; nil when it does not exist.
    package var head: [UInt8]?

    package init(policy: String, links: [Link], strangers: [String] = [], head: [UInt8]?) {
        self.policy = policy
        self.links = links.sorted { $0.sequence < $1.sequence }
        self.strangers = strangers
        self.head = head
    }

    /// True when nothing at all is stored.
    package var isEmpty: Bool { links.isEmpty && strangers.isEmpty && head == nil }
}
