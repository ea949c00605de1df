/// The name of a segment of PostgreSQL's write-ahead log: timeline, log and segment, of eight hexadecimal digits each.
package struct WALSegment: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var timeline: UInt32
    /// The upper half of the position.
    package var log: UInt32
    /// Which one of the log it is, from 0.
    package var index: UInt32

    /// 16 MiB, in bytes: https://www.postgresql.org/docs/current/app-initdb.html (`--wal-segsize`).
    package static let usualSize = 16 << 20

    package init(timeline: UInt32, log: UInt32, index: UInt32) {
        self.timeline = timeline
        self.log = log
        self.index = index
    }

    /// Nil for what is no name of a segment, such as that of a history or a backup label.
    package init?(_ name: some StringProtocol) {
        let digits = Array(name.utf8)
        guard digits.count == 24, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) })
        else { return nil }
        func part(_ index: Int) -> UInt32 {
            UInt32(String(decoding: digits[index * 8..<index * 8 + 8], as: UTF8.self), radix: 16) ?? 0
        }
        self.init(timeline: part(0), log: part(1), index: part(2))
    }

    package var description: String {
        [timeline, log, index].map { number in
            let digits = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// Its place in the log, whatever the timeline.
    package func number(size: Int) -> Int { Int(log) * Self.perLog(size) + Int(index) }

    /// The segment at a place of a timeline.
    package init(number: Int, timeline: UInt32, size: Int) {
        let perLog = Self.perLog(size)
        self.init(timeline: timeline, log: UInt32(number / perLog), index: UInt32(number % perLog))
    }

    private static func perLog(_ size: Int) -> Int { (1 << 32) / size }

    /// By timeline and place.
    package static func < (left: WALSegment, right: WALSegment) -> Bool {
        (left.timeline, left.log, left.index) < (right.timeline, right.log, right.index)
    }
}
