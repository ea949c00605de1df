import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Consequences of a missing resource")
struct ConsequenceTests {
    private func findings(_ estate: Estate) -> [Finding] {
        estate.audit.findings.filter { $0.resource.name == Estate.bucketName }
    }

    @Test func `a missing bucket is one violation, and what else it violates comes with it`() throws {
        let violated = findings(try Estate.bare()).filter { $0.verdict == .violated }
        #expect(violated.count > 2)
        #expect(violated.filter { !$0.isConsequence }.map(\.control.id) == ["storage.bucket-exists"])
    }

    @Test func `whatever is missing, of every kind, is one violation`() throws {
        let violated = try Estate.bare().audit.findings.filter { $0.verdict == .violated }
        let missing = violated.filter(\.control.asksForExistence)
        #expect(Set(missing.map(\.resource.kind)).isSuperset(of: [.bucket, .key, .role, .topic]))
        for cause in missing {
            let own = violated.filter { $0.resource.isSame(as: cause.resource) && !$0.isConsequence }
            #expect(own.map(\.control.id) == [cause.control.id])
        }
    }

    @Test func `a bucket that is there has no consequences, however much of it is wrong`() throws {
        let estate = try Estate.bare().with { estate in
            for name in estate.inventory.buckets.keys { estate.inventory.buckets[name]?.exists = .known(true) }
        }
        let violated = findings(estate).filter { $0.verdict == .violated }
        #expect(violated.count > 2)
        #expect(violated.allSatisfy { !$0.isConsequence })
    }

    @Test func `what could not be read is no consequence`() throws {
        let denied = CollectionFailure(operation: "s3:HeadBucket", reason: "AccessDenied")
        let estate = try Estate.bare().with { estate in
            for name in estate.inventory.buckets.keys {
                estate.inventory.buckets[name] = BucketState(name: name, failure: denied)
            }
        }
        #expect(!findings(estate).isEmpty)
        #expect(findings(estate).allSatisfy { !$0.isConsequence })
    }

    @Test func `where the missing bucket is accepted, what else it violates stands for itself`() throws {
        let estate = try Estate.bare()
        let day = try #require(CalendarDay("2099-01-01"))
        let waived = estate.with {
            $0.policy.waivers = [
                Waiver(
                    control: "storage.bucket-exists", resource: Estate.bucketName, reason: "moved", owner: "sre",
                    expires: day)
            ]
        }
        let violated = findings(waived).filter { $0.verdict == .violated }
        #expect(!violated.isEmpty)
        #expect(violated.allSatisfy { !$0.isConsequence })
    }

    @Test func `every step that a missing bucket needs is still planned`() throws {
        let steps = Planner.plan(try Estate.bare().audit).steps
        #expect(steps.contains { $0.reasons.contains { $0.control == "storage.encryption" } })
    }
}
