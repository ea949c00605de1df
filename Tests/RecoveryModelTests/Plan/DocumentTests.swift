import RecoveryModel
import Testing

@Suite("The parts of a document")
struct DocumentTests {
    private func statement(_ sid: String?, _ action: String) -> AccessStatement {
        AccessStatement(sid: sid, .allow, actions: [action], resources: ["*"])
    }

    @Test func `a change of either of two statements of one name changes the digest`() {
        let policy = AccessPolicy(statements: [statement("Same", "a:One"), statement("Same", "a:Two")])
        for index in policy.statements.indices {
            var other = policy
            other.statements[index].actions = ["a:Three"]
            #expect(other.digest != policy.digest)
        }
        #expect(policy.parts.keys.sorted() == ["statement Same", "statement Same (2)"])
    }

    @Test func `the values of a part are told in the order of their names, however deep`() {
        let part: JSONValue = ["b": 1, "a": ["d": 2, "c": true], "e": [:]]
        #expect(part.fields.map(\.name) == ["a c", "a d", "b", "e"])
        #expect(JSONValue("x").fields.map(\.name) == [""])
    }

    @Test func `the order of named statements means nothing, that of actions neither`() {
        let (one, two) = (statement("One", "a:One"), statement("Two", "a:Two"))
        #expect(AccessPolicy(statements: [one, two]).digest == AccessPolicy(statements: [two, one]).digest)
        let listed = AccessStatement(sid: "One", .allow, actions: ["b", "a"], resources: ["*"])
        let sorted = AccessStatement(sid: "One", .allow, actions: ["a", "b"], resources: ["*"])
        #expect(AccessPolicy(statements: [listed]).digest == AccessPolicy(statements: [sorted]).digest)
    }

    @Test func `whatever a lifecycle rule holds is part of it`() throws {
        let change = try #require(
            ChangeSamples.buckets.lazy.compactMap { sample -> BucketLifecycle? in
                if case .putLifecycle(_, let edit) = sample { edit.after } else { nil }
            }.first)
        let rule = change.rules[0]
        let edits: [(inout LifecycleRule) -> Void] = [
            { $0.enabled = true }, { $0.filter.prefix = nil }, { $0.filter.tags = [:] },
            { $0.filter.sizeGreaterThan = nil }, { $0.filter.sizeLessThan = nil }, { $0.transitions = [] },
            { $0.transitions[0].storageClass = "other" }, { $0.expireDays = nil }, { $0.expireDate = nil },
            { $0.expireDeleteMarkers = nil }, { $0.noncurrentExpireDays = nil }, { $0.noncurrentKeep = nil },
            { $0.noncurrentTransitions = [] }, { $0.abortUploadsDays = nil },
        ]
        var digests = Set([change.digest])
        for edit in edits {
            var other = rule
            edit(&other)
            digests.insert(BucketLifecycle([other], minimumTransitionSize: change.minimumTransitionSize).digest)
        }
        digests.insert(BucketLifecycle([rule]).digest)
        #expect(digests.count == edits.count + 2)
    }
}
