import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Words that are not the policy's to choose")
struct ReservedTagTests {
    @Test(arguments: [
        ("aws:app", true), ("AWS:app", true), ("drctl:app", true), ("app", false), ("drctl", false), ("awsome", false),
    ])
    func `tags of AWS and of drctl are refused`(key: String, isReserved: Bool) {
        let text = PolicySamples.minimal + "tags: {\"\(key)\": kb}\n"
        let found = PolicySamples.diagnostics(text)
        #expect(found.contains("is reserved") == isReserved, "\(found)")
    }

    @Test func `lists may be as deep as the limit, and no deeper`() {
        func isTooDeep(_ depth: Int) -> Bool {
            let lists = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return PolicySamples.diagnostics(PolicySamples.minimal + "x: \(lists)\n").contains("nested-too-deeply")
        }
        #expect(!isTooDeep(YAMLReader.maximumDepth - 2))
        #expect(isTooDeep(YAMLReader.maximumDepth + 1))
    }

    @Test func `an Aurora cluster may be called one`() {
        let text = PolicySamples.whole("engine: postgres", "engine: aurora-postgresql\n    kind: cluster")
        #expect(!PolicySamples.diagnostics(text).contains("kind-of-another-engine"))
    }
}
