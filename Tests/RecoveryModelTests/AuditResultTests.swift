import AWSNames
import RecoveryModel
import Testing

@Suite("The result of an audit")
struct AuditResultTests {
    private let controls = ["database.a", "database.b", "database.c"].map {
        ControlDescription(
            id: ControlID($0), title: "", why: "", severity: .low, standards: [], field: "databases[]")
    }

    /// What each is known by: kind, name, control, and the entry that asks for it.
    private func names(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.resource.shown) \($0.control.id) \($0.entry ?? -1)" }
    }

    private func result(_ findings: [Finding]) throws -> AuditResult {
        let account = try #require(AccountID("123456789012"))
        return AuditResult(
            policy: "kb", account: account, region: Region("us-east-1"), at: Instant(seconds: 0), findings: findings)
    }

    @Test(arguments: 0..<32)
    func `has its findings by resource and control, in whatever order they come`(_ seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let kinds: [ResourceKind] = [.database, .bucket]
        let findings = (0..<40).map { _ in
            Finding(
                control: controls[Int.random(in: 0..<3, using: &generator)],
                resource: ResourceReference(
                    kinds[Int.random(in: 0..<2, using: &generator)], "r\(Int.random(in: 0..<5, using: &generator))"),
                verdict: .met, required: "", observed: "", remedy: nil,
                entry: Int.random(in: 0..<99, using: &generator))
        }
        let expected = findings.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.resource != other.resource { return one.resource < other.resource }
            if one.control.id != other.control.id { return one.control.id < other.control.id }
            return left.offset < right.offset
        }
        #expect(names(try result(findings).findings) == names(expected.map(\.element)))
    }

    @Test func `of nothing has no findings`() throws {
        #expect(try result([]).findings.isEmpty)
    }
}

/// https://prng.di.unimi.it/splitmix64.c
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
