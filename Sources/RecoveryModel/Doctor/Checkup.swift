/// What drctl needs on this machine and at AWS, and what of it is there: the result of `drctl doctor`.
package struct Checkup: Hashable, Sendable {
    /// What became of one check.
    package enum Status: String, Sendable, CaseIterable {
        /// It is there.
        case ok
        /// It is missing or wrong, and some command needs it.
        case missing
        /// It could not be checked, because of something that is missing.
        case unknown
        /// Nothing to judge, such as a setting.
        case note
    }

    /// One check.
    package struct Item: Hashable, Sendable {
        /// What was checked, such as `credentials`.
        package var name: String
        package var status: Status
        /// What was found, or why nothing was.
        package var text: String
        /// What to do about it; nil when there is nothing to do.
        package var fix: String?

        package init(_ name: String, _ status: Status, _ text: String, fix: String? = nil) {
            self.name = name
            self.status = status
            self.text = text
            self.fix = fix
        }
    }

    /// In the order of the checks.
    package private(set) var items: [Item] = []

    package init(_ items: [Item] = []) { self.items = items }

    package mutating func add(_ item: Item) { items.append(item) }

    package mutating func add(_ name: String, _ status: Status, _ text: String, fix: String? = nil) {
        items.append(Item(name, status, text, fix: fix))
    }

    /// True when nothing is missing and nothing is unknown.
    package var isReady: Bool { !items.contains { $0.status == .missing || $0.status == .unknown } }

    /// The number of checks with a status.
    package func count(_ status: Status) -> Int { items.count { $0.status == status } }
}
