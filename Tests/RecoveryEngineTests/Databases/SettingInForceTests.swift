import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Settings that a database was told")
struct SettingInForceTests {
    @Test func `each is in force once it was made, and not before`() throws {
        var seen: Set<String> = []
        let estate = try Estate.compliant(withCluster: true)
        for violation in Violation.all where violation.control.description.hasPrefix("database.") {
            let broken = estate.with { violation.change(&$0) }
            for step in Planner.plan(broken.audit).steps {
                guard case .database(.modify(.instance, let id, let settings)) = step.change else { continue }
                var account = SimulatedAccount(broken.inventory)
                try account.make(step.change)
                let before = try #require(broken.instances.first { $0.id == id })
                let after = try #require(account.inventory.databases[.instance]?.value?.first { $0.id == id })
                for setting in settings {
                    #expect(!setting.isInForce(on: before), "\(violation.control): \(setting)")
                    #expect(setting.isInForce(on: after), "\(violation.control): \(setting)")
                    seen.insert(setting.name)
                }
            }
        }
        #expect(seen.count >= 8, "\(seen.sorted())")
    }

    @Test func `no standby is made of what is no instance`() throws {
        let cluster = try Estate.compliant(withCluster: true).cluster
        #expect(!DatabaseSetting.multiAZ(Edit(false, to: true)).isInForce(on: cluster))
    }
}
