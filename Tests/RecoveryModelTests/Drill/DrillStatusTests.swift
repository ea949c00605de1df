import RecoveryModel
import Testing

@Suite struct DrillStatusTests {
    private func drill(_ state: DrillStatus.Unfinished.State) -> DrillStatus.Unfinished {
        .init(drill: DrillID(rawValue: "20261129T150000Z-kb"), phase: .restore, state: state)
    }

    @Test func `only running drills need no attention`() {
        #expect(DrillStatus(unfinished: [], instances: []).isClean)
        #expect(DrillStatus(unfinished: [drill(.running)], instances: []).isClean)
        #expect(!DrillStatus(unfinished: [drill(.stopped)], instances: []).isClean)
        #expect(!DrillStatus(unfinished: [drill(.over)], instances: []).isClean)
    }
}
