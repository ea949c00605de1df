import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("The windows that steps wait for")
struct MaintenanceWindowsTests {
    @Test func `an instance and a cluster of one name have windows of their own`() throws {
        let estate = try Estate.complete().with {
            $0.cluster.id = "kb-prod"
            $0.database.maintenanceWindow = .known(WeeklyWindow("sun:04:00-sun:05:00"))
            $0.cluster.maintenanceWindow = .known(WeeklyWindow("mon:04:00-mon:05:00"))
        }
        var plan = Planner.plan(estate.audit)
        plan.steps = [.instance, .cluster].map {
            Step(change: .database(.restart(kind: $0, id: "kb-prod", members: ["kb-prod"])), reasons: [])
        }
        let windows = MaintenanceWindows.noted(in: plan, estate.inventory, isNow: false).steps.map {
            $0.maintenance?.window?.description
        }
        #expect(windows == ["sun:04:00-sun:05:00", "mon:04:00-mon:05:00"])
    }
}
