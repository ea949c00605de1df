import RecoveryModel
import Testing

@Suite("Restoring secrets")
struct SecretsRestorePlanTests {
    @Test func `a value that is there now is replaced only by name`() {
        let plan = SecretsRestorePlan(
            place: "Secrets Manager", exportedAt: nil,
            entries: [
                .init(name: "kb/a", change: .changed), .init(name: "kb/b", change: .added),
                .init(name: "kb/c", change: .same), .init(name: "kb/d", change: .changed),
                .init(name: "kb/e", change: .undeleted), .init(name: "kb/f", change: .kept),
                .init(name: "kb/g", change: .filled),
            ])
        #expect(plan.unnamed(in: []) == ["kb/a", "kb/d"])
        #expect(plan.unnamed(in: ["kb/a"]) == ["kb/d"])
        #expect(plan.unnamed(in: ["kb/d", "kb/a"]) == [])
        // Another one's name is no leave.
        #expect(plan.unnamed(in: ["kb/", "kb/b"]) == ["kb/a", "kb/d"])
    }
}
