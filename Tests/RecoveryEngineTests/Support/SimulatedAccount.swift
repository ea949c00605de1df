import RecoveryModel

/// An account that changes are made to. It accepts only what AWS accepts: a change that AWS refuses is an error, and so is
/// a document that is written over one that the plan has not seen.
struct SimulatedAccount {
    /// Why AWS would refuse, in its words where it has some.
    struct Refused: Error, CustomStringConvertible {
        let description: String

        init(_ change: Change, _ reason: String) { description = "\(change.facts.line): \(reason)" }
    }

    var inventory: Inventory
    /// By group, then parameter.
    var parameters: [String: [String: String]] = [:]

    init(_ inventory: Inventory) { self.inventory = inventory }

    mutating func make(_ change: Change) throws {
        switch change {
        case .database(let database): try make(database, change)
        case .bucket(let bucket): try make(bucket, change)
        case .key(let key): try make(key, change)
        case .role(let role): try make(role, change)
        case .topic(let topic): try make(topic, change)
        case .alarm(let alarm): try make(alarm, change)
        case .eventSubscription(let subscription): try make(subscription, change)
        case .eventRule(let rule): try make(rule, change)
        case .dashboard(.put(let name, _, let body)):
            try written(body, over: inventory.dashboards[name]?.value ?? nil, change)
            inventory.dashboards[name] = .known(body.after)
        case .dashboard(.remove(let name, let policy, _)):
            let rest = (inventory.dashboards[name]?.value ?? nil)?.without(policy)
            inventory.dashboards[name] = .known(rest?.isEmpty == false ? rest : nil)
        case .backupPlan(let plan): try make(plan, change)
        case .restoreTesting(let testing): try make(testing, change)
        }
    }

    /// Refuses a write over a document that is not the one that the plan has seen.
    func written<Value: Document>(_ edit: Edit<Value>, over present: Value?, _ change: Change) throws {
        guard present?.digest == edit.before?.digest else { throw Refused(change, "the document has moved") }
    }
}
