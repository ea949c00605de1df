package import Files
import FoundationEssentials
package import RecoveryEngine
package import RecoveryModel

/// A drill's own log: one JSON object a line, appended and synced before the next side effect.
///
/// The first line is the request, every other one an event with its time; replaying them in a `DrillMachine` restores
/// the drill's state. A truncated last line is ignored. The final line closes the ledger, once the evidence is stored
/// or there is nothing to store; without it the drill is unfinished.
package struct DrillLedger: Sendable {
    /// One line of a ledger.
    package enum Entry: Hashable, Sendable, Codable {
        case opened(version: Int, request: DrillRequest)
        case event(at: Instant, event: DrillEvent)
        case closed(at: Instant, why: String)
    }

    package static let version = 1
    private static let suffix = ".jsonl"

    private let file: AppendOnlyFile
    /// The drill that it is of, by its name: it need not be readable.
    package let drill: DrillID

    /// Where it is, for people.
    package var path: String { file.path }

    /// The ledger of a drill in a folder.
    package init(folder: Folder, drill: DrillID) {
        self.drill = drill
        file = AppendOnlyFile("\(drill.rawValue)\(Self.suffix)", in: folder)
    }

    /// Begins a ledger; there must be none of that name.
    ///
    /// - Throws: `FileFailure`, as all of them do.
    package func begin(_ request: DrillRequest) throws {
        let line = try Self.line(.opened(version: Self.version, request: request))
        guard try file.create(line + [UInt8(ascii: "\n")]) else {
            throw FileFailure(.write, path, .content("a drill of this name was begun already"))
        }
    }

    /// Appends an event.
    package func append(_ event: DrillEvent, at instant: Instant) throws {
        try file.append(line: try Self.line(.event(at: instant, event: event)))
    }

    /// Closes the ledger: the drill needs no further action.
    package func end(_ why: String, at instant: Instant) throws {
        try file.append(line: try Self.line(.closed(at: instant, why: why)))
    }

    /// Takes off a last line that a kill cut short, so that the next one begins a line of its own.
    package func repair() throws { try file.dropPartialLine() }

    private static func line(_ entry: Entry) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(entry))
    }

    /// The machine as it was after the last whole line.
    package func machine() throws -> DrillMachine {
        let content = try read()
        var machine = DrillMachine(content.request)
        for (event, instant) in content.events { _ = machine.handle(event, at: instant) }
        return machine
    }

    /// The drill's request.
    package func request() throws -> DrillRequest { try read().request }

    /// All events with their times.
    package func events() throws -> [(event: DrillEvent, at: Instant)] { try read().events }

    /// False when no drill of this name was begun.
    package func exists() throws -> Bool { try file.read() != nil }

    /// True when the drill needs no further action.
    package func isClosed() throws -> Bool { try read().isClosed }

    private struct Content {
        var request: DrillRequest
        var events: [(event: DrillEvent, at: Instant)] = []
        var isClosed = false
    }

    private func read() throws -> Content {
        guard let data = try file.read() else { throw damage("there is no such ledger") }
        guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else {
            throw damage("the first line is not a drill's request")
        }
        let lines = data[...end].split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        guard let first = lines.first,
            case .opened(let version, let request) = try? decoder.decode(Entry.self, from: Data(first))
        else { throw damage("the first line is not a drill's request") }
        guard version == Self.version else { throw damage("version \(version) is not known") }
        var content = Content(request: request)
        for (index, line) in lines.dropFirst().enumerated() {
            switch try? decoder.decode(Entry.self, from: Data(line)) {
            case .event(let instant, let event): content.events.append((event, instant))
            case .closed: content.isClosed = true
            case .opened, nil: throw damage("line \(index + 2) is not an event")
            }
        }
        return content
    }

    private func damage(_ problem: String) -> FileFailure { FileFailure(.read, path, .content(problem)) }

    /// The ledgers of a folder, newest last.
    ///
    /// - Throws: `FileFailure` when the folder cannot be listed.
    package static func all(in folder: Folder) throws -> [DrillLedger] {
        try folder.files().filter { $0.hasSuffix(suffix) }.map {
            DrillLedger(folder: folder, drill: DrillID(rawValue: String($0.dropLast(suffix.count))))
        }
    }
}
