import FoundationEssentials
package import RecoveryEngine
package import RecoveryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A drill's write-ahead log: one JSON object per line, appended and synced before the next side effect.
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

    /// Why a ledger cannot be used.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let path: String
        package let reason: String
        package var description: String { "\(path): \(reason)" }
    }

    package static let version = 1

    package let path: String

    /// The ledger of a drill in a folder.
    package init(folder: String, drill: DrillID) { path = "\(folder)/\(drill.rawValue).jsonl" }

    private init(path: String) { self.path = path }

    /// Creates the ledger; it must not exist yet.
    package func begin(_ request: DrillRequest) throws {
        try append(.opened(version: Self.version, request: request), flags: O_CREAT | O_EXCL)
    }

    /// Appends an event.
    package func append(_ event: DrillEvent, at instant: Instant) throws {
        try append(.event(at: instant, event: event), flags: 0)
    }

    /// Closes the ledger: the drill needs no further action.
    package func end(_ why: String, at instant: Instant) throws {
        try append(.closed(at: instant, why: why), flags: 0)
    }

    /// Removes a last line that was truncated by a kill or a full disk, so that the next entry starts on a new line.
    package func repair() throws {
        guard let data = FileManager.default.contents(atPath: path), let last = data.last,
            last != UInt8(ascii: "\n")
        else { return }
        let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard truncate(path, off_t(whole)) == 0 else { throw failure() }
    }

    private func append(_ entry: Entry, flags: Int32) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = Array(try encoder.encode(entry))[...]
        bytes.append(UInt8(ascii: "\n"))
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw failure() }
            bytes = bytes.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }

    /// The machine in its state after the last complete line.
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

    /// True when the drill needs no further action.
    package func isClosed() throws -> Bool { try read().isClosed }

    private struct Content {
        var request: DrillRequest
        var events: [(event: DrillEvent, at: Instant)] = []
        var isClosed = false
    }

    private func read() throws -> Content {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(path: path, reason: "ledger not found")
        }
        guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else {
            throw Failure(path: path, reason: "the first line is not a drill's request")
        }
        let lines = data[...end].split(separator: UInt8(ascii: "\n"))
        let decoder = JSONDecoder()
        guard let first = lines.first,
            case .opened(let version, let request) = try? decoder.decode(Entry.self, from: first)
        else { throw Failure(path: path, reason: "the first line is not a drill's request") }
        guard version == Self.version else { throw Failure(path: path, reason: "unknown version \(version)") }
        var content = Content(request: request)
        for (index, line) in lines.dropFirst().enumerated() {
            switch try? decoder.decode(Entry.self, from: line) {
            case .event(let instant, let event): content.events.append((event, instant))
            case .closed: content.isClosed = true
            case .opened, nil: throw Failure(path: path, reason: "line \(index + 2) is not an event")
            }
        }
        return content
    }

    /// The ledgers in a folder, newest last.
    package static func all(in folder: String) -> [DrillLedger] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { DrillLedger(path: "\(folder)/\($0)") }
    }
}
