package import RecoveryModel

/// Looks up the maintenance windows of the databases that a plan disturbs.
package enum MaintenanceWindows {
    /// The plan, with the window of each step that disturbs a database.
    ///
    /// - Parameters:
    ///   - inventory: What the plan was made from.
    ///   - isNow: Whether steps are made whatever the window.
    package static func noted(in plan: Plan, _ inventory: Inventory, isNow: Bool) -> Plan {
        var windows: [DatabaseKind: [String: WeeklyWindow]] = [:]
        for (kind, databases) in inventory.databases {
            for database in databases.value ?? [] {
                windows[kind, default: [:]][database.id] = database.maintenanceWindow.value ?? nil
            }
        }
        // A window that the plan moves is moved before anything waits for it.
        for step in plan.steps {
            guard case .database(.modify(let kind, let id, let settings)) = step.change else { continue }
            for case .maintenanceWindow(let window) in settings { windows[kind, default: [:]][id] = window.after }
        }
        var plan = plan
        for index in plan.steps.indices where plan.steps[index].change.outage != nil {
            let resource = plan.steps[index].facts.resource
            let kind: DatabaseKind = resource.kind == .cluster ? .cluster : .instance
            plan.steps[index].maintenance = StepMaintenance(window: windows[kind]?[resource.name], isNow: isNow)
        }
        return plan
    }
}
