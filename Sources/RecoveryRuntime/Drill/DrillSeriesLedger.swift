package import Files
import FoundationEssentials
package import RecoveryEngine
package import RecoveryModel

/// What a series of drills has come to so far: one JSON object a line, appended and synced before the next step, so that
/// a killed series is resumed as a whole. Each drill has its own ledger besides.
package struct DrillSeriesLedger: Sendable {
    /// What a series is to do, decided before its first drill.
    package struct Opening: Hashable, Sendable, Codable {
        package var id: String
        package var at: Instant
        /// Those to drill, in their order.
        package var queue: [DrillCandidate]
        /// What is not drilled, and why.
        package var rest: [DrillSeries.Entry]
        package var options: DrillOptions
        /// How many drills run side by side.
        package var width: Int

        package init(
            id: String, at: Instant, queue: [DrillCandidate], rest: [DrillSeries.Entry], options: DrillOptions,
            width: Int
        ) {
            self.id = id
            self.at = at
            self.queue = queue
            self.rest = rest
            self.options = options
            self.width = width
        }

        /// The policies whose databases are drilled, sorted.
        package var policies: [String] { Set(queue.map(\.policy)).sorted() }
    }

    /// One line of a ledger; drills have their number in the queue.
    package enum Line: Hashable, Sendable, Codable {
        case opened(version: Int, Opening)
        case begun(Int, DrillID)
        case ended(Int, DrillSeries.Outcome)
        case closed(at: Instant, why: String)
    }

    /// A series as far as it came.
    package struct Progress: Sendable {
        package var opening: Opening
        /// The newest drill that was begun of each number.
        package var begun: [Int: DrillID] = [:]
        package var ended: [Int: DrillSeries.Outcome] = [:]
        package var isClosed = false

        package init(opening: Opening) { self.opening = opening }
    }

    package static let version = 1
    private static let suffix = ".series"

    private let file: AppendOnlyFile

    /// Where it is, for people.
    package var path: String { file.path }

    package init(folder: Folder, id: String) { self.init("\(id)\(Self.suffix)", in: folder) }

    private init(_ name: String, in folder: Folder) { file = AppendOnlyFile(name, in: folder) }

    /// Begins a ledger; there must be none of that name.
    ///
    /// - Throws: `FileFailure`, as all of them do.
    package func begin(_ opening: Opening) throws {
        let line = try Self.encoded(.opened(version: Self.version, opening))
        guard try file.create(line + [UInt8(ascii: "\n")]) else {
            throw FileFailure(.write, path, .content("a series of this name was begun already"))
        }
    }

    package func append(_ line: Line) throws { try file.append(line: try Self.encoded(line)) }

    /// Takes off a last line that a kill cut short, so that the next one begins a line of its own.
    package func repair() throws { try file.dropPartialLine() }

    /// The series as it was after the last whole line.
    package func progress() throws -> Progress {
        func damage(_ problem: String) -> FileFailure { FileFailure(.read, path, .content(problem)) }
        guard let data = try file.read(), let end = data.lastIndex(of: UInt8(ascii: "\n")) else {
            throw damage("the first line is not the beginning of a series")
        }
        let lines = data[...end].split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        guard let first = lines.first,
            case .opened(let version, let opening) = try? decoder.decode(Line.self, from: Data(first))
        else { throw damage("the first line is not the beginning of a series") }
        guard version == Self.version else { throw damage("version \(version) is not known") }
        var progress = Progress(opening: opening)
        for (number, text) in lines.dropFirst().enumerated() {
            switch try? decoder.decode(Line.self, from: Data(text)) {
            case .begun(let index, let drill) where opening.queue.indices.contains(index): progress.begun[index] = drill
            case .ended(let index, let outcome) where opening.queue.indices.contains(index):
                progress.ended[index] = outcome
            case .closed: progress.isClosed = true
            case .opened, .begun, .ended, nil: throw damage("line \(number + 2) is no line of a series")
            }
        }
        return progress
    }

    private static func encoded(_ line: Line) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(line))
    }

    /// The ledgers of a folder, by name.
    ///
    /// - Throws: `FileFailure` when the folder cannot be listed.
    package static func all(in folder: Folder) throws -> [DrillSeriesLedger] {
        try folder.files().filter { $0.hasSuffix(suffix) }.sorted().map { DrillSeriesLedger($0, in: folder) }
    }
}
