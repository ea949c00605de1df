import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The archived log")
struct WALChainTests {
    private let now = Instant("2026-11-30T12:00:00Z")!

    /// A second apart, in the order in which they are given.
    private func archive(_ segments: [WALSegment]) -> [BackRestStanza.Archived] {
        segments.enumerated().map { BackRestStanza.Archived($1, at: now + TimeSpan($0, .seconds)) }
    }

    private func chain(
        _ segments: [WALSegment], from first: Int = 2, to last: Int = 2, size: Int = WALSegment.usualSize
    ) -> WALChain {
        WALChain(
            from: StanzaSamples.segment(first)...StanzaSamples.segment(last), in: archive(segments), size: size)
    }

    private func segments(_ indices: [Int], timeline: UInt32 = 1) -> [WALSegment] {
        indices.map { StanzaSamples.segment($0, timeline: timeline) }
    }

    @Test func `names are read and written as PostgreSQL writes them`() throws {
        let segment = try #require(WALSegment("0000000A00000001000000FE"))
        #expect(segment.timeline == 10 && segment.log == 1 && segment.index == 254)
        #expect(segment.description == "0000000A00000001000000FE")
        for name in ["00000001.history", "0000000a00000001000000fe", "0000000A00000001000000F", ""] {
            #expect(WALSegment(name) == nil)
        }
    }

    @Test func `log without a hole reaches to its newest segment`() {
        let whole = chain(segments([1, 2, 3, 4]))
        #expect(whole.gaps.isEmpty && whole.missing == 0 && whole.reaches == now + TimeSpan(3, .seconds))
    }

    @Test func `what is behind a hole is not reached, and every hole is named`() {
        let holed = chain(segments([2, 3, 5, 8]))
        #expect(
            holed.gaps == ["000000010000000000000004", "000000010000000000000006 to 000000010000000000000007"])
        #expect(holed.missing == 3 && holed.reaches == now + TimeSpan(1, .seconds))
    }

    @Test func `a backup whose own log is missing reaches nothing`() {
        #expect(chain(segments([3, 4])).reaches == nil)
        #expect(chain(segments([2]), to: 4).gaps == ["000000010000000000000003 to 000000010000000000000004"])
        #expect(chain([]).gaps == ["000000010000000000000002"])
    }

    @Test func `the next log follows the last segment, whatever the size of segments is`() {
        let ends = [
            WALSegment(timeline: 1, log: 0, index: 0x3F), WALSegment(timeline: 1, log: 1, index: 0),
        ]
        #expect(chain(ends, from: 0x3F, to: 0x3F, size: 64 << 20).gaps.isEmpty)
        #expect(chain(ends, from: 0x3F, to: 0x3F).missing == 0xFF - 0x3F)
    }

    @Test func `after a failover the new timeline counts from where it begins`() {
        #expect(chain(segments([2, 3, 4]) + segments([4, 5], timeline: 2)).gaps.isEmpty)
        // The old primary went on alone: what it wrote is no part of the new timeline.
        let forked = chain(segments([2, 3, 4, 5, 6]) + segments([4, 6], timeline: 2))
        #expect(forked.gaps == ["000000020000000000000005"])
        // Log from before the backup's own timeline does not stand in for it.
        let newer = WALChain(
            from: StanzaSamples.segment(4, timeline: 2)...StanzaSamples.segment(4, timeline: 2),
            in: archive(segments([4, 5, 6]) + segments([4, 6], timeline: 2)), size: WALSegment.usualSize)
        #expect(newer.gaps == ["000000020000000000000005"])
    }
}
