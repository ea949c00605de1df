import RecoveryModel
import Testing

/// What new rules delete that old ones did not.
@Suite struct ExpirationTests {
    private func rule(_ prefix: String?, after days: Int) -> LifecycleRule {
        var rule = LifecycleRule(filter: LifecycleRule.Filter(prefix: prefix))
        rule.expireDays = days
        return rule
    }

    private func new(_ before: [LifecycleRule], _ after: [LifecycleRule]) -> [Int?] {
        Edit(BucketLifecycle(before), to: BucketLifecycle(after)).newExpirations.map(\.days)
    }

    @Test func `what was deleted as early or earlier is nothing new`() {
        #expect(new([rule("logs/", after: 30)], [rule("logs/", after: 30)]) == [])
        #expect(new([rule("logs/", after: 30)], [rule("logs/", after: 31)]) == [])
        #expect(new([rule(nil, after: 30)], [rule("logs/", after: 30)]) == [])
    }

    @Test func `what is deleted earlier, or where nothing was, is new`() {
        #expect(new([rule("logs/", after: 30)], [rule("logs/", after: 29)]) == [29])
        #expect(new([rule("logs/", after: 30)], [rule("dumps/", after: 30)]) == [30])
        #expect(new([rule("logs/2025/", after: 30)], [rule("logs/", after: 30)]) == [30])
        #expect(new([], [rule(nil, after: 365)]) == [365])
    }

    @Test func `a rule that is switched off deletes nothing`() {
        var off = rule("logs/", after: 30)
        off.enabled = false
        #expect(new([off], [rule("logs/", after: 30)]) == [30])
        #expect(new([], [off]) == [])
    }
}
