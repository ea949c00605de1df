import RecoveryModel
import Testing

@Suite("The mark of a test of alarms")
struct AlarmTestMarkTests {
    private let mark = AlarmTestMark(
        test: "20261130T041500Z-4f2a", policy: "kb", until: Instant("2026-11-30T04:17:00Z"), state: "INSUFFICIENT_DATA",
        reason: "Unchecked: \"Initial\" alarm creation", since: Instant("2026-11-01T00:00:00.5Z"))

    @Test func `is read as it was written`() {
        #expect(AlarmTestMark(reasonData: mark.reasonData) == mark)
        var done = mark
        done.until = nil
        #expect(AlarmTestMark(reasonData: done.reasonData) == done)
    }

    @Test func `is nobody else's reason data`() {
        #expect(AlarmTestMark(reasonData: nil) == nil)
        #expect(AlarmTestMark(reasonData: "") == nil)
        #expect(AlarmTestMark(reasonData: #"{"version":"1.0","queryDate":"2026-11-30T04:15:00.000+0000"}"#) == nil)
        #expect(AlarmTestMark(reasonData: #"{"drctl":{"test":"x"}}"#) == nil)
    }

    @Test func `has room within the limit of CloudWatch, whatever the reason`() {
        var long = mark
        long.reason = String(repeating: "\"", count: 9_000)
        #expect(long.reasonData.utf8.count <= 4_000)
    }
}
