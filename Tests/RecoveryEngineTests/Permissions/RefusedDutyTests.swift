import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Duties as a checkup tells them")
struct RefusedDutyTests {
    private func text(_ actions: Int) -> String {
        PermissionFacts(
            asked: 9,
            refusals: (1...actions).map {
                .init(action: "rds:Action\($0)", resource: "arn:r\($0)", undecidedBy: [], isCertain: true)
            }
        ).item(.drill, in: "here").text
    }

    @Test func `three refused actions are named, and of more the rest is counted`() {
        #expect(text(3) == "drill in here: not allowed: rds:Action1, rds:Action2, rds:Action3, such as on arn:r1")
        #expect(
            text(4) == "drill in here: not allowed: rds:Action1, rds:Action2, rds:Action3 and 1 more, such as on arn:r1"
        )
    }

    @Test func `where there is no database nothing is drilled, and nothing granted for it`() throws {
        let none = try Estate.complete().with { $0.policy.databases = [] }
        #expect(LeastPrivilege.drill(DutyScope(target: none.target)).isEmpty)
        #expect(!LeastPrivilege.drill(DutyScope(target: try Estate.complete().target)).isEmpty)
    }
}
