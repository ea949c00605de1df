/// What people follow when a database is lost: a document of chapters, written from the policy, from what AWS shows of its
/// databases, and from drills.
package struct Runbook: Hashable, Sendable {
    /// One chapter.
    package struct Chapter: Hashable, Sendable {
        package var title: String
        package var blocks: [Block]

        package init(_ title: String, _ blocks: [Block]) {
            self.title = title
            self.blocks = blocks
        }
    }

    /// A piece of a chapter.
    package enum Block: Hashable, Sendable {
        /// The heading of a section.
        case heading(RunbookText)
        case paragraph(RunbookText)
        case points([RunbookText])
        /// What is done one after the other.
        case steps([Step])
        case table(titles: [String], rows: [[RunbookText]])
    }

    /// One step of a procedure.
    package struct Step: Hashable, Sendable {
        package var text: RunbookText
        /// Commands for a shell, each whole, in their order.
        package var commands: [String]

        package init(_ text: RunbookText, _ commands: String...) {
            self.text = text
            self.commands = commands
        }

        package init(_ text: RunbookText, commands: [String]) {
            self.text = text
            self.commands = commands
        }
    }

    package var title: String
    /// What moves while nobody changes anything.
    package var edition: RunbookEdition
    package var chapters: [Chapter]
    /// What could not be read, each with its reason; empty when everything was.
    package var gaps: [String]

    package init(title: String, edition: RunbookEdition, chapters: [Chapter], gaps: [String]) {
        self.title = title
        self.edition = edition
        self.chapters = chapters
        self.gaps = gaps
    }
}
