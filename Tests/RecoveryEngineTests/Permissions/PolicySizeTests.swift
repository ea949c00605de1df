import RecoveryEngine
import RecoveryModel
import Testing

@Suite("How long policies may be")
struct PolicySizeTests {
    private let statements = (1...60).map { number in
        AccessStatement(
            sid: "S\(number)", .allow, actions: ["s3:GetObject"],
            resources: (1...4).map { "arn:aws:s3:::bucket-\(number)-\($0)/*" })
    }

    private func granted(_ statements: [AccessStatement]) -> Set<String> {
        Set(statements.flatMap { one in one.actions.flatMap { action in one.resources.map { "\(action) \($0)" } } })
    }

    @Test func `a long document is divided into managed policies that allow the same`() {
        let policies = PolicySize.managed(statements)
        #expect(policies.count == 2)
        #expect(policies.allSatisfy { PolicySize.of($0) <= 6_144 })
        #expect(policies.flatMap(\.statements) == statements)
    }

    @Test func `a statement that is too long is divided by its resources`() {
        let long = AccessStatement(
            sid: "Long", .allow, actions: ["s3:GetObject"], resources: (1...400).map { "arn:aws:s3:::bucket-\($0)/*" })
        let policies = PolicySize.managed([long])
        #expect(policies.count > 1 && policies.allSatisfy { PolicySize.of($0) <= 6_144 })
        #expect(granted(policies.flatMap(\.statements)) == granted([long]))
        let sids = policies.flatMap(\.statements).compactMap(\.sid)
        #expect(Set(sids).count == sids.count)
    }

    @Test func `a short one stays whole`() {
        #expect(PolicySize.managed(Array(statements.prefix(3))).map(\.statements) == [Array(statements.prefix(3))])
    }
}
